"""What a person is told about an application, by LinkedIn and by our own e-mail: before, while it waits, and after.

LinkedIn tells what it hears from us through the outbox; our e-mails are messages. Here both are notices, which can be
held, released, let go at once and cancelled until they have left.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.base.clock import now
from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge.apply_connect import LIFECYCLE, LIFECYCLE_LANE, facts
from isthmus.hiring import messages
from isthmus.hiring.models import Application, Decision, Message, MessageKind, MessageState, Outcome
from isthmus.linkedin import LifecycleEvent
from isthmus.people.models import Origin
from isthmus.sync import outbox
from isthmus.sync.models import Lane, Outbox, OutboxState


class Channel(StrEnum):
    """Which way a notice takes."""

    LINKEDIN = "linkedin"
    EMAIL = "email"


WORDS: dict[str, Any] = {
    LifecycleEvent.VIEWED: _l("Application viewed"),
    LifecycleEvent.RESUME_DOWNLOADED: _l("Résumé downloaded"),
    LifecycleEvent.REJECTED: _l("Not selected"),
}
STATES = {
    OutboxState.WAITING: MessageState.SCHEDULED,
    OutboxState.SENDING: MessageState.SCHEDULED,
    OutboxState.HELD: MessageState.HELD,
    OutboxState.SENT: MessageState.SENT,
    OutboxState.CANCELLED: MessageState.CANCELLED,
    OutboxState.FAILED: MessageState.FAILED,
}
CHANGEABLE = (MessageState.SCHEDULED, MessageState.HELD)


@dataclass(frozen=True)
class Notice:
    """One thing one person is told in one way.

    `state` is a word of `MessageState`; `due_at` when it leaves at the earliest, `sent_at` when it left. `id` is None
    while the worker has not picked it up. `whose_move` is empty unless somebody must act.
    """

    channel: Channel
    id: UUID | None
    event: str
    words: str
    state: str
    due_at: datetime
    sent_at: datetime | None = None
    why: str = ""
    whose_move: str = ""
    is_leaving: bool = False
    candidate_id: UUID | None = None
    application_id: UUID | None = None
    by_user_id: UUID | None = None
    changed_by_id: UUID | None = None
    subject: str = ""
    body: str = ""
    to_address: str = ""

    @property
    def may_change(self) -> bool:
        """Whether it can still be held, released or cancelled."""
        return self.id is not None and self.state in CHANGEABLE and not self.is_leaving

    @property
    def may_leave_now(self) -> bool:
        """Whether a person may let it go at once, or try it again."""
        return self.id is not None and (self.may_change or self.state in (MessageState.DRAFT, MessageState.FAILED))


def for_application(application_id: UUID) -> list[Notice]:
    """Every notice about the application in the order they leave; LinkedIn's only when it came through LinkedIn."""
    application = Application.objects.get(id=application_id)
    mails = [of_message(message) for message in messages.of_application(application_id)]
    told = _at_linkedin(application) if application.origin == Origin.LINKEDIN_APPLY else []
    return sorted([*told, *mails], key=lambda notice: notice.due_at)


def told_linkedin(application_id: UUID) -> list[Notice]:
    """What LinkedIn was told about the application and took, oldest first."""
    rows = Outbox.objects.filter(resource=LIFECYCLE, subject_id=application_id, state=OutboxState.SENT)
    return of_facts(rows.order_by("seq"))


def of_facts(rows: Iterable[Outbox]) -> list[Notice]:
    """These facts as notices."""
    found = list(rows)
    applications = Application.objects.filter(id__in={row.subject_id for row in found}).in_bulk()
    resting = Lane.objects.filter(name=LIFECYCLE_LANE).exclude(failures=0).first()
    deciders = _deciders(applications)
    return [_of_fact(row, applications.get(row.subject_id), resting, deciders) for row in found]


def of_message(message: Message) -> Notice:
    """An e-mail of ours as a notice."""
    is_leaving = message.state == MessageState.SCHEDULED and message.handed_over_at is not None
    needs_somebody = message.state == MessageState.FAILED
    return Notice(
        channel=Channel.EMAIL,
        id=message.id,
        event=message.kind,
        words=str(MessageKind(message.kind).label),
        state=message.state,
        due_at=message.due_at,
        sent_at=message.sent_at,
        why=message.failure_message,
        whose_move=WHOSE_MOVE[Kind(message.failure_kind)] if needs_somebody and message.failure_kind else "",
        is_leaving=is_leaving,
        candidate_id=message.candidate_id,
        application_id=message.application_id,
        by_user_id=message.by_user_id,
        changed_by_id=message.changed_by_id,
        subject=message.subject,
        body=message.body,
        to_address=message.to_address,
    )


def hold(channel: Channel, notice_id: UUID) -> None:
    """Keep a notice back. Raises Refused when it has left, DoesNotExist for another company's."""
    _ACTS[channel][0](notice_id)


def release(channel: Channel, notice_id: UUID) -> None:
    """Let a held notice leave at its time. Raises Refused, DoesNotExist."""
    _ACTS[channel][1](notice_id)


def send_now(channel: Channel, notice_id: UUID) -> None:
    """Let a notice leave within moments. Raises Refused, DoesNotExist."""
    _ACTS[channel][2](notice_id)


def cancel(channel: Channel, notice_id: UUID) -> None:
    """Never tell it. Raises Refused when it has left, DoesNotExist."""
    _ACTS[channel][3](notice_id)


_ACTS: dict[Channel, tuple[Callable[[UUID], Any], ...]] = {
    Channel.LINKEDIN: (outbox.hold, outbox.release, outbox.tell_now, outbox.withdraw),
    Channel.EMAIL: (messages.hold, messages.release, messages.send_now, messages.cancel),
}


def what_left(application_id: UUID) -> list[Notice]:
    """Which notices of the application's latest rejection have left, and so cannot be untold by re-opening it."""
    declined = list(
        Decision.objects.filter(application_id=application_id, outcome=Outcome.DECLINED).order_by("at", "id")
    )
    if not declined:
        return []
    key = facts.rejected_key(application_id, len(declined))
    told = of_facts(Outbox.objects.filter(resource=LIFECYCLE, subject_id=application_id, key=key))
    mails = [of_message(message) for message in Message.objects.filter(decision=declined[-1])]
    return [notice for notice in [*told, *mails] if notice.state == MessageState.SENT or notice.is_leaving]


def _at_linkedin(application: Application) -> list[Notice]:
    rows = list(Outbox.objects.filter(resource=LIFECYCLE, subject_id=application.id).order_by("seq"))
    return of_facts(rows) + _not_followed_yet(application, rows)


def _of_fact(
    row: Outbox, application: Application | None, resting: Lane | None, deciders: dict[UUID, UUID | None]
) -> Notice:
    state, why = _standing(row, application, resting)
    is_rejection = row.action == LifecycleEvent.REJECTED.value
    kind = row.failure_kind if state == MessageState.FAILED else ""
    return Notice(
        channel=Channel.LINKEDIN,
        id=row.id,
        event=row.action,
        words=str(WORDS[LifecycleEvent(row.action)]),
        state=state,
        due_at=row.not_before,
        sent_at=row.sent_at,
        why=why,
        whose_move=WHOSE_MOVE[Kind(kind)] if kind else "",
        is_leaving=row.state == OutboxState.SENDING,
        candidate_id=application.candidate_id if application else None,
        application_id=row.subject_id,
        by_user_id=deciders.get(row.subject_id) if is_rejection else None,
        changed_by_id=row.changed_by_id,
    )


def _standing(row: Outbox, application: Application | None, resting: Lane | None) -> tuple[str, str]:
    """How a fact stands in a word, and why; a rejection that was taken back is cancelled before the worker knows."""
    state = STATES[OutboxState(row.state)]
    is_rejection = row.action == LifecycleEvent.REJECTED.value
    if state in CHANGEABLE and is_rejection and application and not facts.is_current(application, row.key):
        return MessageState.CANCELLED, _("The application was re-opened before it left.")
    if state == MessageState.SCHEDULED and row.not_before <= now():
        waits = resting.failure_message if resting else _("It leaves within moments.")
        return state, row.failure_message or waits
    if state == MessageState.CANCELLED:
        return state, row.failure_message or _("Taken back before it left; the applicant was not told.")
    return state, str(row.failure_message)


def _deciders(applications: dict[UUID, Application]) -> dict[UUID, UUID | None]:
    rows = Decision.objects.filter(application_id__in=list(applications), outcome=Outcome.DECLINED).order_by("at", "id")
    return dict(rows.values_list("application_id", "by_user_id"))


def _not_followed_yet(application: Application, rows: Sequence[Outbox]) -> list[Notice]:
    """A rejection decided a moment ago, before the worker has put it in the outbox."""
    if application.outcome != Outcome.DECLINED:
        return []
    declined = list(Decision.objects.filter(application=application, outcome=Outcome.DECLINED).order_by("at", "id"))
    if len(declined) <= sum(row.action == LifecycleEvent.REJECTED.value for row in rows):
        return []
    latest = declined[-1]
    due_at = latest.tell_at or latest.at
    why = "" if due_at > now() else _("It leaves within moments.")
    event = LifecycleEvent.REJECTED.value
    words = str(WORDS[LifecycleEvent.REJECTED])
    state = MessageState.SCHEDULED
    return [
        Notice(
            Channel.LINKEDIN,
            None,
            event,
            words,
            state,
            due_at,
            None,
            why,
            candidate_id=application.candidate_id,
            application_id=application.id,
            by_user_id=latest.by_user_id,
        )
    ]
