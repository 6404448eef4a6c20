"""The workers as the doctor sees them: each is named once, with what is wrong with it."""

from collections.abc import Iterator

from django.conf import settings

from isthmus.base.clock import now
from isthmus.base.failures import Kind
from isthmus.base.findings import Finding, fine, trouble
from isthmus.sync import freshness, lifeline
from isthmus.sync.lifeline import Known
from isthmus.sync.watching import heartbeats, looking

QUIET_SECONDS = 20
STANDING = "; nothing is handled or sent meanwhile."


def workers() -> Iterator[Finding]:
    """Which workers are heard of, which fell silent or hang, and whether nobody does the work."""
    nobody = heartbeats.workers()
    known = lifeline.known()
    at_work = [worker for worker in known if _is_heard_of(worker) and _comes_around(worker)]
    found = [_worker(worker, at_work, nobody.are_missing) for worker in known]
    yield from found
    if nobody.last_seen_at is None:
        yield _never_seen()
    elif nobody.are_missing and all(finding.fine for finding in found):
        yield trouble(f"the worker {looking.missing_words(nobody)}", f"start isthmus worker{STANDING}")


def _never_seen() -> Finding:
    """A house that serves people needs a worker; one in which nothing has run yet does not."""
    words = "no worker has ever been seen here"
    if settings.CONFIG.is_production or heartbeats.living(heartbeats.WEB).exists():
        return trouble(words, f"start isthmus worker{STANDING}")
    return fine(f"{words}, and nothing else runs either")


def _worker(worker: Known, at_work: list[Known], nobody_works: bool) -> Finding:
    name = f"worker on {worker.host} (process {worker.pid})"
    meanwhile = STANDING if nobody_works else "."
    if worker in at_work:
        return fine(f"{name} is at work")
    if _is_heard_of(worker):
        words = f"{name} says that it lives, but does nothing new for {_for_how_long(worker)}"
        return trouble(words, f"look into its log, and start it again{meanwhile}", kind=Kind.TRANSIENT)
    silent = f"{name} fell silent on {worker.heard_at:%-d %B at %H:%M} UTC"
    if any(_came_after(worker, other) for other in at_work):
        return fine(f"{silent}; a worker is at work there again")
    if worker.lost_at is None:
        fix = f"see whether that host or process is stopped, and start a worker{meanwhile}"
        words = f"{name} was last heard of {freshness.lasting(worker.silent.total_seconds())} ago"
        return trouble(words, fix, kind=Kind.TRANSIENT)
    words = silent if nobody_works else f"{silent}; other workers took its work over"
    return trouble(words, f"see why it stopped there, and start it again{meanwhile}", kind=Kind.TRANSIENT)


def _is_heard_of(worker: Known) -> bool:
    return worker.lost_at is None and worker.silent.total_seconds() <= QUIET_SECONDS


def _comes_around(worker: Known) -> bool:
    return now() - worker.worked_at <= heartbeats.came_around_within()


def _came_after(silent: Known, other: Known) -> bool:
    """Whether `other` took the place of one that fell silent there; one that woke up goes on as the same process."""
    is_itself = other.pid == silent.pid and other.began_at == silent.began_at
    return other.host == silent.host and (is_itself or other.began_at >= silent.heard_at)


def _for_how_long(worker: Known) -> str:
    return freshness.lasting((now() - worker.worked_at).total_seconds())
