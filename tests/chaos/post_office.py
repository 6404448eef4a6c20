"""A mail server with TLS on loopback, which keeps every letter it takes: e-mails are counted here, not in our rows."""

import datetime
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.smtp_server import Conversation, Listener, MailServer

LOOPBACK = "127.0.0.1"


@dataclass
class PostOffice:
    """Where it listens, whose certificate to trust, and what came."""

    certificate: Path
    told: MailServer

    @property
    def port(self) -> int:
        return self.told.port

    def copies(self) -> Counter[str]:
        """How often each message was taken, by its Message-ID."""
        return Counter(str(letter["Message-ID"]) for letter in list(self.told.letters))


class _Secured(Listener):
    """The tests' own mail server, behind TLS from the first byte."""

    allow_reuse_address = True
    context: ssl.SSLContext

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        connection.settimeout(20)
        return self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is killed in the middle is expected here."""


@contextmanager
def post_office(folder: Path) -> Iterator[PostOffice]:
    """A running mail server; its certificate lies in the folder."""
    certificate, key = _certificate(folder)
    with _Secured((LOOPBACK, 0), Conversation) as listener:
        listener.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        listener.context.load_cert_chain(certificate, key)
        listener.told = MailServer(port=listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield PostOffice(certificate, listener.told)
        finally:
            listener.shutdown()
            thread.join()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOOPBACK)])
    present = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(present - datetime.timedelta(days=1))
        .not_valid_after(present + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "post.pem", folder / "post.key"
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private
