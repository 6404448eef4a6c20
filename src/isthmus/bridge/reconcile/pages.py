"""A page of records as a comparison takes them in hand: what was found in it, and where the next one begins."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from isthmus.base.clock import now
from isthmus.bridge.models import Connection, ConnectionState
from isthmus.bridge.reconcile.compare import OVERDUE, SETTLING
from isthmus.store.models import Change
from isthmus.sync.models import Lane

SIZE = 100


@dataclass(frozen=True)
class Found:
    """One gap: of which kind, in which record, since when as far as is known. `name` is no applicant's."""

    kind: str
    entity: str
    entity_id: UUID
    name: str = ""
    since: datetime | None = None
    detail: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Page:
    """What one page held: the gaps, how many records were looked at, and the key of the next page (None: no more)."""

    found: list[Found] = field(default_factory=list)
    looked: int = 0
    after: UUID | None = None


@dataclass(frozen=True)
class Scene:
    """What a comparison knows before it looks: the connection, the moment, and from when on facts were to be told."""

    connection: Connection | None
    present: datetime
    told_from: datetime | None

    @property
    def settled_before(self) -> datetime:
        """What happened before was noted by now, if it ever is."""
        return self.present - SETTLING

    @property
    def due_before(self) -> datetime:
        """What was due before should have been done by now."""
        return self.present - OVERDUE

    def may_leave(self, lane: str) -> bool:
        """Whether work of a lane could have been done: outflow is not stopped, and no limit holds the lane."""
        if self.connection is None or self.connection.stopped_at is not None:
            return False
        resting = Lane.objects.filter(connection_id=self.connection.id, name=lane, paused_until__gt=self.present)
        return not resting.filter(failures=0).exists()

    def excuse(self, lane: str) -> Lane | None:
        """The lane's row while it rests after a failure, which then explains what waits in it."""
        if self.connection is None:
            return None
        resting = Lane.objects.filter(connection_id=self.connection.id, name=lane, paused_until__gt=self.present)
        return resting.exclude(failure_kind="").first()


def scene(connection: Connection | None) -> Scene:
    """The scene as it is now, for the acting company."""
    return Scene(connection, now(), _told_from(connection))


def page_of(found: list[Found], ids: list[UUID], *, size: int = SIZE, looked: int | None = None) -> Page:
    """A page that held these records; a full one has another after it."""
    after = ids[-1] if len(ids) >= size else None
    return Page(found, len(ids) if looked is None else looked, after)


def _told_from(connection: Connection | None) -> datetime | None:
    """From when on facts were told without a break: the connection and the company's wishes have stood since."""
    if connection is None or connection.connected_at is None or connection.state == ConnectionState.KILLED:
        return None
    changed = Change.objects.filter(entity="bridge_connection", entity_id=connection.id, fields__has_key="state")
    wishes = Change.objects.filter(entity="hiring_noticesettings")
    moments: list[datetime] = [connection.connected_at]
    for rows in (changed, wishes):
        moments += rows.order_by("-at").values_list("at", flat=True)[:1]
    return max(moments)
