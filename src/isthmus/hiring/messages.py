"""Our own e-mails to candidates: written, scheduled, held, released, cancelled; `hiring.mailing` sends what is due.

The words are fixed when a message is written, so what stands on the page is what the person gets. There is at most one
e-mail for each rejection, and one for each arrival.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings as django_settings
from django.db import transaction
from django.utils.translation import gettext as _

from isthmus.accounts.models import Company, User
from isthmus.base.clock import now
from isthmus.base.failures import Kind
from isthmus.base.ids import new_id
from isthmus.hiring import letter_rules, templates
from isthmus.hiring.models import Application, Decision, Message, MessageKind, MessageState
from isthmus.hiring.problems import Problem, Refused, refuse_if
from isthmus.people import intake
from isthmus.people.models import Candidate, Profile
from isthmus.people.normalise import tidy, undirected
from isthmus.store import audit, tenancy

NO_ADDRESS = "no_address"
OPEN = (MessageState.DRAFT, MessageState.SCHEDULED, MessageState.HELD)
WITHDRAWABLE = (*OPEN, MessageState.FAILED)


@dataclass(frozen=True)
class Letter:
    """Words to one or many people, with placeholders; which template they come from, if any."""

    subject: str
    body: str
    template_id: UUID | None = None


@dataclass(frozen=True)
class Preview:
    """A letter as one person would get it."""

    to_address: str
    reply_to: str
    subject: str
    body: str


def preview(candidate_id: UUID, letter: Letter, *, application_id: UUID | None = None) -> Preview:
    """The letter filled in for this person. Raises Refused for words that cannot be used, DoesNotExist."""
    about = _about(candidate_id, application_id)
    refuse_if(letter_rules.problems(letter.subject, letter.body), code="message_invalid")
    return _filled(about, letter)


def draft(candidate_id: UUID, letter: Letter, *, application_id: UUID | None = None) -> Message:
    """A message that waits for somebody to send it. Raises Refused, DoesNotExist."""
    return _write(_about(candidate_id, application_id), letter, MessageState.DRAFT, now())


def send(candidate_id: UUID, letter: Letter, *, application_id: UUID | None = None) -> Message:
    """A message that leaves within moments. Raises Refused, DoesNotExist."""
    return schedule(candidate_id, letter, now(), application_id=application_id)


def schedule(candidate_id: UUID, letter: Letter, at: datetime, *, application_id: UUID | None = None) -> Message:
    """A message that leaves at that moment unless it is held or cancelled before. Raises Refused, DoesNotExist."""
    about, present = _about(candidate_id, application_id), now()
    refuse_if(letter_rules.moment_problems(at, present), code="message_invalid")
    return _write(about, letter, MessageState.SCHEDULED, max(at, present).astimezone(UTC))


def about_rejection(application: Application, decision: Decision) -> Message | None:
    """The company's rejection e-mail, due when the decision may be told; None when this decision has its e-mail.

    Somebody without a usable address gets a failed message that says so, and the decision stands.
    """
    if Message.objects.filter(decision=decision).exists():
        return None
    return _by_itself(application, MessageKind.REJECTION, decision.tell_at or decision.at, decision)


def about_arrival(application: Application) -> Message | None:
    """The company's e-mail that an application has arrived; None when the applicant has had it."""
    if Message.objects.filter(application=application, kind=MessageKind.RECEIVED).exists():
        return None
    return _by_itself(application, MessageKind.RECEIVED, now(), None)


def withdraw_rejection(application_id: UUID) -> int:
    """The application is open again: no rejection e-mail of its leaves any more. Returns how many were taken back."""
    waiting = Message.objects.filter(
        application_id=application_id, kind=MessageKind.REJECTION, state__in=WITHDRAWABLE, handed_over_at=None
    )
    taken_back = list(waiting.select_for_update())
    for message in taken_back:
        _set(message, MessageState.CANCELLED, None)
    return len(taken_back)


def hold(message_id: UUID) -> Message:
    """Keep it back until somebody releases it. Raises Refused when it has left, DoesNotExist."""
    message = _locked(message_id, (MessageState.SCHEDULED, MessageState.HELD))
    return _act(message, MessageState.HELD, None, "held")


def release(message_id: UUID) -> Message:
    """Let a held one leave at its time, at once when that is past. Raises Refused, DoesNotExist."""
    message = _locked(message_id, (MessageState.HELD, MessageState.SCHEDULED))
    refuse_if(_no_longer_true(message), code="message_settled")
    return _act(message, MessageState.SCHEDULED, message.due_at, "released")


def send_now(message_id: UUID) -> Message:
    """Let it leave within moments, also one that failed or is a draft. Raises Refused, DoesNotExist."""
    message = _locked(message_id, WITHDRAWABLE)
    refuse_if([*_no_longer_true(message), *_address_problems(message.to_address)], code="message_settled")
    message.due_at, message.handed_over_at, message.attempts = now(), None, 0
    message.failure_kind = message.failure_code = message.failure_message = ""
    message.save()
    return _act(message, MessageState.SCHEDULED, message.due_at, "sent_now")


def cancel(message_id: UUID) -> Message:
    """It never leaves. Raises Refused when it has left, DoesNotExist."""
    message = _locked(message_id, (*WITHDRAWABLE, MessageState.CANCELLED))
    return _act(message, MessageState.CANCELLED, None, "cancelled")


def of_application(application_id: UUID) -> list[Message]:
    """The application's messages, in the order they leave."""
    return list(Message.objects.filter(application_id=application_id).order_by("due_at", "id"))


def of_candidate(candidate_id: UUID) -> list[Message]:
    """The candidate's messages, newest first."""
    return list(Message.objects.filter(candidate_id=candidate_id).order_by("-due_at", "-id"))


def address_of(application: Application) -> str:
    """Where an e-mail about this application goes; empty when no usable address is known."""
    return letter_rules.address(application.profile.email) or letter_rules.address(application.candidate.email)


def rejection_preview(application: Application) -> Preview | Problem:
    """The company's rejection e-mail as this person would get it, or why it cannot be written."""
    return _template_preview(application, MessageKind.REJECTION)


def _template_preview(application: Application, kind: MessageKind) -> Preview | Problem:
    template = templates.of_event(kind)
    filled = _filled(_About.of(application), Letter(template.subject, template.body, template.id))
    return next(iter(_address_problems(filled.to_address)), filled)


@dataclass(frozen=True)
class _About:
    """Whom a message goes to and what it is about."""

    candidate: Candidate
    profile: Profile
    application: Application | None

    @classmethod
    def of(cls, application: Application) -> "_About":
        return cls(application.candidate, application.profile, application)


def _about(candidate_id: UUID, application_id: UUID | None) -> _About:
    candidate = Candidate.objects.get(id=candidate_id)
    if application_id is not None:
        found = Application.objects.select_related("candidate", "profile", "job")
        return _About.of(found.get(id=application_id, candidate=candidate))
    return _About(candidate, Profile.objects.filter(candidate=candidate).earliest("received_at", "id"), None)


def _write(about: _About, letter: Letter, state: MessageState, due_at: datetime) -> Message:
    """Write the message down. Raises Refused for words or an address that cannot be used."""
    problems = letter_rules.problems(letter.subject, letter.body)
    filled = _filled(about, letter) if not problems else None
    refuse_if([*problems, *(_address_problems(filled.to_address) if filled else [])], code="message_invalid")
    assert filled is not None
    message = _row(about, filled, letter.template_id, state, due_at)
    message.save(force_insert=True)
    intake.touch(about.candidate.id)
    return message


def _by_itself(
    application: Application, kind: MessageKind, due_at: datetime, decision: Decision | None
) -> Message | None:
    about, template = _About.of(application), templates.of_event(kind)
    filled = _filled(about, Letter(template.subject, template.body))
    message = _row(about, filled, template.id, MessageState.SCHEDULED, due_at)
    message.kind, message.decision = kind, decision
    if trouble := next(iter(_address_problems(filled.to_address)), None):
        message.state, message.next_attempt_at = MessageState.FAILED, None
        message.failure_kind, message.failure_code = Kind.REJECTED.value, NO_ADDRESS
        message.failure_message = f"{trouble.message} {trouble.fix}"
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return message if Message.objects.filter(id=message.id).exists() else None


def _row(about: _About, filled: Preview, template_id: UUID | None, state: MessageState, due_at: datetime) -> Message:
    identity = new_id()
    return Message(
        id=identity,
        candidate=about.candidate,
        profile=about.profile,
        application=about.application,
        template_id=template_id,
        to_address=filled.to_address,
        reply_to=filled.reply_to,
        subject=filled.subject,
        body=filled.body,
        state=state,
        due_at=due_at,
        next_attempt_at=due_at if state == MessageState.SCHEDULED else None,
        by_user_id=tenancy.current().user_id,
        message_id=f"<{identity}@{_domain()}>",
    )


def _filled(about: _About, letter: Letter) -> Preview:
    values, reply_to = _values(about)
    subject = letter_rules.as_subject(letter_rules.fill(letter.subject, values))
    to_address = address_of(about.application) if about.application else letter_rules.address(about.candidate.email)
    return Preview(to_address, reply_to, subject, tidy(letter_rules.fill(letter.body, values)))


def _values(about: _About) -> tuple[dict[str, str], str]:
    """What each placeholder says, and where an answer goes: to whoever acts, or else to the job's poster."""
    company = Company.objects.values_list("name", flat=True).get(id=tenancy.current_company_id())
    job = about.application.job if about.application else None
    user_id = tenancy.current().user_id
    writer = User.objects.filter(id=user_id).first() if user_id else None
    poster = letter_rules.address(job.poster_email) if job else ""
    parts = (undirected(about.candidate.first_name), undirected(about.candidate.last_name))
    is_a_name = any(parts) and not any(map(letter_rules.leads_somewhere, parts))
    first_name, last_name = parts if is_a_name else ("", "")
    name = str(about.candidate) if is_a_name else _("applicant")
    values = {
        "first_name": first_name or name,
        "last_name": last_name or name,
        "name": name,
        "job": job.title if job else _("a job with us"),
        "company": company,
        "recruiter": str(writer) if writer else _("The hiring team"),
    }
    return values, letter_rules.address(writer.email) if writer else poster


def is_still_true(message: Message) -> bool:
    """Whether what the message tells still holds: nobody is told of a rejection that was taken back."""
    if message.kind != MessageKind.REJECTION:
        return True
    latest = Decision.objects.filter(application_id=message.application_id).order_by("-at", "-id").first()
    return latest is not None and latest.id == message.decision_id


def _no_longer_true(message: Message) -> list[Problem]:
    if is_still_true(message):
        return []
    words = _("The application has been re-opened since.")
    return [Problem("", words, _("Reject it again, and a new message is written."))]


def _address_problems(address: str) -> list[Problem]:
    if address:
        return []
    return [Problem("to", _("No e-mail address of this person is known."), _("Reach them another way."))]


def _domain() -> str:
    return django_settings.CONFIG.mail_from.rpartition("@")[2].strip("<> ") or "localhost"


def _locked(message_id: UUID, allowed: tuple[MessageState, ...]) -> Message:
    message: Message = Message.objects.select_for_update().get(id=message_id)
    is_leaving = message.state == MessageState.SCHEDULED and message.handed_over_at is not None
    if message.state in allowed and not is_leaving:
        return message
    words = _("It is being sent.") if is_leaving else _("It is %(state)s.") % {"state": _state_words(message)}
    raise Refused([Problem("", words, _("Nothing was changed."))], code="message_settled")


def _state_words(message: Message) -> str:
    return str(MessageState(message.state).label).lower()


def _act(message: Message, state: MessageState, next_attempt_at: datetime | None, action: str) -> Message:
    audit.record(action, "message", message.id)
    return _set(message, state, next_attempt_at)


@transaction.atomic
def _set(message: Message, state: MessageState, next_attempt_at: datetime | None) -> Message:
    message.state, message.next_attempt_at = state, next_attempt_at
    message.changed_by_id = tenancy.current().user_id
    message.save(update_fields=["state", "next_attempt_at", "changed_by_id"])
    return message
