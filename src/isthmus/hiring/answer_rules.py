"""Reads an applicant's answers from a form against the questions asked: pure.

A question whose prerequisite is not met is not asked: what was sent for it is left aside.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from isthmus.hiring import documents, question_details
from isthmus.hiring.answer_words import is_met, plain_number
from isthmus.hiring.detail_rules import LARGEST_NUMBER, LONGEST_ANSWER
from isthmus.hiring.documents import LARGEST
from isthmus.hiring.models import QuestionKind
from isthmus.hiring.problems import Problem
from isthmus.hiring.question_details import Details
from isthmus.people.normalise import tidy

NOW = "now"
"""What a form sends in place of an end date that has not come."""


class Question(Protocol):
    """A question as these rules see it."""

    id: UUID
    kind: str
    required: bool
    options: list[dict[str, str]]
    details: dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """A document as the form sent it."""

    name: str
    content: bytes
    declared_type: str = ""


@dataclass
class Read:
    """The answers as (question id, value), the documents given as answers, and what is wrong."""

    values: list[tuple[str, Any]] = field(default_factory=list)
    documents: list[tuple[str, Upload]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(
    questions: Sequence[Question],
    given: Mapping[str, str | Sequence[str]],
    uploads: Mapping[str, Upload] | None = None,
    *,
    prefix: str = "",
) -> Read:
    """The answers to questions; `given` and `uploads` are by `prefix` and question id, as the form sent them.

    Text stays text; a number becomes int or float, a choice its option's id, several a list of ids, yes/no a bool,
    dates `{"start", "end"}` (or `{"start", "current": True}`).
    """
    found = Read()
    known: dict[str, Any] = {}
    for question in questions:
        identity = str(question.id)
        if not is_met(question_details.read(question.details).prerequisite, known):
            continue
        try:
            if question.kind == QuestionKind.DOCUMENT:
                _read_document(question, (uploads or {}).get(f"{prefix}{identity}"), found)
            elif (value := _value(question, given.get(f"{prefix}{identity}", ""))) is not None:
                known[identity] = value
                found.values.append((identity, value))
        except ValueError as reason:
            found.problems.append(Problem(f"answers.{prefix}{identity}", str(reason)))
    return found


def _value(question: Question, raw: str | Sequence[str]) -> Any:
    """The answer, or None for none. Raises ValueError with what is wrong."""
    texts = [tidy(text) for text in ([raw] if isinstance(raw, str) else raw)]
    if any(texts):
        kept = texts if question.kind == QuestionKind.DATE_RANGE else [text for text in texts if text]
        return _READERS[QuestionKind(question.kind)](question, kept, question_details.read(question.details))
    if question.required:
        raise ValueError("This question needs an answer.")
    return None


def _read_document(question: Question, upload: Upload | None, found: Read) -> None:
    if upload is None:
        if question.required:
            raise ValueError("This question needs a document.")
        return
    details = question_details.read(question.details)
    limit = details.largest_bytes or LARGEST
    if len(upload.content) > limit:
        raise ValueError(f"The file is larger than {size_words(limit)}.")
    ending = documents.extension_of(upload.name)
    if details.extensions is not None and ending not in (details.extensions or ("",)):
        raise ValueError(f"Send a file that ends in {_endings(details.extensions)}.")
    documents.type_of_answer(upload.content, upload.name)
    found.documents.append((str(question.id), upload))


def size_words(size: int) -> str:
    """A size limit in MB or KB."""
    return f"{plain_number(round(size / 1024 / 1024, 1))} MB" if size >= 1024 * 1024 else f"{max(size // 1024, 1)} KB"


def _endings(extensions: Sequence[str]) -> str:
    return " or ".join(f".{one}" for one in extensions) if extensions else "nothing: one without an ending"


def _text(question: Question, texts: Sequence[str], details: Details) -> str:
    longest = LONGEST_ANSWER if details.longest is None else details.longest
    text = " ".join(texts[0].split()) if question.kind == QuestionKind.SHORT_TEXT else texts[0]
    if len(text) > longest:
        raise ValueError(f"This is longer than {longest} characters.")
    if len(text) < (details.shortest or 0):
        raise ValueError(f"This is shorter than {details.shortest} characters.")
    return text


def _number(question: Question, texts: Sequence[str], details: Details) -> int | float:
    text = texts[0].replace(",", ".") if texts[0].count(",") == 1 and "." not in texts[0] else texts[0]
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) >= LARGEST_NUMBER:
        raise ValueError("This is not a number.")
    if question.kind == QuestionKind.INTEGER and not number.is_integer():
        raise ValueError("This is not a whole number.")
    if number < details.lowest:
        raise ValueError(f"Give a number not below {plain_number(details.lowest)}.")
    if details.maximum is not None and number > details.maximum:
        raise ValueError(f"Give a number not above {plain_number(details.maximum)}.")
    return int(number) if number.is_integer() else number


def _several(question: Question, texts: Sequence[str], _details: Details) -> list[str]:
    offered = {option["id"] for option in question.options}
    if not set(texts) <= offered:
        raise ValueError("Choose from what is offered.")
    return list(dict.fromkeys(texts))


def _single(question: Question, texts: Sequence[str], details: Details) -> str:
    chosen = _several(question, texts, details)
    if len(chosen) != 1:
        raise ValueError("Choose one.")
    return chosen[0]


def _yes_no(question: Question, texts: Sequence[str], details: Details) -> bool:
    return _single(question, texts, details) == "yes"


def _dates(_question: Question, texts: Sequence[str], _details: Details) -> dict[str, Any]:
    start, end = (*texts, "", "")[:2]
    if not start:
        raise ValueError("Give the first date.")
    if not end:
        raise ValueError("Give the second date.")
    first = _day(start)
    if end == NOW:
        return {"start": first, "current": True}
    last = _day(end)
    if last < first:
        raise ValueError("The second date is before the first.")
    return {"start": first, "end": last}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("This is not a date: write it as 2026-02-28.") from None


_READERS: dict[QuestionKind, Callable[[Question, Sequence[str], Details], Any]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.TEXT: _text,
    QuestionKind.INTEGER: _number,
    QuestionKind.NUMBER: _number,
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.DATE_RANGE: _dates,
}
