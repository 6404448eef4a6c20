"""The questions of the job form: rows read from what was posted, changed by its buttons, kept across round trips.

Adding, removing and reordering are submit buttons (`edit=add`, `edit=up:2`, …), so the editor works without JavaScript.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict

from isthmus.hiring.models import Question, QuestionKind

CHOICES = {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
KINDS = [
    (QuestionKind.TEXT, "Words"),
    (QuestionKind.NUMBER, "A number"),
    (QuestionKind.YES_NO, "Yes or no"),
    (QuestionKind.SINGLE, "One of several"),
    (QuestionKind.MULTIPLE, "Any of several"),
]
LONGEST = 1000


@dataclass
class OptionRow:
    """One option of a choice question; `id` is empty until it is saved."""

    label: str = ""
    id: str = ""


@dataclass
class QuestionRow:
    """One question as it stands in the form."""

    text: str = ""
    kind: str = QuestionKind.TEXT
    required: bool = False
    id: str = ""
    options: list[OptionRow] = field(default_factory=list)
    error: str = ""

    @property
    def is_choice(self) -> bool:
        return self.kind in CHOICES

    @property
    def is_empty(self) -> bool:
        """Added and left blank: dropped without a word when the job is saved."""
        return not self.text and not self.id and not any(option.label for option in self.options)

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
            return "Write the question, or remove it."
        if len(self.text) > LONGEST:
            return f"At most {LONGEST} characters."
        if self.kind not in QuestionKind.values:
            return "Choose what kind of answer it takes."
        if self.is_choice and len(labels) < 2:
            return "Give at least two options to choose from."
        if self.is_choice and len(set(labels)) < len(labels):
            return "Two options say the same."
        return ""


def stored(questions: list[Question]) -> list[QuestionRow]:
    """The rows of saved questions."""
    return [
        QuestionRow(
            question.text,
            question.kind,
            question.required,
            str(question.id),
            [OptionRow(option["label"], option["id"]) for option in question.options if question.kind in CHOICES],
        )
        for question in questions
    ]


def posted(data: QueryDict) -> list[QuestionRow]:
    """The rows as the form sent them, in the form's order."""
    rows = []
    for number in data.getlist("question"):
        labels = data.getlist(f"question-{number}-option")
        ids = data.getlist(f"question-{number}-option-id")
        rows.append(
            QuestionRow(
                data.get(f"question-{number}-text", "").strip(),
                data.get(f"question-{number}-kind", QuestionKind.TEXT),
                f"question-{number}-required" in data,
                data.get(f"question-{number}-id", ""),
                [
                    OptionRow(label.strip(), ids[place] if place < len(ids) else "")
                    for place, label in enumerate(labels)
                ],
            )
        )
    return rows


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
    if name in {"up", "down"}:
        return _swapped(rows, place, place + (1 if name == "down" else -1))
    if name == "add-option":
        rows[place].options.append(OptionRow())
    if name == "remove-option" and len(places) > 1:
        del rows[place].options[places[1] : places[1] + 1]
    return rows


def ready_to_type(rows: list[QuestionRow]) -> list[QuestionRow]:
    """The rows with at least two option lines each, so that changing the kind needs no round trip."""
    for row in rows:
        row.options.extend(OptionRow() for _ in range(2 - len(row.options)))
    return rows


def _swapped(rows: list[QuestionRow], first: int, second: int) -> list[QuestionRow]:
    if 0 <= second < len(rows):
        rows[first], rows[second] = rows[second], rows[first]
    return rows
