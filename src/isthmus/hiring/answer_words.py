"""Answers in words, and what they mean for the questions asked: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from isthmus.hiring.models import QuestionKind
from isthmus.hiring.question_details import Details, Prerequisite, read

_CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.YES_NO)
_NUMBERS = (QuestionKind.INTEGER, QuestionKind.NUMBER)
_PARTS_OF_A_DATE = 3


class Question(Protocol):
    """A question as these rules see it."""

    id: UUID
    text: str
    kind: str
    options: list[dict[str, str]]
    details: dict[str, Any]


@dataclass(frozen=True)
class Fit:
    """Whether an answer is one the job hopes for, with the reason in words. It decides nothing by itself.

    A knock-out says that the job cannot do without the hoped-for answer; it is a stronger mark, and a person decides.
    """

    is_hoped_for: bool
    reason: str
    is_knock_out: bool = False

    @property
    def knocks_out(self) -> bool:
        return self.is_knock_out and not self.is_hoped_for


def value_of(kind: str, value: Any) -> Any:
    """An answer's value in the one form its kind has here: yes/no a bool, one choice an id, several a list of ids.

    What does not fit the kind is left as it was given.
    """
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    if kind == QuestionKind.YES_NO and isinstance(one, str):
        return {"yes": True, "no": False}.get(one.lower(), value)
    if kind == QuestionKind.SINGLE and isinstance(one, str):
        return one
    if kind == QuestionKind.MULTIPLE and isinstance(value, str):
        return [value]
    return value


def shown(kind: str, options: Sequence[dict[str, str]], value: Any) -> str:
    """An answer's value in words: labels for option ids, Yes and No, dates written out, numbers plainly."""
    labels = {option["id"]: option["label"] for option in options}
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return plain_number(value)
    if isinstance(value, list):
        return ", ".join(labels.get(str(item), str(item)) for item in value)
    if isinstance(value, dict):
        return _shown_parts(value)
    if kind in _CHOICES:
        return labels.get(str(value), str(value))
    return "" if value is None else str(value)


def plain_number(value: int | float) -> str:
    """A number without an exponent, and without a fraction when it has none."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return format(value, ".10f").rstrip("0")


def written_date(text: str) -> str:
    """`2026-02-01` as 1 February 2026, `2026-02` as February 2026; anything else as it stands."""
    parts = text.split("-")
    try:
        day = date(*(int(part) for part in [*parts, "1", "1"][:_PARTS_OF_A_DATE]))
    except (ValueError, OverflowError, TypeError):
        return text
    formats = {1: "%Y", 2: "%B %Y", _PARTS_OF_A_DATE: "%-d %B %Y"}
    return day.strftime(formats.get(len(parts), "%Y")) if len(parts) in formats else text


def fit(question: Question, value: Any) -> Fit | None:
    """How an answer meets what the job hopes for; None when it hopes for nothing, or there is nothing to compare."""
    details = read(question.details)
    if question.kind in _CHOICES and details.favourable_options:
        return _fit_of_choice(question, details, value)
    bounds = (details.favourable_from, details.favourable_to)
    if question.kind in _NUMBERS and bounds != (None, None) and isinstance(value, int | float):
        floor, ceiling = bounds
        good = (floor is None or value >= floor) and (ceiling is None or value <= ceiling)
        return _fit(details, good, _range(floor, ceiling))
    return None


def is_met(prerequisite: Prerequisite | None, answers: Mapping[str, Any]) -> bool:
    """Whether a question is asked, given the answers by question id as text."""
    if prerequisite is None:
        return True
    return not _chosen(answers.get(prerequisite.question)).isdisjoint(prerequisite.options)


def condition(question: Question, by_id: Mapping[str, Question]) -> str:
    """When a question is asked, in words; empty when it always is."""
    prerequisite = read(question.details).prerequisite
    if prerequisite is None:
        return ""
    first = by_id.get(prerequisite.question)
    if first is None:
        return "asked after another question only"
    return f"asked only when “{first.text}” is answered with {_listed(first.options, prerequisite.options)}"


def _fit_of_choice(question: Question, details: Details, value: Any) -> Fit | None:
    chosen = _chosen(value)
    if not chosen:
        return None
    good = not chosen.isdisjoint(details.favourable_options)
    return _fit(details, good, _listed(question.options, details.favourable_options))


def _fit(details: Details, good: bool, hoped_for: str) -> Fit:
    wish = "cannot do without" if details.knock_out else "hopes for"
    return Fit(good, f"The job {wish} {hoped_for}.", details.knock_out)


def _chosen(value: Any) -> set[str]:
    """The option ids an answer names."""
    if isinstance(value, bool):
        return {"yes" if value else "no"}
    if isinstance(value, list):
        return {item for item in value if isinstance(item, str)}
    return {value} if isinstance(value, str) else set()


def _listed(options: Sequence[dict[str, str]], ids: Sequence[str]) -> str:
    labels = {option["id"]: option["label"] for option in options}
    return " or ".join(f"“{labels.get(one, one)}”" for one in ids)


def _range(floor: int | float | None, ceiling: int | float | None) -> str:
    if ceiling is None:
        return f"{plain_number(floor or 0)} or more"
    if floor is None:
        return f"{plain_number(ceiling)} or less"
    return plain_number(floor) if floor == ceiling else f"{plain_number(floor)} to {plain_number(ceiling)}"


def _shown_parts(value: dict[str, Any]) -> str:
    if value and set(value) <= {"start", "end", "current"}:
        start, end = (written_date(str(value.get(name) or "")) for name in ("start", "end"))
        if value.get("current") and not end:
            return f"{start} until now".strip()
        return " – ".join(part for part in (start, end) if part)
    if "file_id" in value:
        return "A document"
    return ", ".join(f"{name}: {inner}" for name, inner in value.items())
