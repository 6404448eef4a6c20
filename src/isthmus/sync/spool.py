"""Deliveries kept on this host's disk while the database cannot take them: one file each.

A file is named by when its delivery came and whose it is. It holds a checksum, a line that says the same and more, and
the body as sealed for its company. It is flushed to the disk before `put` returns, so that the sender may be told that
its delivery is safe. Several processes share a folder; one at a time drains it (`sync.keeper`).
"""

import hashlib
import json
import os
import shutil
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from isthmus.base import tallies
from isthmus.sync import durable_files

MAGIC = b"isthmus-spool-1"
SUFFIX = ".delivery"
SHARED = "shared"
COUNTED_AGAIN_SECONDS = 1.0
PARTS_KEPT = timedelta(minutes=10)
MOST_COUNTED_FORGERIES = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SpoolFullError(OSError):
    """The spool holds as much as it may."""


class DamagedError(ValueError):
    """A file of the spool is not what was written."""


@dataclass(frozen=True, repr=False)
class Spooled:
    """One delivery as it waits on disk; its id and the moment it came are those it will have in the database.

    `endpoint_id` and `company_id` are None for one that came at a shared address and whose addressee was not known
    here: who that is, is asked when it is drained. `digest` is of the body, `size` its length.
    """

    id: UUID
    received_at: datetime
    source: str
    digest: str
    size: int
    sealed_body: bytes
    endpoint_id: UUID | None = None
    company_id: UUID | None = None
    addressee: str = ""


@dataclass(frozen=True)
class Waiting:
    """What is on disk: deliveries, their bytes, when the oldest came; files set aside, by name; forgeries refused."""

    deliveries: int = 0
    bytes: int = 0
    oldest_at: datetime | None = None
    set_aside: tuple[str, ...] = ()
    forged: int = 0


class Spool:
    """The deliveries in one folder. Nothing is made on disk before the first is put there."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self.waiting_folder = folder / "waiting"
        self.aside_folder = folder / "aside"
        self._forged_file = folder / "forged"
        self._lock = threading.Lock()
        self._counted_at = float("-inf")
        self._bytes = 0

    def put(self, delivery: Spooled) -> None:
        """Keep a delivery; it is on the disk when this returns. SpoolFullError or another OSError when it is not."""
        content = _written(delivery)
        self._make_room(len(content))
        durable_files.write(self.waiting_folder / _name(delivery), content)
        tallies.SPOOLED.inc()

    def waiting(self) -> list[Path]:
        """The files that wait, in the order their deliveries came."""
        return sorted(path for path in _files(self.waiting_folder) if path.name.endswith(SUFFIX))

    def waiting_of(self, company_id: UUID) -> list[Path]:
        """Those of one company, as their names tell."""
        return [path for path in self.waiting() if path.name.endswith(f"-{company_id}{SUFFIX}")]

    def read(self, path: Path) -> Spooled:
        """The delivery in a file. DamagedError for a file that is not whole, OSError when it cannot be read."""
        return _read(path.read_bytes())

    def remove(self, path: Path) -> None:
        """The delivery is in the database: its file may go."""
        path.unlink(missing_ok=True)
        durable_files.flush_folder(self.waiting_folder)

    def set_aside(self, path: Path, why: str) -> None:
        """Keep a file that cannot be drained where it stops nothing; `why`, one word, becomes part of its name."""
        durable_files.private_folder(self.aside_folder)
        durable_files.move(path, self.aside_folder / f"{path.name}.{why}")

    def tidy(self) -> None:
        """Remove what a process left unfinished when it was killed; nobody was told that those deliveries are safe."""
        oldest = time.time() - PARTS_KEPT.total_seconds()
        for path in _files(self.waiting_folder):
            if path.name.endswith(durable_files.PART) and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    def count_forged(self) -> None:
        """One more forgery was refused while the database was away: a byte more in a file, up to a million."""
        if _size(self._forged_file) < MOST_COUNTED_FORGERIES:
            durable_files.private_folder(self.folder)
            with self._forged_file.open("ab", buffering=0) as file:
                file.write(b".")

    def state(self) -> Waiting:
        """What waits in the folder now."""
        waiting = self.waiting()
        return Waiting(
            deliveries=len(waiting),
            bytes=sum(_size(path) for path in waiting),
            oldest_at=moment_of(waiting[0]) if waiting else None,
            set_aside=tuple(sorted(path.name for path in _files(self.aside_folder))),
            forged=_size(self._forged_file),
        )

    def room(self) -> int:
        """How many bytes may still be put there, by the limit and by the disk; none where we may not write."""
        place = next(folder for folder in (self.waiting_folder, *self.waiting_folder.parents) if folder.exists())
        if not os.access(place, os.W_OK | os.X_OK):
            return 0
        waiting = sum(_size(path) for path in _files(self.waiting_folder))
        return max(min(self.most_bytes - waiting, shutil.disk_usage(place).free), 0)

    def _make_room(self, size: int) -> None:
        """Count the bytes; what other processes add within a second may go beyond the limit."""
        with self._lock:
            if time.monotonic() - self._counted_at > COUNTED_AGAIN_SECONDS:
                for folder in (self.folder, self.waiting_folder):
                    durable_files.private_folder(folder)
                self._bytes = sum(_size(path) for path in _files(self.waiting_folder))
                self._counted_at = time.monotonic()
            if self._bytes + size > self.most_bytes:
                raise SpoolFullError(f"the spool may hold {self.most_bytes} bytes")
            self._bytes += size


def _name(delivery: Spooled) -> str:
    micros = (delivery.received_at - _EPOCH) // timedelta(microseconds=1)
    return f"{micros:020d}-{delivery.id}-{delivery.company_id or SHARED}{SUFFIX}"


def moment_of(path: Path) -> datetime | None:
    """When the delivery in a file came, as the name tells."""
    micros = path.name.partition("-")[0]
    return _EPOCH + timedelta(microseconds=int(micros)) if micros.isdigit() and len(micros) == 20 else None


def _written(delivery: Spooled) -> bytes:
    about = {name: value for name, value in asdict(delivery).items() if name != "sealed_body" and value is not None}
    head = json.dumps(about, default=str).encode()
    rest = head + b"\n" + delivery.sealed_body
    return b"%s %s\n%s" % (MAGIC, hashlib.sha256(rest).hexdigest().encode(), rest)


def _read(content: bytes) -> Spooled:
    first, _, rest = content.partition(b"\n")
    magic, _, checksum = first.partition(b" ")
    if magic != MAGIC or hashlib.sha256(rest).hexdigest().encode() != checksum:
        raise DamagedError("the checksum is not that of the content")
    head, _, sealed = rest.partition(b"\n")
    try:
        return _delivery(json.loads(head), sealed)
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedError("the first line does not say whose delivery it is") from error


def _delivery(said: dict[str, Any], sealed: bytes) -> Spooled:
    return Spooled(
        id=UUID(said["id"]),
        received_at=datetime.fromisoformat(said["received_at"]),
        source=said["source"],
        digest=said["digest"],
        size=said["size"],
        sealed_body=sealed,
        endpoint_id=UUID(said["endpoint_id"]) if "endpoint_id" in said else None,
        company_id=UUID(said["company_id"]) if "company_id" in said else None,
        addressee=said["addressee"],
    )


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except FileNotFoundError:
        return []


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
