"""What waits on this host's disk, as the doctor sees it: it needs no database, since that is when it matters."""

from collections.abc import Iterator

from isthmus.base.clock import now
from isthmus.base.failures import Kind
from isthmus.base.findings import Finding, fine, trouble
from isthmus.sync import freshness, inbox
from isthmus.sync.spool import Spool, Waiting
from isthmus.sync.watching import spools


def spool() -> Iterator[Finding]:
    """Deliveries that wait for the database, files that could not be brought in, and how much room is left."""
    shelter = inbox.shelter()
    here = shelter.spool
    found = here.state()
    if here.most_bytes and spools.nobody_keeps(shelter):
        fix = "start one of them here; another server with isthmus.wsgi takes deliveries, but brings nothing in."
        yield trouble("nobody drains this host's spool: neither isthmus serve nor isthmus ingest runs here", fix)
    if found.oldest_at is not None:
        age = freshness.lasting((now() - found.oldest_at).total_seconds())
        words = f"{_counted(found.deliveries)} on this host's disk ({found.bytes:,} bytes), the oldest for {age}"
        fix = "see that the database answers and that isthmus serve or isthmus ingest runs here: it brings them in."
        yield trouble(words, fix, kind=Kind.TRANSIENT)
    elif here.most_bytes:
        yield fine(f"nothing waits on this host's disk, of {here.most_bytes // 1024**2:,} MB that may")
    else:
        yield trouble("nothing may wait on this host's disk", "set ISTHMUS_SPOOL_BYTES to more than 0.")
    yield from _room(here, found)
    for name in found.set_aside:
        fix = f"look at it in {here.aside_folder}; docs/explanation/receiving.md says what the last word means."
        yield trouble(f"{name} could not be brought in and was set aside", fix, kind=Kind.BUG)
    if found.forged:
        yield fine(f"forged deliveries refused while the database was away, ever: {found.forged:,}")


def _room(here: Spool, found: Waiting) -> Iterator[Finding]:
    """Whether as much fits as may wait; this host may run out of disk before its spool is full."""
    room = here.room()
    if room < here.most_bytes - found.bytes:
        words = f"only {room // 1024**2:,} MB more fit into {here.folder}, fewer than may wait there"
        yield trouble(words, "free some space, let Isthmus's account write there, or lower ISTHMUS_SPOOL_BYTES.")


def _counted(deliveries: int) -> str:
    return f"{deliveries:,} deliver{'y waits' if deliveries == 1 else 'ies wait'}"
