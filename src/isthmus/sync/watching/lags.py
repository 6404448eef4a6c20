"""How far behind each kind of work is: how much waits, and since when the oldest does.

Read from the rows of the work, and from changes that nobody has read yet and that lead to it: while no worker lives
there are no rows of what people do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from isthmus.base.clock import now
from isthmus.store.tenancy import current_company_id
from isthmus.sync import followers

SETTLED_SECONDS = 5.0
"""Changes are read at once; younger ones are on their way."""


@dataclass(frozen=True)
class Behind:
    """How much of one kind of work waits, and since when the oldest that is urgent does (None: nothing urgent).

    `unread` of it are records that changed and that nobody has looked at, since `unread_since`.
    """

    waiting: int
    oldest: datetime | None
    unread: int = 0
    unread_since: datetime | None = None

    def and_also(self, other: "Behind") -> "Behind":
        """Both together."""
        return Behind(
            self.waiting + other.waiting,
            _earlier(self.oldest, other.oldest),
            self.unread + other.unread,
            _earlier(self.unread_since, other.unread_since),
        )


NOTHING = Behind(0, None)
Lags = dict[str, Behind]


def here() -> Lags:
    """The acting company's, by kind of work (`inbox:linkedin_apply`, `mirror:postings`, `lane:reconcile`, …)."""
    return _asked("SELECT company_id, work, waiting, oldest FROM sync_behind(%s)").get(current_company_id(), {})


def everywhere() -> dict[UUID, Lags]:
    """Every company's; companies with nothing waiting are left out."""
    return _asked("SELECT company_id, work, waiting, oldest FROM sync_behind_everywhere(%s)")


def _asked(sql: str) -> dict[UUID, Lags]:
    present = now()
    with connection.cursor() as cursor:
        cursor.execute(sql, [present])
        rows = [(company_id, work, Behind(waiting, oldest)) for company_id, work, waiting, oldest in cursor.fetchall()]
        cursor.execute("SELECT company_id, work, waiting, age FROM sync_unread(%s, %s, %s)", list(followers.fed()))
        unread = [(row[0], row[1], _unread(row[2], present - timedelta(seconds=row[3]))) for row in _settled(cursor)]
    return _by_company([*rows, *unread])


def _settled(rows: Iterable[tuple[UUID, str, int, float]]) -> list[tuple[UUID, str, int, float]]:
    return [row for row in rows if row[3] >= SETTLED_SECONDS]


def _unread(count: int, since: datetime) -> Behind:
    return Behind(count, since, count, since)


def _by_company(rows: Iterable[tuple[UUID, str, Behind]]) -> dict[UUID, Lags]:
    found: dict[UUID, Lags] = {}
    for company_id, work, behind in rows:
        lags = found.setdefault(company_id, {})
        lags[work] = lags.get(work, NOTHING).and_also(behind)
    return found


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)
