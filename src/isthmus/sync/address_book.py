"""Every open address, kept sealed beside the spool: a process that starts while the database is away knows them."""

import base64
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from isthmus.base import secrets
from isthmus.base.failures import IsthmusError
from isthmus.sync import durable_files
from isthmus.sync.addresses import Address, open_keys

FIELD = "address book"
NOBODY = "nobody"

Execute = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class AddressBook:
    """One sealed file. `renew` writes it when the database's addresses differ; `find` and `find_shared` read it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._version = ""
        self._read: tuple[tuple[int, int], dict[str, Any]] | None = None

    def renew(self, execute: Execute) -> bool:
        """Write every open address down if anything changed since. Returns whether the file was written.

        Raises IsthmusError (misconfigured) when this host's keyset opens nothing of what it would write down.
        """
        ((version,),) = execute("SELECT sync_open_endpoints_version()", [])
        if version == self._version and self.path.exists():
            return False
        rows = execute(
            "SELECT endpoint_id, company_id, source, token_digest, addressee, sealed_keys FROM sync_open_endpoints()",
            [],
        )
        _refuse_strange_keyset(rows)
        durable_files.private_folder(self.path.parent)
        plain = json.dumps([_entry(row) for row in rows]).encode()
        durable_files.write(self.path, secrets.seal(plain, company=NOBODY, field=FIELD))
        self._version = version
        return True

    def find(self, digest: str) -> Address | None:
        """The address of the token with this digest."""
        return _opened(self._entries().get(digest))

    def find_shared(self, source: str, addressee: str) -> Address | None:
        """The address of whoever is called so at a shared address."""
        return _opened(self._entries().get(f"{source}|{addressee}")) if addressee else None

    def _entries(self) -> dict[str, Any]:
        """The book as it lies on disk now; empty when there is none, or none that this installation's keys open."""
        try:
            stat = self.path.stat()
            mark = (stat.st_mtime_ns, stat.st_ino)
            if self._read is None or self._read[0] != mark:
                plain = secrets.unseal(self.path.read_bytes(), company=NOBODY, field=FIELD)
                self._read = (mark, _indexed(json.loads(plain)))
            return self._read[1]
        except (OSError, IsthmusError):
            return {}


def _refuse_strange_keyset(rows: Sequence[tuple[Any, ...]]) -> None:
    """Raise what opening raises when the keys of no address open; a damaged one keeps no other out of the book."""
    trouble = None
    for _, company_id, *_, sealed in rows:
        try:
            open_keys(bytes(sealed), company_id)
            return
        except IsthmusError as error:
            trouble = trouble or error
    if trouble is not None:
        raise trouble


def _entry(row: tuple[Any, ...]) -> dict[str, str]:
    endpoint_id, company_id, source, digest, addressee, sealed = row
    return {
        "endpoint_id": str(endpoint_id),
        "company_id": str(company_id),
        "source": source,
        "digest": digest,
        "addressee": addressee,
        "sealed_keys": base64.b64encode(bytes(sealed)).decode(),
    }


def _indexed(entries: list[dict[str, str]]) -> dict[str, Any]:
    by_digest = {entry["digest"]: entry for entry in entries}
    by_name = {f"{entry['source']}|{entry['addressee']}": entry for entry in entries if entry["addressee"]}
    return by_digest | by_name


def _opened(entry: dict[str, str] | None) -> Address | None:
    if entry is None:
        return None
    company_id = UUID(entry["company_id"])
    keys = open_keys(base64.b64decode(entry["sealed_keys"]), company_id)
    return Address(UUID(entry["endpoint_id"]), company_id, entry["source"], keys, time.monotonic())
