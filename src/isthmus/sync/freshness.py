"""How fresh each stream between the two systems is, in words anyone understands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.base.clock import now
from isthmus.base.failures import WHOSE_MOVE, Failure, Kind
from isthmus.sync.models import Lane, Stream
from isthmus.sync.watching import lags, objectives
from isthmus.sync.watching.lags import NOTHING, Behind

Backlog = Callable[[], int]
Late = Callable[[], str]
DueAt = Callable[[], datetime | None]
Waits = Callable[[int], str]
UNTOUCHED_FOR = timedelta(minutes=2)
UNREAD_FOR = timedelta(seconds=30)
"""How long work may be due without anybody trying before the stream is overdue."""


FAR_BEHIND = 5
"""How many times the objective is far behind it."""


def _records_wait(count: int) -> str:
    return ngettext("%d record waits", "%d records wait", count) % count


@dataclass(frozen=True)
class Described:
    """A stream's name for people, how to count what waits in it for the acting company, and how to say so.

    `late` tells in words what is overdue, `due_at` since when the earliest work is due, `lane` which lane does it.
    `work` is what `watching.lags` calls its work, `objective` how long the oldest of it may wait, unless an admin
    chose otherwise. While it is `held` on purpose, nothing of it is late.
    """

    title: str
    backlog: Backlog
    late: Late = str
    lane: str = ""
    due_at: DueAt = lambda: None
    waits: Waits = _records_wait
    work: str = ""
    objective: timedelta = timedelta(minutes=5)
    held: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class StreamHealth:
    """One stream as shown: `state` is fresh, waiting, late, failing or new; `limited` says which limit it waits for.

    `since` is when it began to fail or to be late, `waiting` what waits because of it, in words. `lag` is how long the
    oldest work has waited that somebody waits for, `objective` how long it may.
    """

    name: str
    title: str
    words: str
    state: str
    last_tried_at: datetime | None
    last_worked_at: datetime | None
    failing_since: datetime | None
    failure_kind: str
    failure_message: str
    whose_move: str
    backlog: int
    count: int
    limited: str = ""
    since: datetime | None = None
    waiting: str = ""
    lag: timedelta = timedelta(0)
    objective: timedelta = timedelta(minutes=5)

    @property
    def is_behind(self) -> bool:
        """Whether the objective is broken."""
        return self.lag > self.objective

    @property
    def is_far_behind(self) -> bool:
        """Whether it is broken by far."""
        return self.lag > FAR_BEHIND * self.objective


_streams: dict[str, Described] = {}


def describe(name: str, stream: Described) -> None:
    """Make a stream known to `report`, in the order of describing."""
    _streams[name] = stream


def tried(connection_id: UUID, name: str) -> None:
    """Contact was made or attempted."""
    _write(connection_id, name, last_tried_at=now())


def worked(connection_id: UUID, name: str, *, count: int = 1) -> None:
    """Contact succeeded and moved `count` records."""
    present = now()
    well = {"last_tried_at": present, "last_worked_at": present, **_WELL}
    stream = Stream.objects.filter(connection_id=connection_id, name=name)
    if not stream.update(count=F("count") + count, **well):
        _write(connection_id, name, **well)
        stream.update(count=F("count") + count)


def failed(connection_id: UUID, name: str, failure: Failure) -> None:
    """Contact failed; the stream is failing since the first failure after it last worked.

    A record the other side refused was contact all the same: that record has its issue, and the stream is well.
    """
    present = now()
    if failure.kind is Kind.REJECTED:
        _write(connection_id, name, last_tried_at=present, **_WELL)
        return
    _write(
        connection_id,
        name,
        last_tried_at=present,
        failure_kind=failure.kind.value,
        failure_message=failure.message,
    )
    Stream.objects.filter(connection_id=connection_id, name=name, failing_since=None).update(failing_since=present)


def report() -> list[StreamHealth]:
    """The health of every described stream of the acting company."""
    behind, chosen = lags.here(), objectives.chosen()
    return [
        replace(health, lag=lag_of(known, behind), objective=chosen.get(health.name, known.objective))
        for health, known in _told(behind)
    ]


def streams() -> Mapping[str, Described]:
    """Every described stream by its name."""
    return MappingProxyType(_streams)


def lag_of(known: Described, behind: Mapping[str, Behind]) -> timedelta:
    """How long the oldest of a stream's work has waited."""
    oldest = behind.get(known.work, NOTHING).oldest
    return max(now() - oldest, timedelta(0)) if oldest is not None and not known.held() else timedelta(0)


def ago(moment: datetime) -> str:
    """How long ago, in words: `just now`, `14 s ago`, `3 min ago`, `5 h ago`, `2 days ago`."""
    seconds = (now() - moment).total_seconds()
    return "just now" if seconds < 2 else f"{lasting(seconds)} ago"


def lasting(seconds: float) -> str:
    """A length of time in words: `14 s`, `3 min`, `5 h`, `2 days`."""
    for unit, size, limit in (("s", 1, 90), ("min", 60, 90 * 60), ("h", 3600, 48 * 3600)):
        if seconds < limit:
            return f"{int(seconds // size)} {unit}"
    return f"{timedelta(seconds=seconds).days} days"


def _write(connection_id: UUID, name: str, **fields: object) -> None:
    Stream.objects.update_or_create(connection_id=connection_id, name=name, defaults=fields)


def _told(behind: Mapping[str, Behind]) -> Iterator[tuple[StreamHealth, Described]]:
    rows = {row.name: row for row in Stream.objects.order_by("last_tried_at")}
    resting = {lane.name: lane for lane in Lane.objects.filter(paused_until__gt=now()).order_by("paused_until")}
    for name, known in _streams.items():
        yield _health(name, known, rows.get(name), resting.get(known.lane), behind.get(known.work, NOTHING)), known


_WELL: dict[str, object] = {"failing_since": None, "failure_kind": "", "failure_message": ""}


@dataclass(frozen=True)
class _Trouble:
    """What keeps a stream from working: since when, of which kind, in which words."""

    kind: str = ""
    message: str = ""
    since: datetime | None = None


def _health(name: str, known: Described, row: Stream | None, lane: Lane | None, behind: Behind) -> StreamHealth:
    backlog = known.backlog() + behind.unread
    trouble = _trouble(row, lane, backlog)
    limited = lane.failure_message if lane is not None and _waits_for_limit(lane) else ""
    late, late_since = ("", None) if trouble.kind or limited else _late(known, row, lane, behind)
    state = "failing" if trouble.kind else "late" if late else _state(row, backlog)
    return StreamHealth(
        name=name,
        title=known.title,
        words=late or _words(state, row, trouble, backlog, limited),
        state=state,
        last_tried_at=row.last_tried_at if row else None,
        last_worked_at=row.last_worked_at if row else None,
        failing_since=trouble.since,
        failure_kind=trouble.kind,
        failure_message=trouble.message,
        whose_move=WHOSE_MOVE[Kind(trouble.kind)] if trouble.kind else _("whoever runs Isthmus") if late else "",
        backlog=backlog,
        count=row.count if row else 0,
        limited=limited if state == "waiting" else "",
        since=trouble.since or late_since,
        waiting=known.waits(backlog) if backlog else "",
    )


def _trouble(row: Stream | None, lane: Lane | None, backlog: int) -> _Trouble:
    """Why a stream fails, or its lane rests. Passing trouble is over when nothing waits any more."""
    if row is not None and row.failing_since is not None:
        passing = row.failure_kind in (Kind.TRANSIENT, Kind.THROTTLED)
        return _Trouble() if passing and not backlog else _of_row(row)
    if lane is not None and lane.failures and backlog:
        return _Trouble(lane.failure_kind or Kind.TRANSIENT, lane.failure_message)
    return _Trouble()


def _of_row(row: Stream) -> _Trouble:
    return _Trouble(row.failure_kind, row.failure_message, row.failing_since)


def _waits_for_limit(lane: Lane) -> bool:
    return not lane.failures and lane.failure_kind == Kind.THROTTLED


def _late(known: Described, row: Stream | None, lane: Lane | None, behind: Behind) -> tuple[str, datetime | None]:
    """What is overdue, in words, and since when if that is known."""
    if words := known.late():
        return words, None
    if behind.unread_since is not None and now() - behind.unread_since > UNREAD_FOR:
        words = _("Changes are not looked at: Isthmus’s worker may have stopped (for %s).")
        return words % lasting((now() - behind.unread_since).total_seconds()), behind.unread_since
    due = known.due_at()
    if due is None or lane is not None:
        return "", None
    untouched = max(due, row.last_tried_at) if row is not None and row.last_tried_at else due
    if now() - untouched <= UNTOUCHED_FOR:
        return "", None
    words = _("Work is due and nobody does it: Isthmus’s worker may have stopped (due for %s).")
    return words % lasting((now() - due).total_seconds()), due


def _state(row: Stream | None, backlog: int) -> str:
    if backlog:
        return "waiting"
    return "new" if row is None or row.last_tried_at is None else "fresh"


def _words(state: str, row: Stream | None, trouble: _Trouble, backlog: int, limited: str) -> str:
    waiting = f"; {backlog} waiting" if backlog else ""
    if state == "failing":
        last = f", last worked {ago(row.last_worked_at)}" if row is not None and row.last_worked_at else ""
        since = f" for {lasting((now() - trouble.since).total_seconds())}" if trouble.since else ""
        return f"failing{since}{last}{waiting}"
    if limited and backlog:
        return f"{limited[:1].lower()}{limited[1:].rstrip('.')}{waiting}"
    if row is None or row.last_tried_at is None:
        return f"{backlog} waiting" if backlog else "nothing yet"
    return f"fresh, {ago(row.last_worked_at or row.last_tried_at)}{waiting}"
