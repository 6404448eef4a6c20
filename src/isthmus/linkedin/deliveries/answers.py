"""Reads contact, files, work and education out of a visible delivery, tolerant of what LinkedIn does not document.

Everything missing is empty rather than an error; nothing is invented ("Receive Applications", "Required fields").
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from isthmus.linkedin.deliveries.visible import words_of

START = ("start", "from", "begin", "began", "started", "since")
END = ("end", "to", "until", "ended")
CURRENT = ("current", "currently", "present", "ongoing")
_DEEPEST = 6
_DIGITS_OF_SECONDS = 10
_WRAPPERS = frozenset(
    {"answers", "answer", "responses", "response", "value", "entry", "item", "work", "education", "experience"}
)
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:T.*)?")


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


class Period(_Value):
    """A date, or from one to another; each as precise as given, or as it stands when it is no date known here."""

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
    wanted = ("city", "locality", "region", "state", "province", "country")
    parts = [text_of(named(node, word)) for word in wanted]
    return ", ".join(dict.fromkeys(filter(None, parts))) or text_of(node)


def media_of(node: Any, depth: int = _DEEPEST) -> Media | None:
    """The file an answer points to, however deep it stands; None when it points to none."""
    if isinstance(node, list):
        return next((found for item in node if (found := media_of(item, depth - 1))), None) if depth else None
    if not isinstance(node, dict) or not depth or "questionIdentifier" in node:
        return None
    url = named(node, "url")
    if isinstance(url, str) and url.startswith(("https://", "http://")):
        return Media(urn=text_of(named(node, "urn")), url=url)
    members = (value for name, value in node.items() if "custom" not in words_of(name))
    return next((found for value in members if (found := media_of(value, depth - 1))), None)


def phone_of(node: Any) -> Phone | None:
    """A phone number; None when there is none."""
    if not isinstance(node, dict):
        return Phone(national_number=text_of(node)) if text_of(node) else None
    if (number := named(node, "national", "number")) is None:
        return phone_of(named(node, "value", "phone", "cellphone"))
    if not text_of(number):
        return None
    return Phone(
        country_code=text_of(named(node, "country")),
        national_number=text_of(number),
        extension=text_of(named(node, "extension")),
    )


def period_of(node: Any, depth: int = _DEEPEST) -> Period:
    """A date or a period in any shape that names or orders its ends; empty when there is none."""
    if isinstance(node, str) and node.count("/") == 1 and all(_DAY.fullmatch(part) for part in node.split("/")):
        return period_of(node.split("/"))
    if isinstance(node, list):
        ends = [date_of(item) for item in node[:2]]
        return Period(start=ends[0] if ends else "", end=ends[1] if len(ends) > 1 else "")
    start, end = (date_of(named(node, *words)) for words in (START, END))
    is_current = named(node, *CURRENT) is True
    if start or end or is_current:
        return Period(start=start, end=end, current=is_current)
    if isinstance(node, dict) and "year" not in node and depth:
        inner = (period_of(value, depth - 1) for value in node.values() if isinstance(value, dict | list | str | int))
        return next((found for found in inner if found != Period()), Period())
    return Period(start=date_of(node))


def date_of(node: Any) -> str:
    """`2022-03` from parts, epoch milliseconds or text; text that is no date as it stands; empty when there is none."""
    if isinstance(node, dict) and "year" in node:
        parts = [text_of(node.get(name)) for name in ("year", "month", "day")]
        filled = parts[: parts.index("")] if "" in parts else parts
        return "-".join(part.zfill(2) for part in filled)
    text = text_of(node)
    if text.isascii() and text.isdecimal() and len(text) > _DIGITS_OF_SECONDS:
        return _from_millis(text)
    if (found := _DAY.fullmatch(text)) is not None:
        return "-".join(part.zfill(2) for part in found.groups() if part)
    return text


def experiences(section: Any) -> Iterator[Experience]:
    """The jobs or schools listed in a section, whatever the list is called."""
    for entry in _entries(section):
        yield experience_of(entry)


def experience_of(listed: dict[str, Any]) -> Experience:
    """One job or school."""
    entry = _unwrapped(listed)
    dates = period_of(_dates(entry))
    return Experience(
        title=text_of(named(entry, "title", "position", "role", "degree")),
        organization=text_of(
            named(entry, "company", "employer", "organization", "school", "institution", "university", "college")
        ),
        field_of_study=text_of(named(entry, "study", "field", "major", "program")),
        city=location_of(named(entry, "city", "location", "locality")),
        description=text_of(named(entry, "description", "summary")),
        start=dates.start,
        end=dates.end,
        current=dates.current or named(entry, *CURRENT) is True,
    )


def named(node: Any, *wanted: str) -> Any:
    """The first member one of whose words is wanted, in the order of wanting; questions of our own are none of them."""
    if isinstance(node, dict):
        for word in wanted:
            for name, value in node.items():
                words = words_of(name)
                if word in words and "custom" not in words:
                    return value
    return None


def _entries(section: Any) -> list[dict[str, Any]]:
    """The first list of objects at or below the section that are not answers to questions of our own."""
    if isinstance(section, list):
        return [entry for entry in section if isinstance(entry, dict) and "questionIdentifier" not in entry]
    if isinstance(section, dict):
        for value in section.values():
            if found := _entries(value):
                return found
    return []


def _unwrapped(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with what is wrapped once more inside it, such as its `answers`."""
    found = dict(entry)
    for name, value in entry.items():
        if isinstance(value, dict) and _WRAPPERS.issuperset(words_of(name)):
            found |= value
    return found


def _dates(entry: dict[str, Any]) -> dict[str, Any]:
    """What the entry says of its dates: the member that holds them, or those of its own that name an end of them."""
    held = named(entry, "dates", "range", "attended", "attendance")
    if isinstance(held, dict | list | str):
        return {"dates": held} if not isinstance(held, dict) else held
    return {name: value for name, value in entry.items() if not {*START, *END, *CURRENT}.isdisjoint(words_of(name))}


def _from_millis(moment: str) -> str:
    try:
        return datetime.fromtimestamp(int(moment) / 1000, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return moment
