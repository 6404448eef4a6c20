"""The application form of one job: contact, its questions, the résumé, and a trap for robots."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from isthmus.hiring.careers import JobPage, Submission, Upload
from isthmus.hiring.documents import LARGEST
from isthmus.hiring.models import Question, QuestionKind

ANSWER = "answer-"
RADIOS_AT_MOST = 6


class ApplicationForm(forms.Form):
    """What an applicant fills in; built for the job, because each asks its own questions."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    first_name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = forms.CharField(
        max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"})
    )
    location = forms.CharField(max_length=300, required=False, label="City and country")
    resume = forms.FileField(
        required=False,
        label="Résumé",
        help_text=f"PDF or Word, at most {LARGEST // 1024 // 1024} MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.doc,.docx"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, page: JobPage, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"form_id": uuid4()})
        self.fields["phone"].required = page.needs_phone
        self.fields["resume"].required = page.needs_resume
        if not page.asks_phone:
            del self.fields["phone"]
        if not page.asks_resume:
            del self.fields["resume"]
        for question in page.questions:
            self.fields[f"{ANSWER}{question.id}"] = _field(question)

    def clean_resume(self) -> Any:
        file = self.cleaned_data.get("resume")
        if file and file.size > LARGEST:
            raise forms.ValidationError(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
        return file

    @property
    def is_trapped(self) -> bool:
        """Whether something filled the field no person sees."""
        return bool(self.cleaned_data.get("website"))

    @property
    def contact(self) -> list[forms.BoundField]:
        return [self[name] for name in ("first_name", "last_name", "email", "phone", "location") if name in self.fields]

    @property
    def answers(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(ANSWER)]

    def submission(self, job_id: UUID) -> Submission:
        """What was filled in, for the hiring service; one form sent twice applies once."""
        data = self.cleaned_data
        return Submission(
            id=f"{job_id}:{data['form_id']}",
            first_name=data["first_name"],
            last_name=data["last_name"],
            email=data["email"],
            phone=data.get("phone", ""),
            location=data["location"],
            answers={name.removeprefix(ANSWER): data[name] for name in self.fields if name.startswith(ANSWER)},
            resume=_upload(data.get("resume")),
        )

    def blame(self, field: str, words: str) -> None:
        """Say a service's problem at the field it is about."""
        name = field.replace("answers.", ANSWER)
        self.add_error(name if name in self.fields else None, words)


def _upload(file: Any) -> Upload | None:
    return Upload(file.name, file.read(), file.content_type or "") if file else None


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": question.text, "required": question.required}
    choices = [(option["id"], option["label"]) for option in question.options]
    if question.kind == QuestionKind.MULTIPLE:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if question.kind == QuestionKind.YES_NO or (
        question.kind == QuestionKind.SINGLE and len(choices) <= RADIOS_AT_MOST
    ):
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if question.kind == QuestionKind.SINGLE:
        return forms.ChoiceField(choices=[("", "Choose…"), *choices], **common)
    if question.kind == QuestionKind.NUMBER:
        return forms.CharField(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common)
    return forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}), **common)
