"""Which of the four meanings a state has, and the icon that says it without colour."""

from typing import NamedTuple

from isthmus.hiring.models import JobStatus, Outcome


class Look(NamedTuple):
    """A state's tone (good, warn, bad, accent or none) and its icon."""

    tone: str
    icon: str


PLAIN = Look("", "minus")
GOOD = Look("good", "check")
WAITING = Look("warn", "clock")
BAD = Look("bad", "exclamation-triangle")
IN_MOTION = Look("accent", "arrow-path")

OF_JOB = {
    JobStatus.DRAFT: Look("", "pencil"),
    JobStatus.OPEN: GOOD,
    JobStatus.CLOSED: Look("", "lock-closed"),
}
OF_OUTCOME = {
    Outcome.PENDING: Look("accent", "ellipsis-horizontal"),
    Outcome.HIRED: Look("good", "check-badge"),
    Outcome.DECLINED: Look("bad", "x-mark"),
    Outcome.WITHDRAWN: Look("", "arrow-uturn-left"),
}
OF_FAILURE = {"transient": WAITING, "throttled": WAITING, "misconfigured": BAD, "rejected": BAD, "bug": BAD}
