"""What Settings → Alerts shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from isthmus.accounts.models import User
from isthmus.accounts.roles import Member
from isthmus.sync import post
from isthmus.sync.models import AlertEndpoint, AlertMail, AlertSend, TellState, Told
from isthmus.sync.watching import endpoints, telling
from isthmus.web.alerts.forms import EndpointForm, ObjectivesForm, WishForm
from isthmus.web.tones import BAD, GOOD, PLAIN, WAITING, Look

MOST_LINES = 30
LOOKS = {
    TellState.SENT: GOOD,
    TellState.PLANNED: WAITING,
    TellState.SENDING: WAITING,
    TellState.UNSURE: WAITING,
    TellState.FAILED: BAD,
}


@dataclass(frozen=True)
class ShownEndpoint:
    """One address, by the part of it that may be shown."""

    id: UUID
    origin: str
    words: str
    look: Look
    last_worked_at: datetime | None
    failing_since: datetime | None
    is_off: bool


@dataclass(frozen=True)
class Letter:
    """A mail that stayed in the house, as its reader would have received it."""

    sender: str
    subject: str
    body: str


@dataclass(frozen=True)
class Line:
    """One thing that was told, or is to be."""

    at: datetime
    what: str
    to: str
    state: str
    look: Look
    words: str
    attempts: int
    letter: Letter | None = None


@dataclass(frozen=True)
class AlertsPage:
    """Objectives, who is told, and what was told."""

    objectives: ObjectivesForm
    wish: WishForm
    endpoint_form: forms.Form
    endpoints: list[ShownEndpoint]
    readers: list[str]
    lines: list[Line]
    mail_words: str
    mail_tone: str
    fresh_secret: str = ""


def alerts_page(
    member: Member,
    *,
    objectives: ObjectivesForm | None = None,
    endpoint_form: forms.Form | None = None,
    fresh_secret: str = "",
) -> AlertsPage:
    """The page for an admin of the acting company."""
    readers = User.objects.filter(id__in=telling.readers()).order_by("name")
    return AlertsPage(
        objectives=objectives or ObjectivesForm(),
        wish=WishForm(initial={"wanted": telling.is_wanted(member.user_id)}),
        endpoint_form=endpoint_form or EndpointForm(),
        endpoints=[_endpoint(row) for row in endpoints.in_use()],
        readers=[str(user) for user in readers],
        lines=_lines(),
        mail_words=_mail_words(),
        mail_tone="" if post.has_mailbox() else WAITING.tone,
        fresh_secret=fresh_secret,
    )


def _mail_words() -> str:
    if post.has_mailbox():
        return _("No mail server is set: in this demo mails stay here and can be read below, under What was told.")
    if post.office() is not None:
        return ""
    return _("No mail server is set, so alerts by e-mail wait. Whoever runs this installation sets ISTHMUS_MAIL_URL.")


def _endpoint(row: AlertEndpoint) -> ShownEndpoint:
    if row.disabled_at:
        words, look = _("Switched off"), BAD
    elif row.failing_since:
        words, look = _("Failing"), WAITING
    elif row.last_worked_at:
        words, look = _("Works"), GOOD
    else:
        words, look = _("Not tried yet"), PLAIN
    return ShownEndpoint(
        row.id, row.origin, words, look, row.last_worked_at, row.failing_since, row.disabled_at is not None
    )


def _lines() -> list[Line]:
    sends = AlertSend.objects.select_related("endpoint", "alarm").order_by("-founded_at")[:MOST_LINES]
    mails = AlertMail.objects.select_related("alarm").order_by("-founded_at")[:MOST_LINES]
    names = User.objects.in_bulk({mail.user_id for mail in mails if mail.user_id})
    lines = [_line(send, send.endpoint.origin) for send in sends]
    lines += [_line(mail, str(names.get(mail.user_id) or _operator())) for mail in mails]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST_LINES]


def _line(row: AlertSend | AlertMail, to: str) -> Line:
    title = row.alarm.title if row.alarm else _("A test")
    state = TellState(row.state)
    over = row.told == Told.RESOLVED
    return Line(
        at=row.founded_at,
        what=_("Over: %s") % title if over else title,
        to=to,
        state=str(state.label),
        look=LOOKS[state],
        words=row.failure_message,
        attempts=row.attempts,
        letter=_letter(row) if isinstance(row, AlertMail) else None,
    )


def _letter(row: AlertMail) -> Letter | None:
    """The mail itself, where nothing leaves and it would be read nowhere else."""
    if row.state != TellState.SENT or not post.has_mailbox():
        return None
    return Letter(settings.CONFIG.mail_from, row.subject, row.body)


def _operator() -> str:
    return _("whoever runs Isthmus") if settings.CONFIG.operator_email else _("nobody")
