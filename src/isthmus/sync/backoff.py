"""How long to wait before trying again: one, two, four … seconds, never longer than a cap."""

from datetime import datetime, timedelta

from isthmus.base.failures import Failure

LONGEST = timedelta(minutes=15)
_MOST_DOUBLINGS = 20


def wait(attempts: int, *, first: float = 1.0, longest: timedelta = LONGEST) -> timedelta:
    """The pause after this many failed attempts (at least one); `first` in seconds."""
    doublings = min(max(attempts, 1) - 1, _MOST_DOUBLINGS)
    return min(timedelta(seconds=first * 2**doublings), longest)


def retry_moment(failure: Failure, attempts: int, present: datetime, *, first: float = 1.0) -> datetime:
    """When to try again: the moment the other side named, if it named one, else after the usual pause."""
    usual = present + wait(attempts, first=first)
    return max(failure.retry_at, usual) if failure.retry_at else usual
