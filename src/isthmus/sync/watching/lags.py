"""How far behind each kind of work is, read from its rows: how much waits, and since when the oldest does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from isthmus.base.clock import now
from isthmus.store.tenancy import current_company_id


@dataclass(frozen=True)
class Behind:
    """How much of one kind of work waits, and since when the oldest that is urgent does (None: nothing urgent)."""

    waiting: int
    oldest: datetime | None

    def and_also(self, other: "Behind") -> "Behind":
        """Both together."""
        moments = [moment for moment in (self.oldest, other.oldest) if moment is not None]
        return Behind(self.waiting + other.waiting, min(moments, default=None))


NOTHING = Behind(0, None)
Lags = dict[str, Behind]


def here() -> Lags:
    """The acting company's, by kind of work (`inbox:linkedin_apply`, `mirror:postings`, `lane:reconcile`, …)."""
    return _asked("SELECT company_id, work, waiting, oldest FROM sync_behind(%s)").get(current_company_id(), {})


def everywhere() -> dict[UUID, Lags]:
    """Every company's; companies with nothing waiting are left out."""
    return _asked("SELECT company_id, work, waiting, oldest FROM sync_behind_everywhere(%s)")


def _asked(sql: str) -> dict[UUID, Lags]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [now()])
        return _by_company(cursor.fetchall())


def _by_company(rows: Iterable[tuple[UUID, str, int, datetime | None]]) -> dict[UUID, Lags]:
    found: dict[UUID, Lags] = {}
    for company_id, work, waiting, oldest in rows:
        lags = found.setdefault(company_id, {})
        lags[work] = lags.get(work, NOTHING).and_also(Behind(waiting, oldest))
    return found
