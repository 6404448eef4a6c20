"""The workers as the doctor sees them."""

from collections.abc import Iterator

from isthmus.base.failures import Kind
from isthmus.doctor.findings import Finding, fine, trouble
from isthmus.sync import freshness, lifeline

QUIET_SECONDS = 20


def workers() -> Iterator[Finding]:
    """Which workers are heard of, and which fell silent: a stopped or vanished one holds its work until it is lost."""
    for worker in lifeline.known():
        silent = worker.silent.total_seconds()
        name = f"worker on {worker.host} (process {worker.pid})"
        if worker.lost_at is not None:
            words = f"{name} fell silent; other workers took its work over"
            yield trouble(words, "see why it stopped there, and start it again.", kind=Kind.TRANSIENT)
        elif silent > QUIET_SECONDS:
            words = f"{name} was last heard of {freshness.lasting(silent)} ago"
            yield trouble(
                words, "see whether that host or process is stopped, and start a worker.", kind=Kind.TRANSIENT
            )
        else:
            yield fine(f"{name} is at work")
