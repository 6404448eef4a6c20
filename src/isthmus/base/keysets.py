"""Changing the keys that seal: a new key is added, then used, then the old ones are dropped, each in one atomic write.

Every process looks at the file before it seals or opens, so nothing is restarted. What was sealed says with which key.
"""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tink
from tink import aead, secret_key_access

from isthmus.base import secrets
from isthmus.base.failures import Failure, IsthmusError, Kind

_VERSION = b"\x01"


@dataclass(frozen=True)
class Keys:
    """The ids of a keyset's keys, oldest first, and of the one that seals."""

    ids: tuple[int, ...]
    primary: int

    @property
    def newest(self) -> int:
        return self.ids[-1]


def keys() -> Keys:
    """The keys of this installation. IsthmusError (misconfigured) when there is no readable keyset."""
    return _named(_read(secrets.keyset_path()))


def add() -> Keys:
    """Add a key that opens and does not seal yet: on several hosts each must have it before any seals with it."""
    path = secrets.keyset_path()
    keyset = _read(path)
    known = set(_named(keyset).ids)
    fresh = _fresh()
    while fresh["keyId"] in known:
        fresh = _fresh()
    keyset["key"].append(fresh)
    return _written(path, keyset)


def use_newest() -> Keys:
    """Seal with the newest key from now on; all others still open."""
    path = secrets.keyset_path()
    keyset = _read(path)
    keyset["primaryKeyId"] = _named(keyset).newest
    return _written(path, keyset)


def drop_old(kept_as: Path) -> Keys:
    """Drop every key but the one that seals, and keep the keyset as it was in a file of its own, for older backups."""
    path = secrets.keyset_path()
    keyset = _read(path)
    _write(kept_as, keyset)
    keyset["key"] = [key for key in keyset["key"] if key["keyId"] == keyset["primaryKeyId"]]
    return _written(path, keyset)


def prefix_of(key_id: int) -> bytes:
    """How everything begins that was sealed with this key."""
    return _VERSION + key_id.to_bytes(4, "big")


def _fresh() -> dict[str, Any]:
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    made: dict[str, Any] = json.loads(tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))
    key: dict[str, Any] = made["key"][0]
    return key


def _named(keyset: dict[str, Any]) -> Keys:
    return Keys(tuple(key["keyId"] for key in keyset["key"]), keyset["primaryKeyId"])


def _read(path: Path) -> dict[str, Any]:
    try:
        keyset: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        words = f"There is no keyset that can be read at {path}. Put it back from a backup."
        raise IsthmusError(Failure(Kind.MISCONFIGURED, words, "keyset_missing", type(error).__name__)) from error
    return keyset


def _written(path: Path, keyset: dict[str, Any]) -> Keys:
    _write(path, keyset)
    return _named(keyset)


def _write(path: Path, keyset: dict[str, Any]) -> None:
    """The whole file or none of it, on the disk, open to its owner alone; read once as a keyset before it counts."""
    text = json.dumps(keyset)
    tink.json_proto_keyset_format.parse(text, secret_key_access.TOKEN).primitive(aead.Aead)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".keyset-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if path.exists():
            os.fchown(file.fileno(), path.stat().st_uid, path.stat().st_gid)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
