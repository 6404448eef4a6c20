"""LinkedIn's answers to our questions as this house keeps them; what cannot be read is kept as it may be seen."""

import math
import re
from collections.abc import Mapping
from typing import Any

from isthmus.bridge.apply_connect.people import external_id_of, phone_of
from isthmus.hiring.applications import GivenAnswer
from isthmus.hiring.models import QuestionKind
from isthmus.linkedin import CustomAnswer

NUMBERS = (QuestionKind.INTEGER, QuestionKind.NUMBER)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def given(answer: CustomAnswer, kinds: Mapping[str, str]) -> GivenAnswer | None:
    """The answer to be received; None when the question was not answered. `kinds` are by question id as text."""
    if not answer.kind:
        return None
    if answer.document is not None:
        return GivenAnswer(answer.question_id, None, document=external_id_of(answer.document), about=answer.about)
    value = value_of(kinds.get(answer.question_id.strip().lower(), ""), answer)
    if value is None:
        seen = answer.raw if answer.kind == "unknown" else list(answer.values)
        return GivenAnswer(answer.question_id, seen, about=answer.about, understood=False)
    return GivenAnswer(answer.question_id, value, about=answer.about)


def value_of(kind: str, answer: CustomAnswer) -> Any:
    """A number, an option's id, several, text, or dates, by the kind of the question; None when it cannot be read."""
    values = list(answer.values)
    if answer.kind == "date":
        return _dates(answer)
    if answer.kind == "phone":
        return phone_of(answer.phone) or None
    if not values:
        return None
    if kind in NUMBERS or answer.kind == "number":
        return _number(values[0])
    if kind == QuestionKind.MULTIPLE or (not kind and answer.kind == "choice"):
        return values
    return values[0] if len(values) == 1 else values


def _dates(answer: CustomAnswer) -> dict[str, Any] | None:
    if not all(_DATE.fullmatch(text) for text in answer.values if text) or not any(answer.values):
        return None
    start, end = (*answer.values, "", "")[:2]
    said = {"start": start, "end": end} | ({"current": True} if answer.current and not end else {})
    return {name: value for name, value in said.items() if value}


def _number(text: str) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number
