"""A notice as pages show it: its state in a word with an icon, when it leaves or left, and what may be done with it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.base.clock import now
from isthmus.bridge.member_view import Sight
from isthmus.bridge.notices import Channel, Notice
from isthmus.hiring.models import MessageState
from isthmus.web.tones import BAD, GOOD, WAITING, Look

LOOKS: dict[str, Look] = {
    MessageState.DRAFT: Look("", "pencil"),
    MessageState.SCHEDULED: WAITING,
    MessageState.HELD: Look("accent", "pause"),
    MessageState.SENT: GOOD,
    MessageState.CANCELLED: Look("", "no-symbol"),
    MessageState.FAILED: BAD,
}
CHANNELS = {Channel.LINKEDIN: _l("LinkedIn"), Channel.EMAIL: _l("Our e-mail")}


@dataclass(frozen=True)
class Shown:
    """One notice on a page; `key` names it in forms, empty when nothing can be done with it."""

    key: str
    channel: str
    is_mail: bool
    title: str
    state: str
    state_words: str
    tone: str
    icon: str
    at: datetime
    is_due: bool
    why: str
    whose_move: str
    may_hold: bool
    may_release: bool
    may_cancel: bool
    may_send: bool
    candidate_id: UUID | None
    application_id: UUID | None
    by_user_id: UUID | None
    to_address: str
    subject: str
    body: str
    sights: list[Sight] = field(default_factory=list)

    @property
    def shows_time(self) -> bool:
        """Whether its moment says something beside its state."""
        return self.state == MessageState.SENT or (self.state == MessageState.SCHEDULED and not self.is_due)


def shown(notice: Notice, *, sights: list[Sight] | None = None) -> Shown:
    """The notice for a page."""
    look = LOOKS[notice.state]
    is_due = notice.state == MessageState.SCHEDULED and (notice.is_leaving or notice.due_at <= now())
    return Shown(
        key=f"{notice.channel}:{notice.id}" if notice.may_leave_now else "",
        channel=str(CHANNELS[notice.channel]),
        is_mail=notice.channel is Channel.EMAIL,
        title=notice.words,
        state=notice.state,
        state_words=_("Leaves soon") if is_due else str(MessageState(notice.state).label),
        tone=look.tone,
        icon=look.icon,
        at=notice.sent_at or notice.due_at,
        is_due=is_due,
        why=notice.why,
        whose_move=notice.whose_move,
        may_hold=notice.may_change and notice.state == MessageState.SCHEDULED,
        may_release=notice.may_change and notice.state == MessageState.HELD,
        may_cancel=notice.may_leave_now,
        may_send=notice.may_leave_now and not is_due,
        candidate_id=notice.candidate_id,
        application_id=notice.application_id,
        by_user_id=notice.changed_by_id or notice.by_user_id,
        to_address=notice.to_address,
        subject=notice.subject,
        body=notice.body,
        sights=sights or [],
    )
