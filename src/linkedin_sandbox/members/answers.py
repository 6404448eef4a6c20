"""Checking a member's answers against the form: flat names in, the stored answers and one message per wrong field
out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from linkedin_sandbox.members.asks import Ask, size, spoken
from linkedin_sandbox.members.form import Section

Json = dict[str, Any]
Raw = Mapping[str, Any]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[0-9 ()/.-]{3,20}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Checked:
    """The outcome: `answers` to store, `errors` by field name (empty when all is well)."""

    def __init__(self) -> None:
        self.answers: Json = {}
        self.errors: dict[str, str] = {}


def check(form: Sequence[Section], raw: Raw) -> Checked:
    """Check flat answers (`contact.firstName`, `work.0.title`, `question.{id}` …) section by section."""
    done = Checked()
    for section in form:
        if section.key in ("work", "education"):
            done.answers[section.key] = _entries(done, section, raw)
        elif section.key.startswith("set"):
            sets = done.answers.setdefault("sets", [])
            sets += [
                found
                for index in range(count(section, raw))
                if (found := _customs(done, section.entry_asks(index), raw))
            ]
        else:
            _plain(done, section, raw)
    return done


def count(section: Section, raw: Raw) -> int:
    """How many entries of a repeated section were given, at least its least and at most its most."""
    if section.repeat is None:
        return 1
    least, most = section.repeat
    given = max(
        (i + 1 for i in range(most) if any(_is_given(ask.name, raw) for ask in section.entry_asks(i))), default=0
    )
    return max(least, given)


def _plain(done: Checked, section: Section, raw: Raw) -> None:
    for ask in section.asks:
        if ask.question_id:
            continue
        value = _value(done, ask, raw)
        if value is None:
            continue
        group, _, name = ask.name.partition(".")
        if name:
            done.answers.setdefault(group, {})[name] = value
        else:
            done.answers[group] = value
    extra = _customs(done, [ask for ask in section.asks if ask.question_id], raw)
    if extra:
        done.answers.setdefault("sets", []).append(extra)


def _entries(done: Checked, section: Section, raw: Raw) -> list[Json]:
    entries: list[Json] = []
    for index in range(count(section, raw)):
        prefix = section.prefix(index)
        entry: Json = {}
        for ask in section.entry_asks(index):
            if ask.question_id:
                continue
            value = _value(done, ask, raw)
            if isinstance(value, dict) and ask.kind == "months":
                entry |= value
            elif value is not None:
                entry[ask.name.removeprefix(prefix)] = value
        custom = _customs(done, [ask for ask in section.entry_asks(index) if ask.question_id], raw)
        entries.append(entry | ({"questions": custom} if custom else {}))
    return entries


def _customs(done: Checked, asks: Sequence[Ask], raw: Raw) -> Json:
    found: Json = {}
    for ask in asks:
        if not is_asked(ask, raw):
            continue
        value = _value(done, ask, raw)
        if value is not None:
            kind = {"long": "text", "file": "document"}.get(ask.kind, ask.kind)
            found[ask.question_id] = {"kind": kind, "value": value}
    return found


def is_asked(ask: Ask, raw: Raw) -> bool:
    """Whether a question's prerequisite, if it has one, was answered the needed way."""
    if ask.needs is None:
        return True
    given = next((raw[name] for name in ask.needed_names if name in raw), None)
    return any(choice in ask.needs[1] for choice in _list(given))


def _value(done: Checked, ask: Ask, raw: Raw) -> Any:
    """The checked value of one question, or None; a message goes to `done.errors`."""
    try:
        value = _READ[ask.kind](ask, raw)
    except ValueError as error:
        done.errors[ask.name] = str(error)
        return None
    if value is None and ask.required:
        done.errors[ask.name] = "Please answer this question."
    return value


def _text(ask: Ask, raw: Raw) -> str | None:
    text = str(raw.get(ask.name) or "").strip()
    if not text:
        return None
    if ask.least and len(text) < ask.least:
        raise ValueError(f"Please write at least {int(ask.least)} characters.")
    if ask.most and len(text) > ask.most:
        raise ValueError(f"Please write at most {int(ask.most)} characters.")
    if ask.kind == "email" and not _EMAIL.fullmatch(text):
        raise ValueError("Please give a full e-mail address.")
    return text


def _phone(ask: Ask, raw: Raw) -> Json | None:
    number = str(raw.get(f"{ask.name}.nationalNumber") or "").strip()
    if not number:
        return None
    if not _PHONE.fullmatch(number):
        raise ValueError("Please give a phone number in digits.")
    country = str(raw.get(f"{ask.name}.countryCode") or "BE")
    return {"countryCode": country, "nationalNumber": number, "extension": str(raw.get(f"{ask.name}.extension") or "")}


def _choice(ask: Ask, raw: Raw) -> Any:
    given = [choice for choice in _list(raw.get(ask.name)) if choice]
    if not given:
        return None
    known = {symbol for symbol, _ in ask.options}
    if any(choice not in known for choice in given):
        raise ValueError("Please choose from the list.")
    if len(given) > 1 and not ask.many:
        raise ValueError("Please choose one.")
    return given if ask.question_id else given[0]


def _number(ask: Ask, raw: Raw) -> int | float | None:
    text = str(raw.get(ask.name) if raw.get(ask.name) is not None else "").strip()
    if not text:
        return None
    try:
        value: int | float = int(text) if ask.kind == "integer" else float(text)
    except ValueError:
        raise ValueError("Please give a whole number." if ask.kind == "integer" else "Please give a number.") from None
    if not -1e15 < value < 1e15:
        raise ValueError("Please give a smaller number.")
    if ask.least is not None and value < ask.least:
        raise ValueError(f"Please give at least {ask.least:g}.")
    if ask.most is not None and value > ask.most:
        raise ValueError(f"Please give at most {ask.most:g}.")
    return value


def _dates(ask: Ask, raw: Raw) -> Json | None:
    start, end = (str(raw.get(f"{ask.name}.{side}") or "").strip() or None for side in ("start", "end"))
    for text in filter(None, (start, end)):
        try:
            date.fromisoformat(text)
        except ValueError:
            raise ValueError("Please give dates as year-month-day.") from None
    return _period(start, end)


def _months(ask: Ask, raw: Raw) -> Json | None:
    start, end = (str(raw.get(f"{ask.name}.{side}") or "").strip() or None for side in ("start", "end"))
    for text in filter(None, (start, end)):
        if not _MONTH.fullmatch(text):
            raise ValueError("Please give dates as year-month.")
    if raw.get(f"{ask.name}.current"):
        return {"start": start, "end": None, "current": True} if start else None
    period = _period(start, end)
    return {"current": False, **period} if period else None


def _period(start: str | None, end: str | None) -> Json | None:
    if start is None and end is None:
        return None
    if start and end and end < start:
        raise ValueError("The end lies before the start.")
    return {"start": start, "end": end}


def _file(ask: Ask, raw: Raw) -> Json | None:
    file = raw.get(ask.name)
    if not isinstance(file, dict) or "token" not in file:
        return None
    extension = file["filename"].rpartition(".")[2].lower() if "." in file["filename"] else ""
    if ask.extensions is not None and extension not in (ask.extensions or ("",)):
        kinds = f"a {spoken(ask.extensions)} file" if ask.extensions else "a file without extension"
        raise ValueError(f"Please attach {kinds}.")
    if ask.most and file["size"] > ask.most:
        raise ValueError(f"Please attach a file of at most {size(ask.most)}.")
    if not file["size"]:
        raise ValueError("The file is empty.")
    if ask.is_sniffed and file.get("kind") != extension:
        raise ValueError(f"This file is named .{extension} but is not a {extension.upper()} file. Please save it anew.")
    return file


_READ = {
    "text": _text,
    "long": _text,
    "email": _text,
    "phone": _phone,
    "choice": _choice,
    "integer": _number,
    "decimal": _number,
    "dates": _dates,
    "months": _months,
    "file": _file,
}


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def _is_given(name: str, raw: Raw) -> bool:
    """Whether anything was given under a name, or under a part of it (`….start`)."""
    return any(
        key == name or key.startswith(f"{name}.") for key, value in raw.items() if value not in (None, "", [], ())
    )
