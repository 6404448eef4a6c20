"""Lanes: one kind of work of one connection, at most one run at a time, everything that is due at once.

A run holds a session lock of the database, which ends with its process: whoever gets the lock knows that work found
“being sent” was cut short. A whole lane rests after a failure that concerns every record in it, or when a run stumbles.
"""

import logging
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.store.tenancy import acting_for
from isthmus.sync import followers, holding, issues
from isthmus.sync.backoff import retry_moment
from isthmus.sync.backoff import wait as pause
from isthmus.sync.holding import Hold, LaneLost
from isthmus.sync.models import Lane
from isthmus.sync.notice import nudge
from isthmus.sync.watching.heartbeats import PULSE

LOOK_AGAIN = timedelta(hours=1)
MOST_ROUNDS = 10_000
STUMBLED = "Isthmus stumbled over its own work here and tries again."

logger = logging.getLogger("isthmus.lanes")

Run = Callable[[UUID, UUID], None]


@dataclass(frozen=True)
class DueLane:
    """Work that is due: whose, over which connection, of which kind."""

    company_id: UUID
    connection_id: UUID
    lane: str


_runs: dict[str, Run] = {}
_told_elsewhere: dict[str, Collection[str]] = {}


def register(lane: str, run: Run, *, told_elsewhere: Collection[str] = ()) -> None:
    """Who does the work of a lane, such as `inbox` or `mirror:posting`, for one company and connection.

    `told_elsewhere` are codes of failures that concern several lanes at once and have one issue for all of them: the
    lane rests for them without an issue of its own.
    """
    _runs[lane] = run
    _told_elsewhere[lane] = told_elsewhere


def due(moment: datetime | None = None) -> list[DueLane]:
    """Every lane of every company with something to do now, resting ones left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT company_id, connection_id, lane FROM sync_due(%s)", [moment or now()])
        return [DueLane(*row) for row in cursor.fetchall() if row[2] in _runs]


def next_due() -> datetime | None:
    """When the next work falls due after now; None when nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sync_next_due(%s)", [now()])
        row = cursor.fetchone()
    return row[0] if row else None


def run(company_id: UUID, connection_id: UUID, lane: str) -> bool:
    """Do what is due in a lane. Returns False when another run of it is under way. Call outside a transaction.

    A run that raises lets the lane rest: its fault is met ever more seldom, and somebody hears of it.
    """
    with holding.holding(company_id, connection_id, lane) as hold:
        if hold is None:
            return False
        try:
            with PULSE.busy(lane):
                _runs[lane](company_id, connection_id)
        except (OperationalError, InterfaceError, LaneLost):
            raise
        except Exception as error:
            _stumbled(hold, error)
            raise
        if hold.deaths:
            _recovered(hold)
        return True


def run_due() -> int:
    """Follow the changes and do everything that is due now, until nothing is. Returns how many runs that took."""
    runs = 0
    for _ in range(MOST_ROUNDS):
        followed = followers.follow_all()
        waiting = due()
        for item in waiting:
            runs += run(item.company_id, item.connection_id, item.lane)
        if not waiting and not followed:
            return runs
    raise RuntimeError("Work does not come to an end; a lane leaves what is due as it is.")


def is_idle() -> bool:
    """Whether nothing is due now and every change has been followed."""
    return not followers.follow_all() and not due()


def rest(connection_id: UUID, lane: str, failure: Failure) -> int:
    """The whole lane waits: until the moment named, a growing pause, or an hour when an admin must act.

    Returns how many failures in a row that makes.
    """
    row, _ = Lane.objects.select_for_update().get_or_create(connection_id=connection_id, name=lane)
    failures = int(row.failures) + 1
    row.failures = failures
    usual = retry_moment(failure, failures, now())
    row.paused_until = max(usual, now() + LOOK_AGAIN) if failure.kind is Kind.MISCONFIGURED else usual
    row.failure_kind, row.failure_message = failure.kind.value, failure.message
    row.save()
    is_told = failure.code in _told_elsewhere.get(lane, ())
    if failure.kind in (Kind.MISCONFIGURED, Kind.BUG) and not is_told:
        issues.raise_issue(issues.Cause(_fingerprint(connection_id, lane), action="settings"), failure)
    return failures


def wait(connection_id: UUID, lane: str, failure: Failure) -> None:
    """The whole lane waits until the moment the failure names, for a limit or for others; no failure of the lane's."""
    row, _ = Lane.objects.select_for_update().get_or_create(connection_id=connection_id, name=lane)
    row.paused_until = failure.retry_at
    row.failure_kind, row.failure_message = failure.kind.value, failure.message
    row.save()


def hurry(connection_id: UUID, lane: str) -> None:
    """Something urgent has come: a lane that only waits looks at once whether it may leave."""
    waiting = Lane.objects.filter(connection_id=connection_id, name=lane, failures=0, paused_until__gt=now())
    waiting.update(paused_until=now())


def wake(connection_id: UUID, lane: str | None = None) -> None:
    """The lane works again, or all lanes of the connection: after a success, or when its settings changed."""
    rows = Lane.objects.filter(connection_id=connection_id).exclude(failure_kind="")
    rows = rows.filter(name=lane) if lane else rows
    for row in rows:
        issues.settle(_fingerprint(connection_id, row.name))
    if rows.update(paused_until=None, failures=0, failure_kind="", failure_message=""):
        nudge()


def resting(connection_id: UUID, lane: str) -> Lane | None:
    """The lane's row while it rests, else None."""
    return Lane.objects.filter(connection_id=connection_id, name=lane, paused_until__gt=now()).first()


def _fingerprint(connection_id: UUID, lane: str) -> str:
    return f"lane:{connection_id}:{lane}"


def _stumbled(hold: Hold, error: Exception) -> None:
    """Let the lane rest, and tell whoever can mend it; the error's own words may hold what nobody may read."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} at {last.filename.rpartition('isthmus/')[2]}:{last.lineno}"
    logger.error("the lane %s stumbled: %s", hold.lane, where)
    with acting_for(hold.company_id, cause=hold.lane):
        row, _ = Lane.objects.select_for_update().get_or_create(connection_id=hold.connection_id, name=hold.lane)
        row.paused_until = now() + pause(hold.deaths + 1)
        row.failure_kind, row.failure_message = Kind.BUG.value, STUMBLED
        row.save(update_fields=["paused_until", "failure_kind", "failure_message"])
        cause = issues.Cause(_fingerprint(hold.connection_id, hold.lane))
        issues.raise_issue(cause, Failure(Kind.BUG, STUMBLED, code=f"stumbled:{hold.lane}", detail=where))


def _recovered(hold: Hold) -> None:
    """A run came to its end again."""
    with acting_for(hold.company_id, cause=hold.lane):
        if Lane.objects.filter(connection_id=hold.connection_id, name=hold.lane, failure_message=STUMBLED).exists():
            wake(hold.connection_id, hold.lane)
