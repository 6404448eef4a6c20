"""Reads an applicant's answers from a form against the questions asked: pure."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from isthmus.hiring.models import QuestionKind
from isthmus.hiring.problems import Problem
from isthmus.people.normalise import tidy

LONGEST_ANSWER = 10_000


class Question(Protocol):
    """A question as these rules see it."""

    id: UUID
    kind: str
    required: bool
    options: list[dict[str, str]]


def read(
    questions: Sequence[Question], given: Mapping[str, str | Sequence[str]]
) -> tuple[list[tuple[str, Any]], list[Problem]]:
    """The answers as (question id, value), and what is wrong with them; `given` is by question id, as the form sent it.

    Text stays text; a number becomes int or float, a choice its option's id, several a list of ids, yes/no a bool.
    """
    values: list[tuple[str, Any]] = []
    problems: list[Problem] = []
    for question in questions:
        raw = given.get(str(question.id), "")
        texts = [text for text in map(tidy, [raw] if isinstance(raw, str) else raw) if text]
        try:
            if texts:
                values.append((str(question.id), _READERS[QuestionKind(question.kind)](question, texts)))
            elif question.required:
                raise ValueError("This question needs an answer.")
        except ValueError as reason:
            problems.append(Problem(f"answers.{question.id}", str(reason)))
    return values, problems


def _text(_question: Question, texts: Sequence[str]) -> str:
    if len(texts[0]) > LONGEST_ANSWER:
        raise ValueError(f"This is longer than {LONGEST_ANSWER} characters.")
    return texts[0]


def _number(_question: Question, texts: Sequence[str]) -> int | float:
    text = texts[0].replace(",", ".") if texts[0].count(",") == 1 and "." not in texts[0] else texts[0]
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) >= 1e15:
        raise ValueError("This is not a number.")
    return int(number) if number.is_integer() else number


def _several(question: Question, texts: Sequence[str]) -> list[str]:
    offered = {option["id"] for option in question.options}
    if not set(texts) <= offered:
        raise ValueError("Choose from what is offered.")
    return list(dict.fromkeys(texts))


def _single(question: Question, texts: Sequence[str]) -> str:
    chosen = _several(question, texts)
    if len(chosen) != 1:
        raise ValueError("Choose one.")
    return chosen[0]


def _yes_no(question: Question, texts: Sequence[str]) -> bool:
    return _single(question, texts) == "yes"


_READERS = {
    QuestionKind.TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.YES_NO: _yes_no,
}
