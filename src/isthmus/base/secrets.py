"""Secrets at rest: sealed bytes that open only for the company and field they were sealed for, and opaque tokens."""

import hashlib
import io
import os
import secrets as stdlib_secrets
import tempfile
import threading
from pathlib import Path
from uuid import UUID

import tink
from tink import aead, secret_key_access

from isthmus.base.failures import Failure, IsthmusError, Kind

KEYSET_FILE_SETTING = "ISTHMUS_KEYSET_FILE"
NOT_OPENED = "unseal"

aead.register()

_lock = threading.Lock()
_loaded: dict[tuple[str, int, int], aead.Aead] = {}


def seal(data: bytes, *, company: UUID | str, field: str) -> bytes:
    """Encrypts data with the primary key of the keyset, bound to this company and field; makes the first keyset."""
    path = keyset_path()
    if not path.exists():
        _create(path)
    return bytes(_primitive(path).encrypt(data, _associated(company, field)))


def unseal(data: bytes, *, company: UUID | str, field: str) -> bytes:
    """Decrypts what `seal` made for the same company and field; IsthmusError (misconfigured) for anything else.

    Without a keyset it makes none: what is sealed already was sealed with one that is to be put back.
    """
    path = keyset_path()
    if not path.exists():
        raise IsthmusError(
            Failure(
                kind=Kind.MISCONFIGURED,
                message="The keyset is not where it should be, so nothing opens. Put it back from a backup.",
                code="keyset_missing",
            )
        )
    try:
        return bytes(_primitive(path).decrypt(data, _associated(company, field)))
    except tink.TinkError as error:
        raise IsthmusError(
            Failure(
                kind=Kind.MISCONFIGURED,
                message="A sealed value does not open with the keys of this installation.",
                code=NOT_OPENED,
                detail=f"field {field}",
            )
        ) from error


def keyset_is_there() -> bool:
    """Whether the keyset lies in its place and can be read; before the first `seal` there is none."""
    try:
        _primitive(keyset_path())
    except (OSError, IsthmusError):
        return False
    return True


def new_token() -> str:
    """A fresh random token of 256 bits, safe in a URL."""
    return stdlib_secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What is stored instead of a token from `new_token`: its SHA-256, in lower-case hex. Never for passwords."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyset_path() -> Path:
    """Where the keyset lies, or will. IsthmusError (misconfigured) when no place is set."""
    name = os.environ.get(KEYSET_FILE_SETTING, "")
    if not name:
        raise IsthmusError(
            Failure(
                kind=Kind.MISCONFIGURED,
                message="No keyset file is set, so nothing can be sealed or opened.",
                code="keyset_missing",
                detail=f"set {KEYSET_FILE_SETTING}",
            )
        )
    return Path(name)


def _associated(company: UUID | str, field: str) -> bytes:
    return f"{company}|{field}".encode()


def _primitive(path: Path) -> aead.Aead:
    key = _fingerprint(path)
    if (cached := _loaded.get(key)) is not None:
        return cached
    with _lock:
        primitive = _read(path)
        _loaded.clear()
        _loaded[key] = primitive
    return primitive


def _fingerprint(path: Path) -> tuple[str, int, int]:
    stat = path.stat()
    return str(path), stat.st_mtime_ns, stat.st_ino


def _read(path: Path) -> aead.Aead:
    try:
        handle = tink.json_proto_keyset_format.parse(path.read_text(encoding="utf-8"), secret_key_access.TOKEN)
        return handle.primitive(aead.Aead)
    except (tink.TinkError, ValueError, OSError) as error:
        raise IsthmusError(
            Failure(
                kind=Kind.MISCONFIGURED,
                message="The keyset file cannot be read.",
                code="keyset_unreadable",
                detail=type(error).__name__,
            )
        ) from error


def _create(path: Path) -> None:
    """Writes a keyset beside its place and links it there: nobody reads half a file, and the first writer wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    text = tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".keyset-")
    try:
        with io.FileIO(descriptor, "w") as file:
            file.write(text.encode())
            os.fsync(file.fileno())
        os.link(temporary, path)
    except FileExistsError:
        return
    finally:
        Path(temporary).unlink()
