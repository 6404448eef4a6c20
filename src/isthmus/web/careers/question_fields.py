"""A question as fields of the public form: what it is called there, how it is drawn, when it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from isthmus.hiring import question_details
from isthmus.hiring.answer_rules import NOW, size_words
from isthmus.hiring.answer_words import plain_number
from isthmus.hiring.documents import LARGEST
from isthmus.hiring.models import Question, QuestionKind
from isthmus.hiring.question_details import Details

ANSWER = "answer-"
RADIOS_AT_MOST = 6
LONGEST_LINE = 300


@dataclass(frozen=True)
class Asked:
    """A question in the form: its fields (three for dates), and the answer it waits for, when it does."""

    fields: list[forms.BoundField]
    optional: bool
    legend: str
    help: str
    expanded_help: str
    after: str
    when: str

    @property
    def errors(self) -> bool:
        return any(field.errors for field in self.fields)


def name_of(question_id: object, prefix: str = "") -> str:
    """The name of a question's (first) field; `prefix` is `work.0.` inside an entry."""
    return f"{prefix.replace('.', '-')}{ANSWER}{question_id}"


def fields_of(question: Question, prefix: str = "") -> dict[str, forms.Field]:
    """The fields that take the answer, by name."""
    details = question_details.read(question.details)
    name = name_of(question.id, prefix)
    needed = question.required and details.prerequisite is None and not prefix
    if question.kind != QuestionKind.DATE_RANGE:
        return {name: _field(question, details, needed=needed)}
    days: dict[str, forms.Field] = {
        name: _day(details.start_label or "From", needed=needed),
        f"{name}-end": _day(details.end_label or "To", needed=False),
    }
    if details.no_end_label:
        days[f"{name}-now"] = forms.BooleanField(required=False, label=details.no_end_label)
    return days


def asked(form: forms.Form, question: Question, prefix: str = "") -> Asked:
    """The question as the page draws it."""
    details = question_details.read(question.details)
    first = details.prerequisite
    return Asked(
        fields=[form[name] for name in fields_of(question, prefix)],
        optional=not question.required,
        legend=question.text if question.kind == QuestionKind.DATE_RANGE else "",
        help=details.help if question.kind == QuestionKind.DATE_RANGE else "",
        expanded_help=details.expanded_help,
        after=name_of(first.question, prefix) if first else "",
        when=" ".join(first.options) if first else "",
    )


def given(question: Question, data: Mapping[str, Any], prefix: str = "") -> Any:
    """What the form sent for the question, as the hiring service takes it."""
    name = name_of(question.id, prefix)
    if question.kind != QuestionKind.DATE_RANGE:
        return data.get(name) or ""
    start, end = data.get(name) or "", data.get(f"{name}-end") or ""
    return [start, NOW if data.get(f"{name}-now") and start else end]


def _field(question: Question, details: Details, *, needed: bool) -> forms.Field:
    common: dict[str, Any] = {"label": question.text, "required": needed, "help_text": _help(question, details)}
    if question.kind == QuestionKind.DOCUMENT:
        accepted = ",".join(f".{ending}" for ending in details.extensions or ())
        return forms.FileField(widget=forms.FileInput(attrs={"accept": accepted} if accepted else {}), **common)
    if question.options:
        return _choice(question, details, common)
    initial = details.suggested
    if question.kind in (QuestionKind.INTEGER, QuestionKind.NUMBER):
        mode = "numeric" if question.kind == QuestionKind.INTEGER else "decimal"
        start = None if initial is None or isinstance(initial, str) else plain_number(initial)
        return forms.CharField(
            max_length=30, initial=start, widget=forms.TextInput(attrs={"inputmode": mode}), **common
        )
    if question.kind == QuestionKind.SHORT_TEXT:
        return forms.CharField(max_length=details.longest or 10_000, initial=initial, **common)
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(max_length=details.longest or 10_000, initial=initial, widget=widget, **common)


def _choice(question: Question, details: Details, common: dict[str, Any]) -> forms.Field:
    choices = [(option["id"], option["label"]) for option in question.options]
    chosen = details.preselected or None
    if question.kind == QuestionKind.MULTIPLE:
        return forms.MultipleChoiceField(
            choices=choices, initial=[chosen] if chosen else None, widget=forms.CheckboxSelectMultiple, **common
        )
    if details.shown_as != "dropdown" and (details.shown_as or len(choices) <= RADIOS_AT_MOST):
        return forms.ChoiceField(choices=choices, initial=chosen, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", "Choose…"), *choices], initial=chosen, **common)


def _day(label: str, *, needed: bool) -> forms.Field:
    return forms.CharField(label=label, required=needed, max_length=10, widget=forms.TextInput(attrs={"type": "date"}))


def _help(question: Question, details: Details) -> str:
    said = [details.help]
    if question.kind in (QuestionKind.INTEGER, QuestionKind.NUMBER) and (details.minimum, details.maximum) != (
        None,
        None,
    ):
        said.append(_range(details))
    if details.longest is not None and details.longest <= LONGEST_LINE:
        said.append(_("At most %(count)d characters.") % {"count": details.longest})
    if question.kind == QuestionKind.DOCUMENT:
        said.append(_file(details))
    return " ".join(part for part in said if part)


def _range(details: Details) -> str:
    lowest = plain_number(details.lowest)
    if details.maximum is None:
        return _("From %(lowest)s.") % {"lowest": lowest}
    return _("From %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": plain_number(details.maximum)}


def _file(details: Details) -> str:
    said = {"size": size_words(details.largest_bytes or LARGEST), "endings": ", ".join(details.extensions or ())}
    if details.extensions is None:
        return _("At most %(size)s.") % said
    if not details.extensions:
        return _("At most %(size)s; a file without an ending.") % said
    return _("At most %(size)s; %(endings)s.") % said
