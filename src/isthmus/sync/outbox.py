"""Facts to tell another system once, in order within their subject; the key makes telling twice impossible for us.

A fact is written down as “being sent” and committed before the call; after a crash it may be told again, which the
other side absorbs, and is never lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Min, QuerySet
from psycopg.types.json import Jsonb

from isthmus.base import tracing
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.hiring.problems import Problem, Refused
from isthmus.store import audit, tenancy
from isthmus.store.tenancy import acting_for, current_company_id
from isthmus.sync import holding, issues, lanes
from isthmus.sync.backoff import wait
from isthmus.sync.models import Outbox, OutboxState
from isthmus.sync.notice import nudge

FAILURES_OF_ONE_BEFORE_REST = 3
MOST_BUGS = 6
_OPEN = (OutboxState.WAITING, OutboxState.SENDING)
_NOT_LEFT = (OutboxState.WAITING, OutboxState.HELD)

NOT_TOLD = "The person was not told. Tell them yourself if it matters, or try again."


@dataclass(frozen=True)
class Fact:
    """One fact as taken out to be told."""

    row_id: UUID
    subject_id: UUID
    key: str
    action: str
    body: Mapping[str, Any]
    attempts: int


def tell(
    connection_id: UUID,
    resource: str,
    subject_id: UUID,
    key: str,
    action: str,
    body: Mapping[str, Any],
    *,
    not_before: datetime | None = None,
) -> bool:
    """Put a fact of the acting company in the outbox. Returns False when its key is known already."""
    due = max(not_before, now()) if not_before else now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sync_outbox (id, company_id, connection_id, resource, subject_id, key, action, body, state,"
            " not_before, created_at, next_attempt_at, seq, attempts, failure_kind, failure_code, failure_message,"
            " request_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, nextval('sync_outbox_order'), 0,"
            " '', '', '', '')"
            " ON CONFLICT (company_id, connection_id, key) DO NOTHING",
            _parameters(connection_id, resource, subject_id, key, action, body, due),
        )
        is_new = bool(cursor.rowcount)
    nudge()
    return is_new


def story_of(row_id: UUID) -> str:
    """What traces call the story of a fact."""
    return f"fact:{row_id}"


def cancel(key: str) -> bool:
    """Take back a fact that has not left yet, held, failed or not. Returns whether that was in time."""
    row = Outbox.objects.select_for_update().filter(key=key, state__in=(*_NOT_LEFT, OutboxState.FAILED)).first()
    if row is None:
        return False
    row.state, row.next_attempt_at = OutboxState.CANCELLED, None
    row.save(update_fields=["state", "next_attempt_at"])
    issues.settle(_fingerprint(row))
    return True


def take(
    company_id: UUID, connection_id: UUID, resource: str, *, overtaken: Callable[[Fact], str] = lambda _: ""
) -> Fact | None:
    """The next fact that may be told, written down as being sent; None when nothing is due.

    A fact waits while an earlier one of its subject is still to be told. One that is `overtaken`, in the words it
    answers, is cancelled instead. Call from a lane's run: one found as being sent was cut short and is told again.
    """
    _set_aside_deadly(company_id, connection_id, resource)
    holding.check()
    with acting_for(company_id, cause=f"outbox:{resource}"):
        while not holding.is_stopping() and (row := _next(connection_id, resource)) is not None:
            fact = Fact(row.id, row.subject_id, row.key, row.action, row.body, row.attempts)
            try:
                with transaction.atomic():
                    why = overtaken(fact)
            except OperationalError:
                raise
            except Exception as error:
                _fail(row, _stumbled(error))
                continue
            if why:
                _give_up(row, why)
                continue
            row.state = OutboxState.SENDING
            row.save(update_fields=["state"])
            return fact
    return None


def _set_aside_deadly(company_id: UUID, connection_id: UUID, resource: str) -> None:
    """Where runs died lately: name the fact that is told next, or set it aside when they died over it."""
    while holding.is_careful():
        with acting_for(company_id, cause=f"outbox:{resource}"):
            row = _next(connection_id, resource)
        if row is None or holding.may_begin(row.id):
            return
        with acting_for(company_id, cause=f"outbox:{resource}"):
            _fail(Outbox.objects.select_for_update().get(id=row.id), holding.SET_ASIDE)


def _fail(row: Outbox, failure: Failure) -> None:
    """It waits for a person; what comes after it goes on."""
    row.blame(failure)
    row.state, row.next_attempt_at = OutboxState.FAILED, None
    row.save()
    issues.raise_issue(_cause(row, failure.code), failure)


def _stumbled(error: Exception) -> Failure:
    words = "Isthmus stumbled over this notice; it is set aside, and everything else goes on."
    return Failure(Kind.BUG, words, code="stumbled", detail=type(error).__name__)


def told(company_id: UUID, fact: Fact, *, note: Failure | None = None) -> None:
    """The other side knows the fact now, or knew it already (`note` says so)."""
    with acting_for(company_id, cause=f"outbox:{fact.key}"):
        row = Outbox.objects.select_for_update().get(id=fact.row_id)
        row.clear()
        if note is not None:
            row.failure_message = note.message
        row.state, row.sent_at, row.next_attempt_at = OutboxState.SENT, now(), None
        row.save()
        issues.settle(_fingerprint(row))
        lanes.wake(row.connection_id, f"outbox:{row.resource}")
        tracing.record("fact told", story_of(row.id), row.created_at, is_first=True, action=row.action)


def not_told(company_id: UUID, fact: Fact, failure: Failure) -> None:
    """Telling failed: only this fact fails when it is refused; the lane rests when the failure concerns all of them."""
    with acting_for(company_id, cause=f"outbox:{fact.key}"):
        row = Outbox.objects.select_for_update().get(id=fact.row_id)
        row.attempts += 1
        row.blame(failure)
        row.state, row.next_attempt_at = OutboxState.WAITING, now() + wait(row.attempts)
        if failure.kind is Kind.REJECTED or (failure.kind is Kind.BUG and row.attempts >= MOST_BUGS):
            _fail(row, failure)
        elif _concerns_all(failure, row.attempts):
            lanes.rest(row.connection_id, f"outbox:{row.resource}", failure)
        row.save()


def cancel_all(connection_id: UUID) -> int:
    """Take back everything a connection has not told yet. Returns how many facts."""
    waiting = Outbox.objects.filter(connection_id=connection_id, state__in=_NOT_LEFT)
    return waiting.update(state=OutboxState.CANCELLED, next_attempt_at=None)


def cancel_due(connection_id: UUID, resource: str) -> int:
    """Take back what would be told now; what is held, or due later, stays. Returns how many facts."""
    return due_now(connection_id, resource).update(state=OutboxState.CANCELLED, next_attempt_at=None)


def due_now(connection_id: UUID, resource: str) -> QuerySet[Outbox]:
    """The connection's facts that would be told now, were nothing in the way."""
    waiting: QuerySet[Outbox] = Outbox.objects.filter(connection_id=connection_id, resource=resource)
    return waiting.filter(state=OutboxState.WAITING, not_before__lte=now())


def hold(row_id: UUID) -> None:
    """Keep a fact back until somebody releases it. Raises Refused when it has left, Outbox.DoesNotExist."""
    _act(_unsettled(row_id, _NOT_LEFT), OutboxState.HELD, None, "held")


def release(row_id: UUID) -> None:
    """Let a held fact leave at its time, at once when that is past. Raises Refused, Outbox.DoesNotExist."""
    row = _unsettled(row_id, _NOT_LEFT)
    _act(row, OutboxState.WAITING, row.not_before, "released")


def tell_now(row_id: UUID) -> None:
    """Let a fact leave within moments, also one that failed. Raises Refused when it has left, Outbox.DoesNotExist."""
    row = _unsettled(row_id, (*_NOT_LEFT, OutboxState.FAILED))
    row.not_before, row.attempts = now(), 0
    _act(row, OutboxState.WAITING, row.not_before, "sent_now")


def withdraw(row_id: UUID) -> None:
    """Never tell a fact that has not left. Raises Refused when it has, Outbox.DoesNotExist."""
    row = _unsettled(row_id, (*_NOT_LEFT, OutboxState.FAILED, OutboxState.CANCELLED))
    issues.settle(_fingerprint(row))
    _act(row, OutboxState.CANCELLED, None, "cancelled")


def retry(row_id: UUID) -> None:
    """Tell a failed fact again now, never before its time. Raises Outbox.DoesNotExist for another company's."""
    row = Outbox.objects.select_for_update().get(id=row_id)
    if row.state in (OutboxState.FAILED, OutboxState.WAITING):
        row.state, row.attempts, row.next_attempt_at = OutboxState.WAITING, 0, max(row.not_before, now())
        row.save(update_fields=["state", "attempts", "next_attempt_at"])
        nudge()


def hurry(row_id: UUID) -> None:
    """Tell what waits now, never before its time, and what failed again. Raises Outbox.DoesNotExist."""
    row = Outbox.objects.select_for_update().get(id=row_id)
    if row.state == OutboxState.SENDING:
        row.next_attempt_at = max(row.not_before, now())
        row.save(update_fields=["next_attempt_at"])
        nudge()
        return
    retry(row_id)


def backlog(resource: str) -> int:
    """How many facts wait to be told now; those held back on purpose are not counted."""
    waiting = Outbox.objects.filter(resource=resource, state__in=_OPEN)
    return waiting.filter(not_before__lte=now()).count()


def due_at(resource: str) -> datetime | None:
    """Since when, or from when on, the earliest fact is due to be told."""
    waiting = Outbox.objects.filter(resource=resource, state__in=_OPEN)
    first: datetime | None = waiting.aggregate(first=Min("next_attempt_at"))["first"]
    return first


def _unsettled(row_id: UUID, allowed: tuple[OutboxState, ...]) -> Outbox:
    row: Outbox = Outbox.objects.select_for_update().get(id=row_id)
    if row.state not in allowed:
        words = f"It cannot be changed any more: {OutboxState(row.state).label.lower()}."
        raise Refused([Problem("", words, "Nothing was changed.")], code="notice_settled")
    return row


def _act(row: Outbox, state: OutboxState, next_attempt_at: datetime | None, action: str) -> None:
    row.state, row.next_attempt_at = state, next_attempt_at
    row.changed_by_id = tenancy.current().user_id
    row.save(update_fields=["state", "next_attempt_at", "not_before", "attempts", "changed_by_id"])
    audit.record(action, "notice", row.id)
    nudge()


def _give_up(row: Outbox, why: str) -> None:
    """What is no longer true is not told; one that was cut short may have been heard all the same."""
    unsure = " It was being told when Isthmus was cut off, so it may have been heard."
    row.failure_message = why + (unsure if row.state == OutboxState.SENDING else "")
    row.state, row.next_attempt_at = OutboxState.CANCELLED, None
    row.save(update_fields=["state", "next_attempt_at", "failure_message"])
    issues.settle(_fingerprint(row))


def _parameters(
    connection_id: UUID, resource: str, subject_id: UUID, key: str, action: str, body: Mapping[str, Any], due: datetime
) -> list[Any]:
    who = [new_id(), current_company_id(), connection_id, resource, subject_id]
    return [*who, key, action, Jsonb(dict(body)), OutboxState.WAITING.value, due, now(), due]


def _next(connection_id: UUID, resource: str) -> Outbox | None:
    """The oldest due fact that no earlier, still open fact of its subject stands before."""
    present = now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id FROM sync_outbox o WHERE o.company_id = %(company)s AND o.connection_id = %(connection)s"
            " AND o.resource = %(resource)s AND o.state IN ('waiting', 'sending') AND o.next_attempt_at <= %(present)s"
            " AND NOT EXISTS (SELECT 1 FROM sync_outbox e WHERE e.company_id = o.company_id"
            "   AND e.connection_id = o.connection_id AND e.resource = o.resource AND e.subject_id = o.subject_id"
            "   AND e.seq < o.seq AND e.state IN ('waiting', 'sending') AND e.not_before <= %(present)s)"
            " ORDER BY o.seq LIMIT 1 FOR UPDATE OF o",
            {
                "company": current_company_id(),
                "connection": connection_id,
                "resource": resource,
                "present": present,
            },
        )
        found = cursor.fetchone()
    return Outbox.objects.get(id=found[0]) if found else None


def _concerns_all(failure: Failure, attempts: int) -> bool:
    """Limits and settings concern every fact; trouble over there only when it lasts; a bug may be this fact's own."""
    if failure.kind in (Kind.THROTTLED, Kind.MISCONFIGURED):
        return True
    return failure.kind is Kind.TRANSIENT and attempts >= FAILURES_OF_ONE_BEFORE_REST


def _cause(row: Outbox, code: str) -> issues.Cause:
    group = f"outbox:{row.resource}:{code}" if code else ""
    return issues.Cause(_fingerprint(row), NOT_TOLD, action="retry", entity="fact", entity_id=row.id, group=group)


def _fingerprint(row: Outbox) -> str:
    return f"outbox:{row.resource}:{row.key}"[:200]
