"""The questions of the job form: rows read from what was posted, changed by its buttons, kept across round trips.

Adding, removing and reordering are submit buttons (`edit=add`, `edit=up:2`, …), so the editor works without JavaScript.
Questions and options that are not saved yet carry names beginning with `~`, so that others can speak of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from isthmus.hiring import question_details
from isthmus.hiring.models import FormSection, Question, QuestionKind
from isthmus.web.jobs import row_details

CHOICES = {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
DECIDING = {QuestionKind.SINGLE, QuestionKind.YES_NO}
KINDS = [
    (QuestionKind.SHORT_TEXT, _lazy("A line of words")),
    (QuestionKind.TEXT, _lazy("Words")),
    (QuestionKind.INTEGER, _lazy("A whole number")),
    (QuestionKind.NUMBER, _lazy("A number")),
    (QuestionKind.YES_NO, _lazy("Yes or no")),
    (QuestionKind.SINGLE, _lazy("One of several")),
    (QuestionKind.MULTIPLE, _lazy("Any of several")),
    (QuestionKind.DATE_RANGE, _lazy("From one date to another")),
    (QuestionKind.DOCUMENT, _lazy("A document")),
]
YES_NO = [("yes", _lazy("Yes")), ("no", _lazy("No"))]
LONGEST = 1000
ALWAYS_SHOWN = {"hoped", "favourable_from", "favourable_to", "knock_out"}


@dataclass
class OptionRow:
    """One option of a choice question; its `id` begins with `~` until it is saved."""

    label: str = ""
    id: str = ""
    hoped_for: bool = False


@dataclass(frozen=True)
class Earlier:
    """A question this one may wait for, with its answers as (value of the box, words, ticked)."""

    words: str
    answers: list[tuple[str, str, bool]]


@dataclass
class QuestionRow:
    """One question as it stands in the form; `said` holds its details as typed, `after` the ticked answers."""

    text: str = ""
    kind: str = QuestionKind.TEXT
    required: bool = False
    id: str = ""
    options: list[OptionRow] = field(default_factory=list)
    section: str = FormSection.QUESTIONS
    key: str = ""
    said: dict[str, str] = field(default_factory=dict)
    after: list[str] = field(default_factory=list)
    error: str = ""
    has_focus: bool = False
    earlier: list[Earlier] = field(default_factory=list)

    @property
    def is_choice(self) -> bool:
        return self.kind in CHOICES

    @property
    def is_empty(self) -> bool:
        """Added and left blank: dropped without a word when the job is saved."""
        return not self.text and not self.id and not any(option.label for option in self.options)

    @property
    def choices(self) -> Sequence[tuple[str, Any]]:
        """The options as (id, label), for a question of yes or no as well."""
        if self.kind == QuestionKind.YES_NO:
            return YES_NO
        return [(option.id, option.label) for option in self.options if option.label]

    @property
    def has_more(self) -> bool:
        """Whether something stands in the part that is folded away at first."""
        folded = (value for name, value in self.said.items() if name not in ALWAYS_SHOWN)
        return bool(any(folded) or self.after or self.error)

    @property
    def question_id(self) -> UUID | None:
        """The saved question's id; None for a new one, or for anything that is not an id."""
        try:
            return UUID(self.id)
        except ValueError:
            return None

    def check(self) -> bool:
        """Whether it can be saved; if not, `error` says why."""
        self.error = self._problem()
        return not self.error

    def _problem(self) -> str:
        labels = [option.label for option in self.options if option.label]
        if not self.text:
            return _("Write the question, or remove it.")
        if len(self.text) > LONGEST:
            return _("At most %(most)d characters.") % {"most": LONGEST}
        if self.kind not in QuestionKind.values:
            return _("Choose what kind of answer it takes.")
        if self.is_choice and len(labels) < 2:
            return _("Give at least two options to choose from.")
        if self.is_choice and len(set(labels)) < len(labels):
            return _("Two options say the same.")
        return row_details.problem(self)


def stored(questions: list[Question]) -> list[QuestionRow]:
    """The rows of saved questions."""
    return [_stored(question) for question in questions]


def _stored(question: Question) -> QuestionRow:
    details = question_details.read(question.details)
    hoped_for = set(details.favourable_options)
    options = [
        OptionRow(option["label"], option["id"], option["id"] in hoped_for)
        for option in question.options
        if question.kind in CHOICES
    ]
    first = details.prerequisite
    return QuestionRow(
        text=question.text,
        kind=question.kind,
        required=question.required,
        id=str(question.id),
        options=options,
        section=question.section,
        key=str(question.id),
        said=row_details.typed(details),
        after=[f"{first.question}|{option}" for option in first.options] if first else [],
    )


def posted(data: QueryDict) -> list[QuestionRow]:
    """The rows as the form sent them, in the form's order."""
    return [_posted(data, f"question-{number}-") for number in data.getlist("question")]


def _posted(data: QueryDict, name: str) -> QuestionRow:
    labels, ids = data.getlist(f"{name}option"), data.getlist(f"{name}option-id")
    hoped_for = set(data.getlist(f"{name}hoped-for"))
    options = [
        OptionRow(label.strip(), one := ids[place] if place < len(ids) else "", bool(one) and one in hoped_for)
        for place, label in enumerate(labels)
    ]
    return QuestionRow(
        text=data.get(f"{name}text", "").strip(),
        kind=data.get(f"{name}kind", QuestionKind.TEXT),
        required=f"{name}required" in data,
        id=data.get(f"{name}id", ""),
        options=options,
        section=data.get(f"{name}section", FormSection.QUESTIONS),
        key=data.get(f"{name}key", "") or data.get(f"{name}id", ""),
        said={part: data.get(f"{name}{part}", "").strip() for part in row_details.PARTS},
        after=data.getlist(f"{name}after"),
    )


def edited(rows: list[QuestionRow], edit: str) -> list[QuestionRow]:
    """The rows after one button of the editor; an edit it does not know changes nothing."""
    name, *numbers = edit.split(":")
    places = [int(number) for number in numbers if number.isdecimal()]
    if name == "add":
        return [*rows, QuestionRow()]
    if not places or places[0] >= len(rows):
        return rows
    place = places[0]
    if name == "remove":
        return rows[:place] + rows[place + 1 :]
    if name == "duplicate":
        return [*rows[: place + 1], _copy(rows[place]), *rows[place + 1 :]]
    if name in {"up", "down"}:
        return _swapped(rows, place, place + (1 if name == "down" else -1))
    if name == "add-option":
        rows[place].options.append(OptionRow())
    if name == "remove-option" and len(places) > 1:
        del rows[place].options[places[1] : places[1] + 1]
    return rows


def what_happened(edit: str, count: int) -> str:
    """What a button did, in words for those who do not see it."""
    name, *numbers = edit.split(":")
    place = int(numbers[0]) + 1 if numbers and numbers[0].isdecimal() else 0
    moved = {"up": max(place - 1, 1), "down": min(place + 1, count)}
    if name in moved and 0 < place <= count:
        return _("Question %(number)d of %(count)d now.") % {"number": moved[name], "count": count}
    words = {
        "add": _("A question was added at the end."),
        "remove": _("The question was removed."),
        "duplicate": _("The question was copied; the copy follows it."),
        "add-option": _("An option was added."),
        "remove-option": _("The option was removed."),
    }
    return words.get(name, "")


def ready_to_type(rows: list[QuestionRow]) -> list[QuestionRow]:
    """The rows with two option lines each, so that changing the kind needs no round trip, and names for what is new."""
    for place, row in enumerate(rows):
        row.options.extend(OptionRow() for _ in range(2 - len(row.options)))
        row.key = row.key or _provisional()
        for option in row.options:
            option.id = option.id or _provisional()
        row.earlier = [_earlier(other, number, row) for number, other in enumerate(rows[:place], 1) if _decides(other)]
    return rows


def _copy(row: QuestionRow) -> QuestionRow:
    """The same question once more, new in itself and in its options."""
    named = {option.id: _provisional() for option in row.options}
    options = [replace(option, id=named[option.id]) for option in row.options]
    said = row.said | {"preselected": named.get(row.said.get("preselected", ""), row.said.get("preselected", ""))}
    return replace(row, id="", key=_provisional(), options=options, said=said, after=list(row.after), error="")


def _decides(row: QuestionRow) -> bool:
    return row.kind in DECIDING and bool(row.text)


def _earlier(other: QuestionRow, number: int, row: QuestionRow) -> Earlier:
    values = [(f"{other.key}|{identity}", words) for identity, words in other.choices]
    return Earlier(f"{number}. {other.text}", [(value, words, value in row.after) for value, words in values])


def _provisional() -> str:
    return f"~{token_hex(4)}"


def _swapped(rows: list[QuestionRow], first: int, second: int) -> list[QuestionRow]:
    if 0 <= second < len(rows):
        rows[first], rows[second] = rows[second], rows[first]
    return rows
