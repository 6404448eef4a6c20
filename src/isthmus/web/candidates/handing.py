"""Hand-overs as a candidate's page shows them, and the form that makes one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.accounts.models import Role
from isthmus.accounts.roles import Member
from isthmus.hiring import handovers, mentions, notes, team
from isthmus.hiring.actors import names
from isthmus.hiring.handovers import Task
from isthmus.hiring.models import RUNNING, Application, Audience, HandOver, HandOverState
from isthmus.web.candidates import talk
from isthmus.web.tones import GOOD, PLAIN, WAITING, Look

LOOKS = {
    HandOverState.OPEN: WAITING,
    HandOverState.ACCEPTED: Look("accent", "user"),
    HandOverState.DONE: GOOD,
    HandOverState.RETURNED: Look("warn", "arrow-uturn-left"),
    HandOverState.TAKEN_BACK: PLAIN,
}


@dataclass(frozen=True)
class ShownHandOver:
    """One hand-over: who asked whom for what, how it stands, and what this member may do with it."""

    id: UUID
    candidate_id: UUID
    application_id: UUID | None
    candidate: str
    job_title: str
    giver: str
    receiver: str
    task: str
    context: str
    at: datetime
    due_on: date | None
    is_late: bool
    state_words: str
    tone: str
    icon: str
    end_words: str
    is_mine: bool
    is_new: bool
    may_accept: bool
    may_end: bool
    may_take_back: bool


def shown(member: Member, rows: list[HandOver]) -> list[ShownHandOver]:
    """Hand-overs in words; a context this member may not read is left out."""
    known = names(who for row in rows for who in (row.from_user_id, row.to_user_id))
    readable = notes.visible_to(member.user_id).filter(id__in=[row.note_id for row in rows])
    may_read = set(readable.values_list("id", flat=True))
    somebody = _("somebody who left")
    return [
        _shown(
            member,
            row,
            known.get(row.from_user_id, somebody),
            known.get(row.to_user_id, somebody),
            row.note.body if row.note_id in may_read else "",
        )
        for row in rows
    ]


def _shown(member: Member, row: HandOver, giver: str, receiver: str, context: str) -> ShownHandOver:
    state = HandOverState(row.state)
    runs, is_mine = state in RUNNING, row.to_user_id == member.user_id
    return ShownHandOver(
        id=row.id,
        candidate_id=row.candidate_id,
        application_id=row.application_id,
        candidate=str(row.candidate),
        job_title=row.application.job.title if row.application else "",
        giver=giver,
        receiver=receiver,
        task=row.task,
        context=context,
        at=row.at,
        due_on=row.due_on,
        is_late=runs and row.due_on is not None and row.due_on < handovers.today(),
        state_words=str(state.label),
        tone=LOOKS[state].tone,
        icon=LOOKS[state].icon,
        end_words=row.end_words,
        is_mine=is_mine,
        is_new=is_mine and row.seen_at is None,
        may_accept=is_mine and state == HandOverState.OPEN,
        may_end=is_mine and runs,
        may_take_back=runs and (row.from_user_id == member.user_id or member.role == Role.ADMIN),
    )


class HandOverForm(forms.Form):
    """Who, what, why and by when."""

    to = forms.TypedChoiceField(label=_l("To"), coerce=UUID)
    task = forms.CharField(label=_l("What should they do?"), max_length=handovers.LONGEST_TASK)
    context = forms.CharField(
        label=_l("What should they know?"),
        max_length=notes.LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_l("It becomes a note, so nobody has to ask again."),
    )
    audience = forms.ChoiceField(label=_l("Who may read the context"))
    due_on = forms.DateField(
        label=_l("By when"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    application = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, member: Member, focus: Application | None) -> None:
        super().__init__(data, prefix=None, auto_id="hand-over-%s", initial={"application": focus.id if focus else ""})
        colleagues = [one for one in mentions.who_may_read() if one.user_id != member.user_id]
        choices = [(str(one.user_id), f"{one.name} · {one.role.label}") for one in colleagues]
        self.fields["to"].choices = [("", _("Choose a colleague")), *choices]  # type: ignore[attr-defined]
        members = team.of_job(focus.job_id) if focus else []
        open_to = [one for one in talk.audiences(focus, members) if one.is_open and one.value != Audience.AUTHOR]
        self.fields["audience"].choices = [(one.value, one.words) for one in open_to]  # type: ignore[attr-defined]

    @property
    def asked(self) -> Task:
        """What was asked for, once the form is valid."""
        said = self.cleaned_data
        return Task(said["to"], said["task"], said["context"], said["due_on"], said["audience"])
