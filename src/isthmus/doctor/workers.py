"""The workers as the doctor sees them: each is named once, with what is wrong with it."""

from collections.abc import Iterator

from isthmus.base.clock import now
from isthmus.base.failures import Kind
from isthmus.doctor.findings import Finding, fine, trouble
from isthmus.sync import freshness, lifeline
from isthmus.sync.lifeline import Known
from isthmus.sync.watching import heartbeats, looking

QUIET_SECONDS = 20
STANDING = "; nothing is handled or sent meanwhile."


def workers() -> Iterator[Finding]:
    """Which workers are heard of, which fell silent or hang, and whether nobody does the work."""
    nobody = heartbeats.workers()
    found = [_worker(known, STANDING if nobody.are_missing else ".") for known in lifeline.known()]
    yield from found
    if nobody.last_seen_at is None:
        yield fine("no worker has ever been seen here; start one with isthmus worker")
    elif nobody.are_missing and all(finding.fine for finding in found):
        yield trouble(f"the worker {looking.missing_words(nobody)}", f"start isthmus worker{STANDING}")


def _worker(worker: Known, meanwhile: str) -> Finding:
    silent, round_ago = worker.silent.total_seconds(), now() - worker.worked_at
    name = f"worker on {worker.host} (process {worker.pid})"
    if worker.lost_at is not None:
        fix = f"see why it stopped there, and start it again{meanwhile}"
        return trouble(f"{name} fell silent; other workers took its work over", fix, kind=Kind.TRANSIENT)
    if silent > QUIET_SECONDS:
        fix = f"see whether that host or process is stopped, and start a worker{meanwhile}"
        return trouble(f"{name} was last heard of {freshness.lasting(silent)} ago", fix, kind=Kind.TRANSIENT)
    if round_ago > heartbeats.came_around_within():
        words = f"{name} says that it lives, but does nothing new for {freshness.lasting(round_ago.total_seconds())}"
        return trouble(words, f"look into its log, and start it again{meanwhile}", kind=Kind.TRANSIENT)
    return fine(f"{name} is at work")
