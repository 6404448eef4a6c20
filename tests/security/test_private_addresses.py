"""No address somebody else names makes a process of ours speak to a private network, however it is spelled."""

import ast
import ipaddress
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.base import origins
from isthmus.base.failures import IsthmusError
from isthmus.base.fetch import fetch
from isthmus.base.origins import public_addresses_for
from isthmus.base.telling import tell
from tests.base.conftest import server as server
from tests.base.scripted_server import ScriptedServer

PRIVATE = [
    ipaddress.ip_network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10")
]
SPEAKS = {
    "base/fetch.py": "files, from addresses checked by origins.addresses_for",
    "base/telling.py": "alerts, to addresses checked by origins.public_addresses_for",
    "linkedin/base_client.py": "LinkedIn, at the configured origins",
    "linkedin/calls.py": "LinkedIn, at the configured origins",
    "linkedin/exchange.py": "LinkedIn, at the configured origins",
    "linkedin/integrations.py": "LinkedIn, at the configured origins",
    "linkedin/oauth.py": "LinkedIn, at the configured origins",
    "linkedin/provisioning.py": "LinkedIn, at the configured origins",
    "linkedin/server_time.py": "LinkedIn, at the configured origins",
    "sync/watching/watchman.py": "the operator's own address, which notices when pings stay away",
    "doctor/machine.py": "our own public address, at the command line",
    "demo/portal.py": "the demo's own sandbox",
    "demo/recruiter.py": "the demo's own sandbox",
    "demo/supervise.py": "the demo's own sandbox",
}
LIBRARIES = {"httpx2", "httpx", "requests", "aiohttp", "smtplib", "ftplib", "telnetlib"}


@st.composite
def private_hosts(draw) -> str:
    """A private address in one of the ways a resolver or a URL takes."""
    network = draw(st.sampled_from(PRIVATE))
    address = network[draw(st.integers(0, network.num_addresses - 1))]
    number, parts = int(address), str(address).split(".")
    return draw(
        st.sampled_from(
            [
                str(address),
                f"{address}.",
                str(number),
                hex(number),
                f"0{number:o}",
                ".".join(f"0{int(part):o}" for part in parts),
                ".".join(hex(int(part)) for part in parts),
                f"{parts[0]}.{number & 0xFFFFFF}",
                f"[::ffff:{address}]",
                f"[::{address}]",
                f"[64:ff9b::{address}]",
                f"[64:ff9b:1::{address}]",
                f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]",
                f"[::ffff:0:{address}]",
                "[fe80::1%25lo]",
                "[fec0::1]",
                "[::1]",
                "[::]",
                "0.0.0.0",
                "localhost",
                "LOCALHOST.",
            ]
        )
    )


@settings(max_examples=300, derandomize=True)
@given(private_hosts(), st.sampled_from(["", ":443", ":22", ":5432"]), st.sampled_from(["", "/hook", "/?x=@y", "#@a"]))
def test_a_private_address_is_refused_in_every_spelling(host, port, rest):
    with pytest.raises(IsthmusError):
        public_addresses_for(f"https://{host}{port}{rest}")


@settings(max_examples=200, derandomize=True)
@given(
    private_hosts(), st.sampled_from(["https://hooks.example@{}", "https://hooks.example:x@{}", "https:\\\\{}", "//{}"])
)
def test_tricks_around_a_private_address_are_refused(host, trick):
    with pytest.raises(IsthmusError):
        public_addresses_for(trick.format(host))


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_stay_public(address, monkeypatch):
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(origins.socket, "getaddrinfo", lambda *_, **__: answer)
    assert public_addresses_for("https://hooks.example/x") == [address]


class ChangingMind:
    """A resolver that says one address the first time, and the server's ever after."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.real = socket.getaddrinfo

    def __call__(self, host, port, *more, **named):
        name = host.decode() if isinstance(host, bytes) else host
        if name != "rebinding.example":
            return self.real(host, port, *more, **named)
        self.asked.append(name)
        address = "127.0.0.2" if len(self.asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


@pytest.fixture
def changing_mind(monkeypatch) -> ChangingMind:
    resolver = ChangingMind()
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(origins, "_is_public", lambda address: str(address) != "127.0.0.1")
    return resolver


def test_the_address_that_was_checked_is_the_one_connected_to(changing_mind, server: ScriptedServer):
    """127.0.0.2 stands for a public address where nobody listens; the server is at the address that comes second."""
    origin = f"https://rebinding.example:{server.port}"
    with pytest.raises(IsthmusError):
        fetch(f"{origin}/cv", allowed_origins=[origin], max_bytes=1000, timeout=0.5)
    assert changing_mind.asked == ["rebinding.example"]
    assert server.requests == []
    changing_mind.asked.clear()
    with pytest.raises(IsthmusError):
        tell(f"{origin}/hook", b"{}", headers={}, timeout=0.5)
    assert changing_mind.asked == ["rebinding.example"]
    assert server.requests == []


def test_an_alert_follows_no_redirect(server: ScriptedServer):
    server.answers["/hook"] = (302, {"Location": f"http://127.0.0.1:{server.port}/inside"}, b"")
    heard = tell(f"{server.origin}/hook", b"{}", headers={}, timeout=5, private_allowed=True)
    assert heard.status == 302
    assert [path for path, _ in server.requests] == ["/hook"]


def test_every_place_that_speaks_to_another_machine_is_known():
    source = Path("src/isthmus")
    found = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] in LIBRARIES or name in ("urllib.request", "http.client") for name in modules):
                found.add(str(path.relative_to(source)))
    assert found - {"logs.py", "sync/post.py", "linkedin/error_table.py"} == set(SPEAKS)
