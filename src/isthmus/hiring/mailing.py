"""Which message leaves next, and what became of it: each is handed over at most once unless a person asks again.

A message is written down as handed over, and that committed, before the mail server gets it. One that is found handed
over without an answer was cut short: it may have arrived, so it fails and a person decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, QuerySet

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.hiring import messages
from isthmus.hiring.models import Message, MessageState

MOST_ATTEMPTS = 300
UNSURE = "unsure"
CUT_SHORT = Failure(
    Kind.REJECTED,
    "Isthmus was cut off while the mail server took it, so it may have arrived. Ask the person, or send it again.",
    UNSURE,
)


@dataclass(frozen=True)
class Parcel:
    """One message ready for the mail server."""

    id: UUID
    to_address: str
    reply_to: str
    subject: str
    body: str
    message_id: str
    attempts: int


def cut_short() -> list[UUID]:
    """Fail what an earlier run handed over without hearing the answer. Call when no other run is under way."""
    found = [message.id for message in _scheduled().filter(handed_over_at__isnull=False).select_for_update()]
    for message_id in found:
        failed(message_id, CUT_SHORT)
    return found


def next_due() -> UUID | None:
    """The acting company's next message that may leave; one that tells what is no longer true is cancelled."""
    due = _scheduled().filter(handed_over_at=None, next_attempt_at__lte=now()).order_by("next_attempt_at", "id")
    while (message := due.select_for_update().first()) is not None:
        if messages.is_still_true(message):
            return UUID(str(message.id))
        message.state, message.next_attempt_at = MessageState.CANCELLED, None
        message.save(update_fields=["state", "next_attempt_at"])
    return None


def hand_over(message_id: UUID) -> Parcel | None:
    """Write down that the mail server gets it now; None when it may not leave any more. Commit before sending."""
    message = Message.objects.select_for_update().filter(id=message_id).first()
    if message is None or message.state != MessageState.SCHEDULED or message.handed_over_at is not None:
        return None
    if message.next_attempt_at is None or message.next_attempt_at > now() or not messages.is_still_true(message):
        return None
    message.handed_over_at, message.attempts = now(), message.attempts + 1
    message.save(update_fields=["handed_over_at", "attempts"])
    return Parcel(
        message.id,
        message.to_address,
        message.reply_to,
        message.subject,
        message.body,
        message.message_id,
        message.attempts,
    )


def sent(message_id: UUID) -> None:
    """The mail server has it."""
    message = Message.objects.select_for_update().get(id=message_id)
    message.state, message.sent_at, message.next_attempt_at = MessageState.SENT, now(), None
    message.failure_kind = message.failure_code = message.failure_message = ""
    message.save()


def put_off(message_id: UUID, failure: Failure, again_after: Callable[[int], timedelta]) -> None:
    """The mail server does not take it now, and surely has not taken it: try again later, or give up after days."""
    message = Message.objects.select_for_update().get(id=message_id)
    if message.attempts >= MOST_ATTEMPTS:
        failed(message_id, failure)
        return
    _blame(message, failure)
    message.handed_over_at, message.next_attempt_at = None, now() + again_after(message.attempts)
    message.save()


def failed(message_id: UUID, failure: Failure) -> None:
    """It does not leave by itself any more; a person sends it again or leaves it."""
    message = Message.objects.select_for_update().get(id=message_id)
    _blame(message, failure)
    message.state, message.next_attempt_at = MessageState.FAILED, None
    if failure.code != UNSURE:
        message.handed_over_at = None
    message.save()


def backlog() -> int:
    """How many messages of the acting company should have left by now."""
    return _scheduled().filter(next_attempt_at__lte=now()).count()


def due_at() -> datetime | None:
    """Since when, or from when on, the earliest e-mail of the acting company is due."""
    first: datetime | None = _scheduled().aggregate(first=Min("next_attempt_at"))["first"]
    return first


def _scheduled() -> "QuerySet[Message]":
    waiting: QuerySet[Message] = Message.objects.filter(state=MessageState.SCHEDULED)
    return waiting


def _blame(message: Message, failure: Failure) -> None:
    message.failure_kind, message.failure_code = failure.kind.value, failure.code[:120]
    message.failure_message = failure.message
