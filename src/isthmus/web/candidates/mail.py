"""Our own e-mails on a candidate's page: what was sent, what waits, and the form that writes one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.accounts.roles import Member
from isthmus.base.clock import now
from isthmus.hiring import letter_rules, messages, templates
from isthmus.hiring.actors import names
from isthmus.hiring.messages import Letter, Preview
from isthmus.hiring.models import Application, Message, MessageState
from isthmus.hiring.problems import Refused
from isthmus.people.models import Candidate
from isthmus.web.tones import BAD, GOOD, PLAIN, WAITING, Look

LOOKS = {
    MessageState.DRAFT: Look("", "pencil"),
    MessageState.SCHEDULED: WAITING,
    MessageState.HELD: Look("warn", "pause"),
    MessageState.SENT: GOOD,
    MessageState.CANCELLED: PLAIN,
    MessageState.FAILED: BAD,
}


def address_of(member: Member, candidate_id: UUID) -> str:
    """Where a chosen template is filled in for this person."""
    return reverse("candidates:letter", args=[member.company_slug, candidate_id])


@dataclass(frozen=True)
class ShownMessage:
    """One e-mail as the person gets it, and how it stands."""

    id: UUID
    subject: str
    body: str
    to_address: str
    writer: str
    at: datetime | None
    state_words: str
    tone: str
    icon: str
    why: str
    is_waiting: bool


def shown(candidate_id: UUID) -> list[ShownMessage]:
    """The candidate's e-mails, newest first."""
    rows = messages.of_candidate(candidate_id)
    known = names(row.by_user_id for row in rows)
    return [_shown(row, known.get(row.by_user_id, _("Isthmus, by itself"))) for row in rows]


def filled(candidate_id: UUID, application_id: UUID | None, template_id: UUID) -> Preview:
    """A template's words for this person. Raises Refused, DoesNotExist."""
    template = next((one for one in templates.in_use() if one.id == template_id), None)
    if template is None:
        raise Candidate.DoesNotExist
    letter = Letter(template.subject, template.body, template.id)
    return messages.preview(candidate_id, letter, application_id=application_id)


def _shown(row: Message, writer: str) -> ShownMessage:
    state = MessageState(row.state)
    return ShownMessage(
        id=row.id,
        subject=row.subject,
        body=row.body,
        to_address=row.to_address,
        writer=writer,
        at=row.sent_at or row.due_at,
        state_words=str(state.label),
        tone=LOOKS[state].tone,
        icon=LOOKS[state].icon,
        why=row.failure_message if state == MessageState.FAILED else "",
        is_waiting=state in messages.WITHDRAWABLE,
    )


class LetterForm(forms.Form):
    """An e-mail to one person; a template fills subject and text, which can then be changed."""

    template = forms.TypedChoiceField(label=_l("Start from"), required=False, coerce=UUID, empty_value=None)
    subject = forms.CharField(label=_l("Subject"), max_length=letter_rules.LONGEST_SUBJECT)
    body = forms.CharField(label=_l("Text"), max_length=letter_rules.LONGEST_BODY, widget=forms.Textarea({"rows": 10}))
    at = forms.DateTimeField(
        label=_l("Send at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_l("Empty: within moments"),
    )
    application = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, address: str, focus: Application | None, initial: dict[str, Any] | None = None
    ) -> None:
        about = {"application": focus.id if focus else ""}
        super().__init__(data, auto_id="letter-%s", initial={**about, **(initial or {})})
        fills = {"hx-get": address, "hx-include": "#letter-application", "hx-target": "#letter-words"}
        self.fields["template"].widget.attrs |= {**fills, "hx-swap": "outerHTML"}
        choices = [(str(one.id), one.name) for one in templates.in_use()]
        self.fields["template"].choices = [("", _("An empty page")), *choices]  # type: ignore[attr-defined]

    def clean_at(self) -> datetime | None:
        """A moment to come, or none."""
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at < now():
            raise forms.ValidationError(_("This moment is past: choose a later one, or leave it empty."))
        for problem in letter_rules.moment_problems(at, now()) if at is not None else ():
            raise forms.ValidationError(f"{problem.message} {problem.fix}")
        return at

    def send(self, candidate_id: UUID, application_id: UUID | None) -> Message | None:
        """Send or schedule it; None when it was refused, which the form then says."""
        said = self.cleaned_data
        letter = Letter(said["subject"], said["body"], said["template"])
        try:
            if said["at"] is None:
                return messages.send(candidate_id, letter, application_id=application_id)
            return messages.schedule(candidate_id, letter, said["at"], application_id=application_id)
        except Refused as refused:
            for problem in refused.problems:
                field = problem.field if problem.field in self.fields else None
                self.add_error(field, f"{problem.message} {problem.fix}".strip())
            return None
