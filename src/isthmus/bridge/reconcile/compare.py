"""What the two sides of one record make of a gap, if they do: values in, a kind out; no clock, no database, no network.

What is under way is no gap: a change needs minutes to be noted, and work that is due an hour to be done.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from isthmus.sync.standing import State

SETTLING = timedelta(minutes=5)
OVERDUE = timedelta(hours=1)
LISTED, IN_PROGRESS, UNKNOWN = "LISTED", "IN_PROGRESS", "UNKNOWN"


@dataclass(frozen=True)
class Posting:
    """One posting as this side has it. `state` is None when nothing was ever noted about it.

    `wanted` is the digest of what LinkedIn should hold now, empty for nothing; `wanted_since` when somebody last wished
    it. `is_told_of`: a person was told that it failed.
    """

    wanted: str
    wanted_since: datetime | None
    state: State | None = None
    exists_there: bool = False
    accepted: str = ""
    due_at: datetime | None = None
    ask_at: datetime | None = None
    is_told_of: bool = False
    may_leave: bool = True
    listing: str = ""
    apply: str = ""
    read_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What LinkedIn says of a posting when asked; a listing `UNKNOWN` when it does not know it.

    `is_task_over`: of its task alone, that LinkedIn has ended it, or does not know it any more.
    """

    listing: str = ""
    apply: str = ""
    is_task_over: bool = False


def ours(one: Posting, present: datetime) -> str:
    """The kind of gap between what is wanted here and what was told; empty when there is none."""
    if one.state is None:
        is_settled = one.wanted_since is None or one.wanted_since <= present - SETTLING
        return "unmarked" if one.wanted and is_settled else ""
    if one.state in (State.MARKED, State.SENDING):
        return "stuck" if one.may_leave and _is_overdue(one.due_at, present) else ""
    if one.state is State.TASK_OPEN:
        return "stuck" if one.may_leave and _is_overdue(one.ask_at, present) else ""
    if one.state in (State.FAILED, State.HELD):
        return "" if one.is_told_of else "refused_unseen"
    return _accepted(one)


def theirs(one: Posting, told: Told, present: datetime, looked_every: timedelta) -> str:
    """The kind of gap between what is known here and what LinkedIn says; empty when there is none.

    Only what is settled here can differ: while a send or a task is open, LinkedIn is ahead or behind for good reasons;
    unless a task is over that nobody will ask about soon.
    """
    if one.state is State.TASK_OPEN:
        return "task_over" if told.is_task_over and is_forgotten(one, present) else ""
    if one.state is not State.ACCEPTED or _is_fresh(one, present):
        return ""
    if one.exists_there and one.wanted:
        if told.listing == UNKNOWN:
            return "gone_there"
        missed = one.read_at is None or one.read_at < present - 2 * looked_every - SETTLING
        differs = told.listing != IN_PROGRESS and (told.listing, told.apply) != (one.listing, one.apply)
        return "status_differs" if missed and differs else ""
    if not one.exists_there and not one.wanted and told.listing == LISTED:
        return "live_there"
    return ""


def is_forgotten(one: Posting, present: datetime) -> bool:
    """Whether a task is open here that nobody will ask about within the hour; somebody should every few minutes."""
    return one.state is State.TASK_OPEN and one.ask_at is not None and one.ask_at > present + OVERDUE


def _accepted(one: Posting) -> str:
    if not one.wanted:
        return "not_closed" if one.exists_there else ""
    if not one.exists_there:
        return "not_sent"
    return "changed" if one.wanted != one.accepted else ""


def _is_fresh(one: Posting, present: datetime) -> bool:
    """Whether LinkedIn answered only just now, so that its other doors may not know yet."""
    return one.answered_at is not None and one.answered_at > present - SETTLING


def _is_overdue(moment: datetime | None, present: datetime) -> bool:
    return moment is None or moment < present - OVERDUE
