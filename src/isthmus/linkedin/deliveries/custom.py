"""Reads the answers to our own questions out of a visible delivery, in every section and every repetition."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from isthmus.linkedin.deliveries.answers import (
    Media,
    Period,
    Phone,
    _Value,
    experience_of,
    media_of,
    named,
    period_of,
    phone_of,
    text_of,
)
from isthmus.linkedin.deliveries.visible import words_of

QUESTION = "questionIdentifier"


class CustomAnswer(_Value):
    """The answer to one of our own questions.

    `kind` is choice, number, text, date, phone, document, unknown (answered in a way nobody here reads) or empty (not
    answered). `values` holds symbolic names, the number as text, the text, or the date (or start and end). `about`
    names the job, the school or the round the question was asked for. `raw` is what may be seen of an answer not read.
    """

    question_id: str
    kind: str = ""
    values: tuple[str, ...] = ()
    document: Media | None = None
    phone: Phone | None = None
    current: bool = False
    about: str = ""
    raw: Any = None

    @property
    def is_read(self) -> bool:
        """Whether there is an answer, and it was understood."""
        return bool(self.values or self.document or self.phone)


def custom_answers(node: Any) -> list[CustomAnswer]:
    """Every answer to a question of ours anywhere below `node`, in the order delivered."""
    found = list(_below(node, ""))
    times = Counter(answer.question_id for answer in found if not answer.about)
    rounds: Counter[str] = Counter()
    numbered = []
    for answer in found:
        rounds[answer.question_id] += not answer.about
        if not answer.about and (most := times[answer.question_id]) > 1:
            answer = answer.model_copy(update={"about": f"{rounds[answer.question_id]} of {most}"})
        numbered.append(answer)
    return numbered


def _below(node: Any, about: str) -> Iterator[CustomAnswer]:
    if isinstance(node, list):
        for item in node:
            yield from _below(item, _station(item) or about)
    elif isinstance(node, dict) and QUESTION in node:
        yield _custom_answer(text_of(node[QUESTION]), node.get("answer"), about)
    elif isinstance(node, dict):
        for value in node.values():
            yield from _below(value, about)


def _station(node: Any) -> str:
    """The job or school an entry of a list is about; empty when it is neither."""
    if not isinstance(node, dict) or QUESTION in node:
        return ""
    station = experience_of(node)
    return ", ".join(part for part in (station.title, station.organization) if part)


def _custom_answer(question_id: str, answer: Any, about: str) -> CustomAnswer:
    if answer is None or answer in ("", []):
        return CustomAnswer(question_id=question_id, about=about)
    members = answer if isinstance(answer, dict) else {}
    given = [(kind, value) for name, value in members.items() if (kind := _kind_of(name)) and value is not None]
    for kind, value in given:
        read = CustomAnswer(question_id=question_id, kind=kind, about=about, **_READERS[kind](value))
        if read.is_read:
            return read
    if given and all(value in ({}, [], "") for _, value in given):
        return CustomAnswer(question_id=question_id, about=about)
    return CustomAnswer(question_id=question_id, kind="unknown", about=about, raw=answer or None)


def _kind_of(member: str) -> str:
    words = words_of(member)
    return next((kind for word, kind in _KINDS.items() if word in words), "")


_KINDS = {
    "choice": "choice",
    "document": "document",
    "file": "document",
    "date": "date",
    "dates": "date",
    "phone": "phone",
    "numeric": "number",
    "integer": "number",
    "decimal": "number",
    "text": "text",
}


def _choices(value: Any) -> dict[str, Any]:
    names = named(value, "symbolic", "names", "selected", "value", "choices") if isinstance(value, dict) else value
    listed = names if isinstance(names, list) else [names]
    return {"values": tuple(text for text in map(text_of, listed) if text)}


def _number(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        given = (text_of(inner) for inner in value.values())
        text = next((one for one in given if one), "")
    else:
        text = text_of(value)
    return {"values": (text,) if text else ()}


def _text(value: Any) -> dict[str, Any]:
    text = text_of(value)
    return {"values": (text,) if text else ()}


def _date(value: Any) -> dict[str, Any]:
    found: Period = period_of(value)
    values = (found.start, found.end) if found.end else (found.start,) if found.start else ()
    return {"values": values, "current": found.current}


def _phone(value: Any) -> dict[str, Any]:
    phone = phone_of(value)
    words = f"{phone.country_code} {phone.national_number}".strip() if phone else ""
    return {"values": (words,) if words else (), "phone": phone}


def _document(value: Any) -> dict[str, Any]:
    return {"document": media_of(value)}


_READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "choice": _choices,
    "number": _number,
    "text": _text,
    "date": _date,
    "phone": _phone,
    "document": _document,
}
