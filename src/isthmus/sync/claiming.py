"""What a lane takes from the mirror at once: rows planned, as many as the limits allow, of one step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, transaction

from isthmus.base import tracing
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.sync import pacing, rows, standing
from isthmus.sync.models import Mirror
from isthmus.sync.pacing import Permit
from isthmus.sync.standing import Body, Plan, Standing, State, Step, Wanted

Want = Callable[[Sequence[Mirror]], Mapping[UUID, Wanted]]
Waiting = Callable[[datetime], Failure]
Planned = tuple[Mirror, Standing, Plan]


@dataclass(frozen=True)
class Pace:
    """How much the limits let a claim take now, and how its waiting is put into words."""

    permit: Permit = pacing.UNLIMITED
    waiting: Waiting = lambda until: Failure(Kind.THROTTLED, "Waiting for a limit.", retry_at=until)


@dataclass(frozen=True)
class Item:
    """One entity of a batch: the mirror row, our id, their id, what to send, and what traces call its story."""

    row_id: UUID
    entity_id: UUID
    external_id: str
    body: Body
    story: str = ""


@dataclass(frozen=True)
class Batch:
    """At most a hundred entities for one step: create, update, renew, close, or look up."""

    company_id: UUID
    connection_id: UUID
    resource: str
    step: Step
    items: tuple[Item, ...]

    @property
    def lane(self) -> str:
        return f"mirror:{self.resource}"

    def halves(self) -> tuple["Batch", "Batch"]:
        """The same in two batches, each with at least one entity if this has two."""
        middle = len(self.items) // 2
        return replace(self, items=self.items[:middle]), replace(self, items=self.items[middle:])


def planned(found: Sequence[Mirror], want: Want) -> list[Planned]:
    """What to do about each row now; why one is refused or held is written into it.

    One whose planning raises is set aside, and the others go on without it.
    """
    try:
        with transaction.atomic():
            return _planned(found, want)
    except OperationalError:
        raise
    except Exception as error:
        if len(found) <= 1:
            rows.set_aside(found, _cannot_be_planned(error))
            return []
    return [plan for row in found for plan in planned([row], want)]


def _planned(found: Sequence[Mirror], want: Want) -> list[Planned]:
    wanted = want(found)
    plans = []
    for row in found:
        now_standing = rows.standing_of(row)
        if now_standing.state is State.SENDING:
            now_standing = standing.cut_short(now_standing)
        plans.append((row, now_standing, standing.planned(now_standing, wanted[row.entity_id])))
    _note_reasons(plans, wanted)
    return plans


def _cannot_be_planned(error: Exception) -> Failure:
    words = "Isthmus stumbled while it put together what to send of this; it is set aside, and everything else goes on."
    return Failure(Kind.BUG, words, code="unplannable", detail=type(error).__name__)


def _note_reasons(plans: Sequence[Planned], wanted: Mapping[UUID, Wanted]) -> None:
    for row, _, plan in plans:
        if plan.step is Step.REFUSE and (refused := wanted[row.entity_id].refused):
            row.blame(refused)
        elif plan.step is Step.HOLD:
            row.blame(_would_blank(plan.blanked))
        elif plan.step is Step.NOTHING:
            row.clear()


def settle_or_send(
    company_id: UUID,
    connection_id: UUID,
    resource: str,
    plans: Sequence[Planned],
    permit: Permit,
) -> Batch | None:
    """The batch to send, its rows written down as being sent; what needs no sending is settled."""
    chosen = _choose(plans, permit)
    written, items = [], []
    for row, present, plan in plans:
        if plan.step in rows.SENDING_STEPS:
            if row.id not in chosen:
                continue
            items.append(Item(row.id, row.entity_id, row.external_id, plan.body, rows.story_of(row)))
            tracing.record("plan", rows.story_of(row), row.marked_at, resource=resource, step=plan.step.value)
            if plan.step is not Step.LOOK_UP:
                rows.put(row, standing.sending(present, plan))
                row.sent_at = now()
            else:
                rows.put(row, present)
        else:
            rows.put(row, standing.settled_without_sending(present, plan.step))
            row.next_attempt_at = None
            rows.announce(row)
        written.append(row)
    rows.write(written)
    step = next((plan.step for row, _, plan in plans if row.id in chosen), Step.NOTHING)
    return Batch(company_id, connection_id, resource, step, tuple(items)) if items else None


def _choose(plans: Sequence[Planned], permit: Permit) -> set[UUID]:
    """The rows of the next batch: those of the first row's step that the limits allow, or that row alone."""
    to_send = [(row, present, plan.step) for row, present, plan in plans if plan.step in rows.SENDING_STEPS]
    chosen: set[UUID] = set()
    if not to_send:
        return chosen
    first, present, step = to_send[0]
    if present.alone:
        return {first.id}
    for row, other, its_step in to_send:
        if its_step is step and not other.alone and permit.allows(row.urgency, len(chosen)):
            chosen.add(row.id)
    return chosen


def _would_blank(names: tuple[str, ...]) -> Failure:
    listed = ", ".join(names)
    words = f"Sending this would empty what the other side shows now ({listed}), and nobody here cleared it."
    return Failure(Kind.REJECTED, words, code="would_blank", detail=listed)
