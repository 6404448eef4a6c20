"""What is to be done to several applications: a form for each kind, turned into the wish the service takes."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.base.clock import now
from isthmus.hiring import decisions, letter_rules, notice_settings, pipeline, templates
from isthmus.hiring.bulk import Wish
from isthmus.hiring.models import BulkKind
from isthmus.hiring.problems import Refused

FILL = "fill"


class BulkForm(forms.Form):
    """What every kind has: the wish it makes once valid, and where a refusal is said."""

    kind: ClassVar[BulkKind]

    @property
    def wish(self) -> Wish:
        raise NotImplementedError

    def refuse(self, refused: Refused) -> None:
        """Say each problem at its field."""
        for problem in refused.problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, f"{problem.message} {problem.fix}".strip())


class MoveForm(BulkForm):
    """Which stage they are put into."""

    kind = BulkKind.MOVE
    stage = forms.ChoiceField(label=_l("Stage"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        choices = [(str(stage.id), stage.name) for stage in pipeline.ensure_stages()]
        self.fields["stage"].choices = choices  # type: ignore[attr-defined]

    @property
    def wish(self) -> Wish:
        return Wish(self.kind, stage_id=self.cleaned_data["stage"])


class RejectForm(BulkForm):
    """Why, for colleagues, and whether our own e-mail tells them too."""

    kind = BulkKind.REJECT
    send_email = forms.BooleanField(
        label=_l("Send our e-mail too"),
        required=False,
        help_text=_l("The company's words for “Not selected”, filled in for each; the preview shows them."),
    )
    reason = forms.CharField(
        label=_l("Reason"),
        required=False,
        max_length=decisions.LONGEST_REASON,
        help_text=_l("For colleagues only."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    @property
    def wish(self) -> Wish:
        return Wish(self.kind, reason=self.cleaned_data["reason"], send_email=self.cleaned_data["send_email"])


class WriteForm(BulkForm):
    """One letter with placeholders, filled in for each; a template can fill the fields first."""

    kind = BulkKind.MESSAGE
    template = forms.TypedChoiceField(label=_l("Start from"), required=False, coerce=UUID, empty_value=None)
    subject = forms.CharField(label=_l("Subject"), max_length=letter_rules.LONGEST_SUBJECT)
    body = forms.CharField(
        label=_l("Text"),
        max_length=letter_rules.LONGEST_BODY,
        widget=forms.Textarea({"rows": 12}),
        help_text=_l("{first_name}, {last_name}, {name}, {job}, {company} and {recruiter} are filled in for each."),
    )
    at = forms.DateTimeField(
        label=_l("Send at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_l("Empty: within moments"),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        choices = [(str(one.id), one.name) for one in templates.in_use()]
        self.fields["template"].choices = [("", _("An empty page")), *choices]  # type: ignore[attr-defined]

    @classmethod
    def filled(cls, asked: QueryDict) -> "WriteForm":
        """The form with the words of the template chosen in it."""
        chosen = asked.get("template", "")
        found = next((one for one in templates.in_use() if str(one.id) == chosen), None)
        words = {"template": str(found.id), "subject": found.subject, "body": found.body} if found else {}
        return cls(initial=words)

    def clean_at(self) -> datetime | None:
        """A moment to come, or none."""
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at < now():
            raise forms.ValidationError(_("This moment is past: choose a later one, or leave it empty."))
        for problem in letter_rules.moment_problems(at, now()) if at is not None else ():
            raise forms.ValidationError(f"{problem.message} {problem.fix}")
        return at

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(
            self.kind,
            subject=said["subject"],
            body=said["body"],
            template_id=str(said["template"] or ""),
            at=said["at"].isoformat() if said["at"] else "",
        )


FORMS: dict[str, type[BulkForm]] = {form.kind: form for form in (MoveForm, RejectForm, WriteForm)}


def form_of(kind: str, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> BulkForm:
    """The form of this kind."""
    return FORMS[kind](data, initial=initial)


def initial_of(kind: str) -> dict[str, Any]:
    """What stands in a form nobody has touched: the company's usual way."""
    return {"send_email": notice_settings.current().email_rejections} if kind == BulkKind.REJECT else {}
