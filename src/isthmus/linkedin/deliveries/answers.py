"""Reads what an applicant answered out of a visible delivery, tolerant of the shapes LinkedIn does not document.

Everything missing is empty rather than an error; nothing is invented ("Receive Applications", "Required fields").
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from isthmus.linkedin.deliveries.visible import words_of


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Phone(_Value):
    """A phone number; `country_code` may be ISO letters or a dialling code, LinkedIn does not say."""

    country_code: str = ""
    national_number: str = ""
    extension: str = ""


class Media(_Value):
    """A file at LinkedIn: fetch `url` with the child application's token within 30 days."""

    urn: str = ""
    url: str = ""


class CustomAnswer(_Value):
    """The answer to one of our own questions; `kind` is choice, number, text, date, phone, document or unknown.

    `values` holds symbolic names, numbers as text, the text, the date (or start and end), or the number as one text.
    """

    question_id: str
    kind: str
    values: tuple[str, ...] = ()
    document: Media | None = None
    phone: Phone | None = None


class Experience(_Value):
    """One job or school as the applicant wrote it; dates as precise as given (`2022-03`), `end` may be empty."""

    title: str = ""
    organization: str = ""
    field_of_study: str = ""
    city: str = ""
    description: str = ""
    start: str = ""
    end: str = ""
    current: bool = False


def text_of(node: Any) -> str:
    """A scalar, or the `value`, `text` or `name` inside an object, else the object's texts joined with commas."""
    if isinstance(node, dict):
        for name in ("value", "text", "name"):
            if name in node:
                return text_of(node[name])
        return ", ".join(filter(None, (text_of(value) for value in node.values())))
    if node is None or isinstance(node, list | bool):
        return ""
    return str(node).strip()


def location_of(node: Any) -> str:
    """A place as one text: city, region and country when they are apart, else the text as it stands."""
    if not isinstance(node, dict):
        return text_of(node)
    wanted = ("city", "region", "state", "province", "country")
    parts = [text_of(_named(node, word)) for word in wanted]
    return ", ".join(dict.fromkeys(filter(None, parts))) or text_of(node)


def media_of(node: Any) -> Media | None:
    """The file an answer points to; None when it points to none."""
    if not isinstance(node, dict) or not isinstance(node.get("mediaUrl"), str):
        return None
    return Media(urn=text_of(node.get("mediaUrn")), url=node["mediaUrl"])


def phone_of(node: Any) -> Phone | None:
    """A phone number; None when there is none."""
    if not isinstance(node, dict) or not text_of(node.get("nationalNumber")):
        return None
    return Phone(
        country_code=text_of(node.get("countryCode")),
        national_number=text_of(node.get("nationalNumber")),
        extension=text_of(node.get("extension")),
    )


def custom_answers(node: Any) -> Iterator[CustomAnswer]:
    """Every answer to a question of ours anywhere below `node`, in the order delivered."""
    if isinstance(node, list):
        for item in node:
            yield from custom_answers(item)
    elif isinstance(node, dict) and "questionIdentifier" in node:
        yield _custom_answer(text_of(node["questionIdentifier"]), node.get("answer"))
    elif isinstance(node, dict):
        for value in node.values():
            yield from custom_answers(value)


def experiences(section: Any) -> Iterator[Experience]:
    """The jobs or schools listed in a section, whatever the list is called."""
    for entry in _entries(section):
        dates = _dates(entry)
        yield Experience(
            title=text_of(_named(entry, "title", "position", "degree")),
            organization=text_of(_named(entry, "company", "employer", "organization", "school", "institution")),
            field_of_study=text_of(_named(entry, "study", "field")),
            city=location_of(_named(entry, "city", "location")),
            description=text_of(_named(entry, "description", "summary")),
            start=_date(_named(dates, "start", "from")),
            end=_date(_named(dates, "end", "to")),
            current=_named(dates, "current", "currently", "present") is True,
        )


def _custom_answer(question_id: str, answer: Any) -> CustomAnswer:
    members = answer if isinstance(answer, dict) else {}
    for name, value in members.items():
        if (kind := _KINDS.get(name[:1].lower() + name[1:])) is not None:
            return CustomAnswer(
                question_id=question_id,
                kind=kind,
                values=_values(kind, value),
                document=media_of(value) if kind == "document" else None,
                phone=phone_of(value) if kind == "phone" else None,
            )
    return CustomAnswer(question_id=question_id, kind="unknown")


_KINDS = {
    "multipleChoiceAnswerValue": "choice",
    "numericAnswerValue": "number",
    "textAnswerValue": "text",
    "dateAnswerValue": "date",
    "phoneNumberAnswerValue": "phone",
    "documentAnswerValue": "document",
}


def _values(kind: str, value: Any) -> tuple[str, ...]:
    if kind == "choice":
        names = value.get("symbolicNames") if isinstance(value, dict) else value
        return tuple(text_of(name) for name in names) if isinstance(names, list) else ()
    if kind == "date":
        return _date_values(value)
    if kind == "phone":
        phone = phone_of(value)
        return (f"{phone.country_code} {phone.national_number}".strip(),) if phone else ()
    if kind == "document":
        return ()
    text = text_of(value)
    return (text,) if text else ()


def _date_values(value: Any) -> tuple[str, ...]:
    start, end = (_date(_named(value, *words)) for words in (("start", "from"), ("end", "to")))
    if start or end:
        return (start, end) if end else (start,)
    one = _date(value)
    return (one,) if one else ()


def _entries(section: Any) -> list[dict[str, Any]]:
    """The first list of objects at or below the section."""
    if isinstance(section, list):
        return [entry for entry in section if isinstance(entry, dict)]
    if isinstance(section, dict):
        for value in section.values():
            if found := _entries(value):
                return found
    return []


def _dates(entry: dict[str, Any]) -> dict[str, Any]:
    """The object with start and end: the entry itself, or the member that holds the dates."""
    held = _named(entry, "dates")
    return {**entry, **held} if isinstance(held, dict) else entry


def _named(node: Any, *wanted: str) -> Any:
    """The first member one of whose words is wanted, in the order of wanting."""
    if isinstance(node, dict):
        for word in wanted:
            for name, value in node.items():
                if word in words_of(name):
                    return value
    return None


def _date(node: Any) -> str:
    """`2022-03` from parts or as it stands; empty when there is none."""
    if isinstance(node, dict) and "year" in node:
        parts = [text_of(node.get(name)) for name in ("year", "month", "day")]
        filled = parts[: parts.index("")] if "" in parts else parts
        return "-".join(part.zfill(2) for part in filled)
    return text_of(node)
