"""Tasks and states the other system is asked about: which are due, and what its answers make of the mirror."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min

from isthmus.base.clock import now
from isthmus.base.failures import Failure
from isthmus.store.tenancy import acting_for
from isthmus.sync import holding, lanes, rows, standing
from isthmus.sync.mirror import MOST_ATTEMPTS
from isthmus.sync.models import Mirror, MirrorState
from isthmus.sync.standing import Operation, TaskEnd

LONGEST_TASK = timedelta(hours=24)
ASKING_TAKES = timedelta(seconds=30)


@dataclass(frozen=True)
class Asked:
    """A row to ask about: its task when one is open, else the entity by its external id."""

    row_id: UUID
    external_id: str
    task: str
    operation: Operation
    exists_there: bool


@dataclass(frozen=True)
class Facts:
    """What the other system says about an entity, and when to ask again; None when there is no need."""

    values: dict[str, Any]
    ask_again: timedelta | None


class Lost:
    """The other system does not know the task any more."""


class InProgress:
    """The task is still worked on."""


Outcome = TaskEnd | Lost | InProgress
Changed = Callable[[Mirror, Mapping[str, Any]], None]


def due(company_id: UUID, connection_id: UUID, resource: str, *, limit: int) -> tuple[list[Asked], list[Asked]]:
    """Open tasks, and entities whose state should be read, that are due now; at most `limit` together."""
    with acting_for(company_id, cause=f"poll:{resource}"):
        found = Mirror.objects.filter(connection_id=connection_id, resource=resource, next_poll_at__lte=now())
        columns = ("state", "id", "external_id", "task", "operation", "exists_there")
        asked = [
            (state, Asked(row_id, external_id, task, Operation(operation), exists_there))
            for state, row_id, external_id, task, operation, exists_there in found.order_by("next_poll_at").values_list(
                *columns
            )[:limit]
        ]
    tasks = [item for state, item in asked if state == MirrorState.TASK_OPEN]
    return tasks, [item for state, item in asked if state != MirrorState.TASK_OPEN]


def set_aside_deadly(company_id: UUID, connection_id: UUID, resource: str) -> None:
    """Where runs died lately: name the row that is asked about next, or ask no more when they died over it."""
    while holding.is_careful():
        asked = [item.row_id for some in due(company_id, connection_id, resource, limit=1) for item in some]
        if not asked or holding.may_begin(asked[0]):
            return
        with acting_for(company_id, cause=f"poll:{resource}"):
            row = Mirror.objects.select_for_update().get(id=asked[0])
            rows.set_aside([row], holding.SET_ASIDE)
            Mirror.objects.filter(id=row.id).update(next_poll_at=None)


def backlog(resource: str) -> int:
    """How many entities have been due to be asked about for longer than asking takes."""
    found: int = Mirror.objects.filter(resource=resource, next_poll_at__lte=now() - ASKING_TAKES).count()
    return found


def due_at(resource: str) -> datetime | None:
    """Since when, or from when on, the earliest entity is due to be asked about."""
    first: datetime | None = Mirror.objects.filter(resource=resource).aggregate(first=Min("next_poll_at"))["first"]
    return first


def record_tasks(
    company_id: UUID, connection_id: UUID, resource: str, outcomes: Mapping[UUID, Outcome], *, ask_again: timedelta
) -> None:
    """How each task that was asked about stands. A task open for more than a day counts as lost."""
    with acting_for(company_id, cause=f"poll:{resource}"):
        for row in Mirror.objects.select_for_update().filter(id__in=list(outcomes), state=MirrorState.TASK_OPEN):
            _record_task(row, outcomes[row.id], ask_again)
            row.save()
        lanes.wake(connection_id, f"poll:{resource}")


def record_facts(
    company_id: UUID,
    connection_id: UUID,
    resource: str,
    facts: Mapping[UUID, Facts],
    *,
    asked_at: datetime,
    changed: Changed | None = None,
) -> None:
    """What was read about each entity; everything else about the row stays as it is.

    A row that heard something newer after `asked_at` keeps that, and stays due. `changed` is told each row whose facts
    are not what they were, with those before.
    """
    present = now()
    with acting_for(company_id, cause=f"poll:{resource}"):
        for row in Mirror.objects.select_for_update().filter(id__in=list(facts)):
            if row.facts_at is not None and row.facts_at > asked_at:
                continue
            said, before = facts[row.id], row.facts
            row.facts, row.facts_at = {**row.facts, **said.values}, present
            if row.state != MirrorState.TASK_OPEN:
                row.next_poll_at = present + said.ask_again if said.ask_again is not None else None
            row.save(update_fields=["facts", "facts_at", "next_poll_at"])
            if changed is not None and row.facts != before:
                changed(row, before)
        lanes.wake(connection_id, f"poll:{resource}")


def record_failure(company_id: UUID, connection_id: UUID, resource: str, failure: Failure) -> None:
    """The question itself failed: the lane rests, and asks again later."""
    with acting_for(company_id, cause=f"poll:{resource}"):
        lanes.rest(connection_id, f"poll:{resource}", failure)


def learn(row: Mirror, values: Mapping[str, Any], at: datetime) -> None:
    """Add to what is known about an entity from elsewhere, such as a task's answer; the caller saves."""
    row.facts, row.facts_at = {**row.facts, **values}, at


def _record_task(row: Mirror, outcome: Outcome, ask_again: timedelta) -> None:
    present = now()
    if isinstance(outcome, TaskEnd):
        row.answered_at = present
        learn(row, outcome.facts, present)
        rows.end(row, outcome, most_attempts=MOST_ATTEMPTS)
        return
    too_old = row.sent_at is not None and present - row.sent_at > LONGEST_TASK
    if isinstance(outcome, Lost) or too_old:
        rows.put(row, standing.lost(rows.standing_of(row)))
        row.next_attempt_at, row.next_poll_at = present, None
        return
    row.next_poll_at = present + ask_again
