"""The notification desk: every notice of the company, LinkedIn's and our own, by when it leaves, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from isthmus.bridge import notices
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.notices import Channel, Notice
from isthmus.hiring import paging
from isthmus.hiring.models import Application, Message, MessageState
from isthmus.hiring.paging import Page
from isthmus.sync.models import Outbox, OutboxState

OPEN = (MessageState.DRAFT, MessageState.SCHEDULED, MessageState.HELD, MessageState.FAILED)
_HERE: dict[str, tuple[OutboxState, ...]] = {
    MessageState.SCHEDULED: (OutboxState.WAITING, OutboxState.SENDING),
    MessageState.HELD: (OutboxState.HELD,),
    MessageState.SENT: (OutboxState.SENT,),
    MessageState.CANCELLED: (OutboxState.CANCELLED,),
    MessageState.FAILED: (OutboxState.FAILED,),
}


@dataclass(frozen=True)
class Wanted:
    """Which notices: states (empty: all), one channel, one event, one job; empty means any."""

    states: tuple[str, ...] = ()
    channel: str = ""
    event: str = ""
    job_id: UUID | None = None


def page(wanted: Wanted, after: str | None = None, limit: int = 50) -> Page[Notice]:
    """Notices by when they leave, the latest first. Raises Refused for a page address nobody made."""
    limit = paging.size(limit)
    found: list[Notice] = []
    if wanted.channel != Channel.EMAIL:
        found += notices.of_facts(_cut(_facts(wanted), "not_before", after, limit))
    if wanted.channel != Channel.LINKEDIN:
        found += [notices.of_message(message) for message in _cut(_messages(wanted), "due_at", after, limit)]
    found.sort(key=lambda notice: (notice.due_at, notice.id), reverse=True)
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], paging.write_cursor(last.due_at.isoformat(), last.id) if last else None)


def open_counts() -> dict[str, int]:
    """How many notices of the company wait, are held, and need somebody."""
    return {state: _count(state) for state in (MessageState.SCHEDULED, MessageState.HELD, MessageState.FAILED)}


def _count(state: MessageState) -> int:
    facts = Outbox.objects.filter(resource=LIFECYCLE, state__in=_HERE[state]).count()
    return facts + Message.objects.filter(state=state).count()


def _cut(rows: "QuerySet[Outbox] | QuerySet[Message]", column: str, after: str | None, limit: int) -> Iterable[Any]:
    return _after(rows.order_by(f"-{column}", "-id"), column, after)[: limit + 1]


def _after(rows: "QuerySet[Any]", column: str, after: str | None) -> "QuerySet[Any]":
    if after is None:
        return rows
    moment, identity = paging.read_cursor(after, (paging.moment_of, UUID))
    earlier = Q(**{f"{column}__lt": moment}) | Q(**{column: moment}, id__lt=identity)
    return rows.filter(earlier, **{f"{column}__lte": moment})


def _facts(wanted: Wanted) -> "QuerySet[Outbox]":
    rows: QuerySet[Outbox] = Outbox.objects.filter(resource=LIFECYCLE)
    if wanted.states:
        rows = rows.filter(state__in=[state for word in wanted.states for state in _HERE.get(word, ())])
    if wanted.event:
        rows = rows.filter(action=wanted.event)
    if wanted.job_id:
        rows = rows.filter(subject_id__in=Application.objects.filter(job_id=wanted.job_id).values("id"))
    return rows


def _messages(wanted: Wanted) -> "QuerySet[Message]":
    rows: QuerySet[Message] = Message.objects.all()
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.event:
        rows = rows.filter(kind=wanted.event)
    if wanted.job_id:
        rows = rows.filter(application__job_id=wanted.job_id)
    return rows
