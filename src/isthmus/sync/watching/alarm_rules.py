"""When an alarm is raised and when it is over: late to start and late to end, so that it does not flap."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto


class Step(Enum):
    """What to do about one thing that is watched."""

    NOTHING = auto()
    RAISE = auto()
    GO_ON = auto()
    CALM_DOWN = auto()
    RESOLVE = auto()


@dataclass(frozen=True)
class Seen:
    """One thing at one look: wrong since when (None: it is not), whether its alarm is open, and calm since when."""

    wrong_since: datetime | None
    is_raised: bool = False
    calm_since: datetime | None = None


def step(seen: Seen, present: datetime, *, after: timedelta, calm: timedelta) -> Step:
    """Raise what has been wrong for `after`; resolve what has been well for `calm` without a break."""
    if not seen.is_raised:
        is_due = seen.wrong_since is not None and present - seen.wrong_since >= after
        return Step.RAISE if is_due else Step.NOTHING
    if seen.wrong_since is not None:
        return Step.GO_ON if seen.calm_since is not None else Step.NOTHING
    if seen.calm_since is None:
        return Step.CALM_DOWN
    return Step.RESOLVE if present - seen.calm_since >= calm else Step.NOTHING
