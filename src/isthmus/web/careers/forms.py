"""The application form of one job: contact, résumé, what else it asks for, its questions, and a trap for robots."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.hiring.careers import REPEATED, JobPage, Submission, Upload
from isthmus.hiring.documents import LARGEST
from isthmus.hiring.entry_rules import FIELDS
from isthmus.hiring.models import FormSection, Question, QuestionKind, Requirement
from isthmus.people.normalise import email_key
from isthmus.web.careers import question_fields, tokens
from isthmus.web.careers.question_fields import Asked, name_of

MEGABYTES = LARGEST // 1024 // 1024
ENTRY_LABELS = {
    "title": _l("Title"),
    "company": _l("Company"),
    "city": _l("City"),
    "description": _l("Description"),
    "school": _l("School"),
    "degree": _l("Degree"),
    "field_of_study": _l("Field of study"),
}
ENTRY_NAMES = {FormSection.WORK: _l("Job"), FormSection.EDUCATION: _l("School")}
MONTH = {"inputmode": "numeric", "placeholder": "2022-03"}


def _document(label: Any) -> forms.FileField:
    return forms.FileField(
        required=False,
        label=label,
        help_text=format_lazy(_l("PDF or Word, at most {size} MB."), size=MEGABYTES),
        widget=forms.FileInput(attrs={"accept": ".pdf,.doc,.docx"}),
    )


@dataclass(frozen=True)
class Entry:
    """One job or school of the form, with the questions asked for each."""

    title: str
    fields: list[forms.BoundField]
    asked: list[Asked]
    is_open: bool


@dataclass(frozen=True)
class Part:
    """A part of the form under its heading."""

    title: str
    fields: list[forms.BoundField]
    asked: list[Asked]
    entries: list[Entry]


class ApplicationForm(forms.Form):
    """What an applicant fills in; built for the job, because each asks its own questions."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    first_name = forms.CharField(
        label=_l("First name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    middle_name = forms.CharField(label=_l("Middle name"), max_length=200, required=False)
    last_name = forms.CharField(
        label=_l("Last name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(label=_l("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = forms.CharField(
        label=_l("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    location = forms.CharField(max_length=300, required=False, label=_l("City and country"))
    resume = _document(_l("Résumé"))
    cover_letter = _document(_l("Cover letter"))
    cover_letter_text = forms.CharField(
        max_length=20_000, required=False, label=_l("Cover letter, in words"), widget=forms.Textarea(attrs={"rows": 5})
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, page: JobPage, data: Any = None, files: Any = None) -> None:
        form_id = uuid4()
        super().__init__(data, files, initial={"form_id": form_id, "token": tokens.issue(page.job_id, form_id)})
        self.page = page
        sections = page.sections
        self._ask("phone", _requirement(asks=page.asks_phone, needs=page.needs_phone))
        self._ask("resume", _requirement(asks=page.asks_resume, needs=page.needs_resume))
        for name in ("middle_name", "location", "cover_letter", "cover_letter_text"):
            self._ask(name, getattr(sections, name))
        for question in page.questions:
            if question.section not in REPEATED:
                self.fields.update(question_fields.fields_of(question))
        for part in REPEATED:
            for place in range(self._count(part)):
                self.fields.update(self._entry_fields(part, place))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, value in list(data.items()):
            if isinstance(self.fields[name], forms.FileField) and value and value.size > LARGEST:
                self.add_error(name, _("The file is larger than {size} MB.").format(size=MEGABYTES))
        return data

    @property
    def is_trapped(self) -> bool:
        """Whether something filled the field no person sees."""
        return bool(self.cleaned_data.get("website"))

    @property
    def parts(self) -> list[Part]:
        """The form in the order LinkedIn's has, without what is not asked."""
        contact = ("first_name", "middle_name", "last_name", "email", "phone", "location")
        found = [
            self._part("", FormSection.CONTACT, *contact),
            self._part("", FormSection.RESUME, "resume"),
            self._part("", FormSection.COVER_LETTER, "cover_letter", "cover_letter_text"),
            self._part(_("Work"), FormSection.WORK),
            self._part(_("Education"), FormSection.EDUCATION),
            self._part("", FormSection.QUESTIONS),
        ]
        return [part for part in found if part.fields or part.asked or part.entries]

    def submission(self, job_id: UUID) -> Submission:
        """What was filled in, for the hiring service; one form sent twice by one person applies once."""
        data = self.cleaned_data
        texts = {name: data.get(name) or "" for name in ("middle_name", "phone", "location", "cover_letter_text")}
        answers, documents = {}, {}
        for question, prefix in self._all_asked():
            key = f"{prefix}{question.id}"
            if question.kind == QuestionKind.DOCUMENT:
                if (upload := _upload(data.get(name_of(question.id, prefix)))) is not None:
                    documents[key] = upload
            else:
                answers[key] = question_fields.given(question, data, prefix)
        return Submission(
            id=f"{job_id}:{data['form_id']}:{_whose(data['email'])}",
            first_name=data["first_name"],
            last_name=data["last_name"],
            email=data["email"],
            answers=answers,
            documents=documents,
            resume=_upload(data.get("resume")),
            cover_letter=_upload(data.get("cover_letter")),
            work=self._entries(FormSection.WORK, data),
            education=self._entries(FormSection.EDUCATION, data),
            **texts,
        )

    def blame(self, field: str, words: str) -> None:
        """Say a service's problem at the field it is about."""
        head, _, key = field.partition(".")
        prefix, _, identity = key.rpartition(".")
        name = name_of(identity, f"{prefix}." if prefix else "") if head == "answers" else field.replace(".", "-")
        self.add_error(name if name in self.fields else None, words)

    def _ask(self, name: str, requirement: str) -> None:
        if requirement == Requirement.HIDDEN:
            del self.fields[name]
        else:
            self.fields[name].required = requirement == Requirement.REQUIRED

    def _count(self, part: str) -> int:
        asked = getattr(self.page.sections, part)
        return asked.most if asked.asked else 0

    def _entry_fields(self, part: str, place: int) -> dict[str, forms.Field]:
        asked = getattr(self.page.sections, part)
        found: dict[str, forms.Field] = {}
        for name in FIELDS[part]:
            if getattr(asked, name) == Requirement.HIDDEN:
                continue
            if name == "dates":
                month = forms.TextInput(attrs=MONTH)
                found |= {
                    "start": forms.CharField(required=False, max_length=10, label=_l("From"), widget=month),
                    "end": forms.CharField(required=False, max_length=10, label=_l("To"), widget=month),
                    "current": forms.BooleanField(required=False, label=_l("Until now")),
                }
            else:
                widget = forms.Textarea(attrs={"rows": 3}) if name == "description" else forms.TextInput()
                label = ENTRY_LABELS[name]
                found[name] = forms.CharField(required=False, max_length=5000, label=label, widget=widget)
        named = {f"{part}-{place}-{name}": field for name, field in found.items()}
        for question in self._own(part):
            named |= question_fields.fields_of(question, f"{part}.{place}.")
        return named

    def _own(self, part: str) -> list[Question]:
        return [question for question in self.page.questions if question.section == part]

    def _all_asked(self) -> Iterator[tuple[Question, str]]:
        for question in self.page.questions:
            if question.section not in REPEATED:
                yield question, ""
            else:
                for place in range(self._count(question.section)):
                    yield question, f"{question.section}.{place}."

    def _part(self, title: str, part: str, *names: str) -> Part:
        fields = [self[name] for name in names if name in self.fields]
        if part in REPEATED:
            return Part(title, fields, [], [self._entry(part, place) for place in range(self._count(part))])
        return Part(title, fields, [question_fields.asked(self, question) for question in self._own(part)], [])

    def _entry(self, part: str, place: int) -> Entry:
        prefix = f"{part}-{place}-"
        fields = [self[name] for name in self.fields if name.startswith(prefix) and f"{prefix}answer" not in name]
        asked = [question_fields.asked(self, question, f"{part}.{place}.") for question in self._own(part)]
        is_filled = self.is_bound and any(field.data or field.errors for field in fields)
        least = max(1, getattr(self.page.sections, part).least)
        return Entry(f"{ENTRY_NAMES[FormSection(part)]} {place + 1}", fields, asked, is_filled or place < least)

    def _entries(self, part: str, data: dict[str, Any]) -> list[dict[str, str]]:
        names = (*FIELDS[part], "start", "end", "current")
        return [
            {name: str(data.get(f"{part}-{place}-{name}") or "") for name in names}
            for place in range(self._count(part))
        ]


def _requirement(*, asks: bool, needs: bool) -> str:
    if not asks:
        return Requirement.HIDDEN
    return Requirement.REQUIRED if needs else Requirement.OPTIONAL


def _whose(email: str) -> str:
    """A short mark of the address, so that a form that is gone back to for somebody else is theirs."""
    return hashlib.sha256(email_key(email).encode()).hexdigest()[:12]


def _upload(file: Any) -> Upload | None:
    return Upload(file.name, file.read(), file.content_type or "") if file else None
