"""Brings what waited on this host's disk into the database, in the order it came, each delivery once."""

import contextlib
import errno
import logging
from pathlib import Path
from typing import Any

import psycopg

from isthmus.base import secrets, tracing
from isthmus.base.clock import now
from isthmus.base.failures import IsthmusError
from isthmus.sync.address_book import NOBODY
from isthmus.sync.addresses import opened
from isthmus.sync.receiving import BODY_FIELD
from isthmus.sync.spool import DamagedError, Spool, Spooled
from isthmus.sync.steps import Execute

logger = logging.getLogger("isthmus.spool")

DAMAGED, UNREADABLE, CLOSED, REFUSED = "damaged", "unreadable", "closed", "refused"
OF_THIS_PROCESS = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


class StuckError(OSError):
    """A delivery is in the database, and its file cannot be removed."""


def drain(spool: Spool, execute: Execute) -> int:
    """Store every waiting delivery, oldest first, and remove its file. Returns how many are stored.

    A file that is damaged or cannot be read, that the database refuses, or whose address was closed before it came is
    set aside. Raises what `execute` raises for anything else, OSError when this process may open no more files, and
    IsthmusError when there is no keyset: the rest waits. A crash between storing and removing stores nothing twice,
    since a delivery keeps its id. So a file that cannot be removed holds up none behind it; OSError is raised for it
    when all are stored.
    """
    spool.tidy()
    stored, stuck = 0, None
    for path in spool.waiting():
        try:
            stored += _drain_one(spool, path, execute)
        except StuckError as error:
            stuck = error
    if stuck is not None:
        raise stuck
    return stored


def _drain_one(spool: Spool, path: Path, execute: Execute) -> bool:
    try:
        delivery = spool.read(path)
    except FileNotFoundError:
        return False
    except DamagedError as error:
        return _set_aside(spool, path, DAMAGED, error)
    except OSError as error:
        if error.errno in OF_THIS_PROCESS:
            raise
        return _set_aside(spool, path, DAMAGED if error.errno == errno.EIO else UNREADABLE, error)
    try:
        is_stored = _store(delivery, execute)
    except IsthmusError as error:
        if error.failure.code != secrets.NOT_OPENED:
            raise
        return _set_aside(spool, path, REFUSED, error)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        return _set_aside(spool, path, REFUSED, error)
    if not is_stored:
        return _set_aside(spool, path, CLOSED)
    try:
        spool.remove(path)
    except OSError as error:
        raise StuckError(f"{path.name} is in the database and cannot be removed") from error
    return True


def _store(delivery: Spooled, execute: Execute) -> bool:
    """Whether the delivery has a place in the database now."""
    if delivery.endpoint_id is None:
        return _store_shared(delivery, execute)
    return _store_for(delivery.endpoint_id, delivery, delivery.sealed_body, execute)


def _store_shared(delivery: Spooled, execute: Execute) -> bool:
    """For the connection it names, if that is known by now; else kept apart for the operator."""
    rows = execute(
        "SELECT endpoint_id, company_id, source, sealed_keys FROM sync_endpoint_for(%s, %s)",
        [delivery.source, delivery.addressee],
    )
    if not rows:
        execute("SELECT stray_id FROM sync_receive_stray(%s, %s, %s, %s, true, %s, %s, %s)", _stray(delivery))
        return True
    address = opened(rows[0])
    body = secrets.unseal(delivery.sealed_body, company=NOBODY, field=BODY_FIELD)
    sealed = secrets.seal(body, company=address.company_id, field=BODY_FIELD)
    return _store_for(address.endpoint_id, delivery, sealed, execute)


def _store_for(endpoint_id: Any, delivery: Spooled, sealed: bytes, execute: Execute) -> bool:
    rows = execute(
        "SELECT is_known FROM sync_receive_spooled(%s, %s, %s, %s, %s, %s, %s)",
        [delivery.id, endpoint_id, delivery.digest, sealed, delivery.size, delivery.received_at, now()],
    )
    tracing.record("receive", delivery.id, delivery.received_at, is_first=True, source=delivery.source, spooled=1)
    return bool(rows[0][0])


def _stray(delivery: Spooled) -> list[Any]:
    return [
        delivery.id,
        delivery.source,
        delivery.addressee,
        delivery.digest,
        delivery.sealed_body,
        delivery.size,
        delivery.received_at,
    ]


def _set_aside(spool: Spool, path: Path, why: str, error: Exception | None = None) -> bool:
    """Move the file out of the way; where even that fails it stays, and the next one is looked at."""
    logger.error("%s is set aside: %s %s", path.name, why, type(error).__name__ if error else "")
    with contextlib.suppress(OSError):
        spool.set_aside(path, why)
    return False
