"""How fresh each stream between the two systems is, in words anyone understands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from isthmus.base.clock import now
from isthmus.base.failures import WHOSE_MOVE, Failure, Kind
from isthmus.sync import lanes
from isthmus.sync.models import Stream

Backlog = Callable[[], int]
Late = Callable[[], str]


@dataclass(frozen=True)
class Described:
    """A stream's name for people, how to count what waits in it for the acting company, whether it is overdue, and the
    lane it goes by, which may wait for a limit."""

    title: str
    backlog: Backlog
    late: Late
    lane: str


@dataclass(frozen=True)
class StreamHealth:
    """One stream as shown: `state` is fresh, waiting, late, failing or new; `limited` says which limit it waits for."""

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


_streams: dict[str, Described] = {}


def describe(name: str, title: str, backlog: Backlog, *, late: Late = str, lane: str = "") -> None:
    """Make a stream known to `report`, in the order of describing; `late` says in words what is overdue, or nothing."""
    _streams[name] = Described(title, backlog, late, lane)


def tried(connection_id: UUID, name: str) -> None:
    """Contact was made or attempted."""
    _write(connection_id, name, last_tried_at=now())


def worked(connection_id: UUID, name: str, *, count: int = 1) -> None:
    """Contact succeeded and moved `count` records."""
    present = now()
    _write(
        connection_id,
        name,
        last_tried_at=present,
        last_worked_at=present,
        failing_since=None,
        failure_kind="",
        failure_message="",
    )
    if count:
        Stream.objects.filter(connection_id=connection_id, name=name).update(count=F("count") + count)


def failed(connection_id: UUID, name: str, failure: Failure) -> None:
    """Contact failed; the stream is failing since the first failure after it last worked."""
    present = now()
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
    rows = {row.name: row for row in Stream.objects.order_by("last_tried_at")}
    waiting = dict(lanes.limited())
    return [
        _health(name, known, rows.get(name), known.backlog(), waiting.get(known.lane, ""))
        for name, known in _streams.items()
    ]


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


def _health(name: str, known: Described, row: Stream | None, backlog: int, limited: str) -> StreamHealth:
    state, words = _state(row, backlog, limited)
    late = known.late() if state in ("fresh", "waiting", "new") else ""
    state, words = ("late", late) if late else (state, words)
    kind = row.failure_kind if row else ""
    return StreamHealth(
        name=name,
        title=known.title,
        words=words,
        state=state,
        last_tried_at=row.last_tried_at if row else None,
        last_worked_at=row.last_worked_at if row else None,
        failing_since=row.failing_since if row else None,
        failure_kind=kind,
        failure_message=row.failure_message if row else "",
        whose_move=WHOSE_MOVE[Kind(kind)] if kind else "",
        backlog=backlog,
        count=row.count if row else 0,
        limited=limited if state == "waiting" else "",
    )


def _state(row: Stream | None, backlog: int, limited: str) -> tuple[str, str]:
    waiting = f"; {backlog} waiting" if backlog else ""
    if limited and backlog and not (row and row.failing_since):
        return "waiting", f"{limited[:1].lower()}{limited[1:].rstrip('.')}{waiting}"
    if row is None or row.last_tried_at is None:
        return ("waiting", f"{backlog} waiting") if backlog else ("new", "nothing yet")
    if row.failing_since:
        last = f", last worked {ago(row.last_worked_at)}" if row.last_worked_at else ""
        lasts = lasting((now() - row.failing_since).total_seconds())
        return "failing", f"failing for {lasts}{last}{waiting}"
    return ("waiting" if backlog else "fresh"), f"fresh, {ago(row.last_worked_at or row.last_tried_at)}{waiting}"
