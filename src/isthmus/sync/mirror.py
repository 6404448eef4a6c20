"""The mirror's rows: what the other system should hold of each entity. `standing` decides; here it is read and written.

A row is written down as “being sent” and committed before the call, so a crash repeats at most the batch in flight.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Min, QuerySet

from isthmus.base import tracing
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.store.tenancy import acting_for
from isthmus.sync import claiming, holding, lanes, rows, standing
from isthmus.sync.backoff import retry_moment, wait
from isthmus.sync.claiming import Batch, Pace, Want
from isthmus.sync.models import Mirror, MirrorState
from isthmus.sync.notice import nudge
from isthmus.sync.pacing import Urgency
from isthmus.sync.standing import Body, Step, TaskEnd

BATCH = 100
FOUNDED_AT_ONCE = 1000
MOST_ATTEMPTS = 6
FAILURES_BEFORE_ALONE = 3


@dataclass(frozen=True)
class Taken:
    """The other system took an item; `task` names its work on it."""

    task: str


@dataclass(frozen=True)
class NotTaken:
    """The other system did not say yes or no to an item; `maybe_done` when it may have acted all the same."""

    failure: Failure
    maybe_done: bool


Answer = Taken | TaskEnd | NotTaken


def mark(
    connection_id: UUID,
    resource: str,
    entity_id: UUID,
    external_id: str,
    *,
    force: bool = False,
    urgency: Urgency = Urgency.NOW,
) -> None:
    """Look at this entity again; the first mark founds its row. Cheap, and safe to repeat."""
    row, is_new = Mirror.objects.select_for_update().get_or_create(
        connection_id=connection_id,
        resource=resource,
        entity_id=entity_id,
        defaults={"external_id": external_id, "next_attempt_at": now(), "force": force, "urgency": urgency},
    )
    if not is_new:
        _mark(row, urgency, force=force)
    nudge()


def found(connection_id: UUID, resource: str, external_ids: Mapping[UUID, str], *, urgency: Urgency) -> None:
    """Found the rows of many entities at once, to be looked at; those that have one already are left as they are."""
    fresh = (
        Mirror(
            connection_id=connection_id,
            resource=resource,
            entity_id=entity_id,
            external_id=external_id,
            next_attempt_at=now(),
            urgency=urgency,
        )
        for entity_id, external_id in external_ids.items()
    )
    while some := list(islice(fresh, FOUNDED_AT_ONCE)):
        Mirror.objects.bulk_create(some, ignore_conflicts=True)
    nudge()


def mark_known(
    connection_id: UUID,
    resource: str,
    entity_ids: Iterable[UUID] | None = None,
    *,
    force: bool = False,
    urgency: Urgency | None = None,
) -> int:
    """Look at every entity of the mirror again, or at these. Returns how many.

    What the other side, or a person, asked to be sent again goes soon; the rest can wait, unless said otherwise.
    """
    chosen = urgency if urgency is not None else Urgency.SOON if force else Urgency.LATER
    found = Mirror.objects.select_for_update().filter(connection_id=connection_id, resource=resource)
    if entity_ids is not None:
        found = found.filter(entity_id__in=list(entity_ids))
    marked = [_mark(row, chosen, force=force) for row in found]
    nudge()
    return len(marked)


def is_there(connection_id: UUID, resource: str, entity_id: UUID) -> None:
    """The other side was seen to hold an entity that we took for gone; mark it, and it is levelled."""
    found = Mirror.objects.filter(connection_id=connection_id, resource=resource, entity_id=entity_id)
    found.filter(state=MirrorState.ACCEPTED).update(exists_there=True, accepted_digest="")


def hurry(connection_id: UUID, resource: str, entity_id: UUID) -> None:
    """What an entity waits for is due now: to be sent, or to be asked how its task stands."""
    found = Mirror.objects.filter(connection_id=connection_id, resource=resource, entity_id=entity_id)
    found.filter(state__in=(MirrorState.MARKED, MirrorState.SENDING)).update(next_attempt_at=now())
    found.filter(state=MirrorState.TASK_OPEN).update(next_poll_at=now())
    nudge()


def allow(row: Mirror, body: Body) -> None:
    """A person allows this very body although it blanks fields; look at the entity again."""
    row.allowed_digest = standing.digest(body)
    row.save(update_fields=["allowed_digest"])
    _mark(row, Urgency.NOW)
    nudge()


def claim(
    company_id: UUID, connection_id: UUID, resource: str, want: Want, pace: Callable[[], Pace] = Pace
) -> Batch | None:
    """The next batch, written down as being sent; None when nothing is left to send, or when the lane must wait.

    The most urgent go first, then the oldest; as many as `pace` allows. Call from a lane's run: rows found as being
    sent were cut short, since nobody else can be sending. What needs no sending is settled on the way, and what cannot
    even be planned is set aside.
    """
    while not holding.is_stopping() and _begin_one(company_id, connection_id, resource):
        holding.check()
        with acting_for(company_id, cause=f"mirror:{resource}"):
            waiting = _due(connection_id, resource)
            first = waiting.values_list("urgency", flat=True).first()
            if first is None:
                return None
            allowed = pace()
            if not allowed.permit.allows(first):
                until = allowed.permit.wait_of(first, now())
                lanes.wait(connection_id, f"mirror:{resource}", allowed.waiting(until))
                return None
            most = 1 if holding.is_careful() else BATCH
            plans = claiming.planned(list(waiting.select_for_update()[:most]), want)
            batch = claiming.settle_or_send(company_id, connection_id, resource, plans, allowed.permit)
        if batch is not None:
            return batch
    return None


def _begin_one(company_id: UUID, connection_id: UUID, resource: str) -> bool:
    """Where runs died lately: name the row that is planned next, or set it aside when they died over it. True."""
    while holding.is_careful():
        with acting_for(company_id, cause=f"mirror:{resource}"):
            first: UUID | None = _due(connection_id, resource).values_list("id", flat=True).first()
        if first is None or holding.may_begin(first):
            break
        with acting_for(company_id, cause=f"mirror:{resource}"):
            rows.set_aside(_locked([first]), holding.SET_ASIDE)
    return True


def record_answers(batch: Batch, answers: Mapping[UUID, Answer], *, first_poll: timedelta) -> None:
    """What the other system said to each item of a batch that was sent."""
    present = now()
    with acting_for(batch.company_id, cause=batch.lane):
        answered = _locked(item.row_id for item in batch.items)
        for row in answered:
            row.answered_at = present
            tracing.record("answer", rows.story_of(row), row.sent_at or present, resource=row.resource)
            _record_answer(row, answers[row.id], present + first_poll)
        rows.write(answered)
        lanes.wake(batch.connection_id, batch.lane)


def record_call_failed(batch: Batch, failure: Failure, *, maybe_done: bool) -> None:
    """The call as a whole failed: wait, and when it may be one item's fault, send each by itself."""
    several = len(batch.items) > 1
    with acting_for(batch.company_id, cause=batch.lane):
        if not several and failure.kind is Kind.REJECTED and batch.step is not Step.LOOK_UP:
            refused = _locked([batch.items[0].row_id])
            for row in refused:
                rows.end(row, TaskEnd(accepted=False, failure=failure), most_attempts=MOST_ATTEMPTS)
            rows.write(refused)
            return
        failures = _rest(batch, failure, several=several)
        alone = several and (failure.kind is Kind.REJECTED or failures >= FAILURES_BEFORE_ALONE)
        for row in _locked(item.row_id for item in batch.items):
            row.blame(failure)
            rows.put(row, standing.not_sent(rows.standing_of(row), maybe_done=maybe_done, alone=alone))
            row.next_attempt_at = now() if several else now() + wait(row.attempts)
            row.save()


def record_look_up(batch: Batch, found: Collection[str]) -> None:
    """Which of the unsure entities are there, by their external ids."""
    with acting_for(batch.company_id, cause=batch.lane):
        for row in _locked(item.row_id for item in batch.items):
            rows.put(row, standing.looked_up(rows.standing_of(row), found=row.external_id in found))
            row.next_attempt_at = now()
            row.save()
        lanes.wake(batch.connection_id, batch.lane)


def backlog(resource: str) -> int:
    """How many entities wait to be sent, or for a task to end."""
    open_states = (MirrorState.MARKED, MirrorState.SENDING, MirrorState.TASK_OPEN)
    return Mirror.objects.filter(resource=resource, state__in=open_states).count()


def due_at(resource: str) -> datetime | None:
    """Since when, or from when on, the earliest entity is due to be sent."""
    waiting = Mirror.objects.filter(resource=resource, state__in=(MirrorState.MARKED, MirrorState.SENDING))
    first: datetime | None = waiting.aggregate(first=Min("next_attempt_at"))["first"]
    return first


def _mark(row: Mirror, urgency: Urgency, *, force: bool = False) -> Mirror:
    waited = row.state == MirrorState.MARKED or row.dirty
    row.urgency = min(row.urgency, urgency) if waited else urgency
    rows.put(row, standing.marked(rows.standing_of(row), force=force))
    row.marked_at = now()
    if row.state == MirrorState.MARKED:
        row.next_attempt_at = now()
    row.save(update_fields=["state", "dirty", "force", "attempts", "marked_at", "next_attempt_at", "urgency"])
    return row


def _due(connection_id: UUID, resource: str) -> QuerySet[Mirror]:
    waiting = Mirror.objects.filter(
        connection_id=connection_id,
        resource=resource,
        state__in=(MirrorState.MARKED, MirrorState.SENDING),
        next_attempt_at__lte=now(),
    )
    return waiting.order_by("urgency", "marked_at", "id")


def _rest(batch: Batch, failure: Failure, *, several: bool) -> int:
    """Let the lane rest unless the failure may be one item's own; returns how many failures in a row that makes."""
    if failure.kind is Kind.REJECTED or (not several and failure.kind is Kind.TRANSIENT):
        return 0
    return lanes.rest(batch.connection_id, batch.lane, failure)


def _record_answer(row: Mirror, answer: Answer, poll_at: datetime) -> None:
    if isinstance(answer, Taken):
        row.clear()
        rows.put(row, standing.taken(rows.standing_of(row, with_bodies=False), answer.task))
        row.next_attempt_at, row.next_poll_at = None, poll_at
    elif isinstance(answer, NotTaken):
        row.blame(answer.failure)
        rows.put(row, standing.not_sent(rows.standing_of(row, with_bodies=False), maybe_done=answer.maybe_done))
        row.next_attempt_at = retry_moment(answer.failure, row.attempts, now())
    else:
        rows.end(row, answer, most_attempts=MOST_ATTEMPTS)


def _locked(ids: Iterable[UUID]) -> list[Mirror]:
    return list(Mirror.objects.select_for_update().filter(id__in=list(ids)))
