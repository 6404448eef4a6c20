"""The inner shapes of an application delivery that LinkedIn's documentation does not show, in three readings. Nothing
else of the sandbox knows them: replace this module when the real shapes become known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol

Json = dict[str, Any]


class Shapes(Protocol):
    """One reading. Each method returns the member's value; `Json` results are merged into their section."""

    def middle_name(self, name: str) -> Json: ...
    def location(self, text: str) -> Any: ...
    def cover_letter(self, file: Json) -> Json: ...
    def text_cover_letter(self, text: str) -> Any: ...
    def work(self, entries: list[Json]) -> Any: ...
    def education(self, entries: list[Json]) -> Any: ...
    def self_identification(self, answers: dict[str, str]) -> Json: ...
    def date(self, start: str | None, end: str | None) -> Any: ...
    def document(self, file: Json) -> Json: ...


class First:
    """Every answer an object with `value`, dates in parts, names taken from the question side."""

    def middle_name(self, name: str) -> Json:
        return {"middleNameAnswer": _value(name)}

    def location(self, text: str) -> Any:
        return _value(text)

    def cover_letter(self, file: Json) -> Json:
        return {"coverLetterQuestionAnswer": file}

    def text_cover_letter(self, text: str) -> Any:
        return _value(text)

    def work(self, entries: list[Json]) -> Json:
        names = {
            "title": "titleAnswer",
            "company": "companyAnswer",
            "city": "cityAnswer",
            "description": "descriptionAnswer",
        }
        return {
            "workExperienceQuestionSetResponses": [
                self._entry(entry, names, "employmentDatesAnswer") for entry in entries
            ]
        }

    def education(self, entries: list[Json]) -> Json:
        names = {
            "school": "schoolAnswer",
            "city": "cityAnswer",
            "degree": "degreeAnswer",
            "fieldOfStudy": "fieldOfStudyAnswer",
        }
        return {
            "educationExperienceQuestionSetResponses": [
                self._entry(entry, names, "datesAttendedAnswer") for entry in entries
            ]
        }

    def _entry(self, entry: Json, names: dict[str, str], dates: str) -> Json:
        shown: Json = {names[key]: _value(value) for key, value in entry.items() if key in names and value}
        period = self.date(entry.get("start"), entry.get("end"))
        if entry.get("current"):
            period["current"] = True
        if period:
            shown[dates] = period
        return shown | ({"customQuestionResponses": entry["custom"]} if entry.get("custom") else {})

    def self_identification(self, answers: dict[str, str]) -> Json:
        shown = {f"{name}QuestionAnswer": _value(value) for name, value in answers.items()}
        return {"voluntarySelfIdentificationQuestionResponses": shown}

    def date(self, start: str | None, end: str | None) -> Json:
        return {name: _parts(text) for name, text in (("start", start), ("end", end)) if text}

    def document(self, file: Json) -> Json:
        return {"DocumentAnswerValue": file}


class Second:
    """Plain values, ISO dates, other names."""

    def middle_name(self, name: str) -> Json:
        return {"middleNameQuestionAnswer": _value(name)}

    def location(self, text: str) -> Any:
        city, _, country = text.partition(",")
        return {"city": city.strip(), "country": country.strip()}

    def cover_letter(self, file: Json) -> Json:
        return {"coverLetterAnswer": file}

    def text_cover_letter(self, text: str) -> Any:
        return text

    def work(self, entries: list[Json]) -> Json:
        names = {"title": "title", "company": "companyName", "city": "city", "description": "description"}
        return {"workExperienceResponses": [self._entry(entry, names, "employmentDates") for entry in entries]}

    def education(self, entries: list[Json]) -> Json:
        names = {"school": "schoolName", "city": "city", "degree": "degree", "fieldOfStudy": "fieldOfStudy"}
        return {"educationExperienceResponses": [self._entry(entry, names, "datesAttended") for entry in entries]}

    def _entry(self, entry: Json, names: dict[str, str], dates: str) -> Json:
        shown: Json = {names[key]: value for key, value in entry.items() if key in names and value}
        if entry.get("start") or entry.get("end"):
            shown[dates] = self.date(entry.get("start"), entry.get("end"))
        return shown | ({"customResponses": entry["custom"]} if entry.get("custom") else {})

    def self_identification(self, answers: dict[str, str]) -> Json:
        return {"selfIdentificationResponses": dict(answers)}

    def date(self, start: str | None, end: str | None) -> Json:
        return {"startDate": start, "endDate": end}

    def document(self, file: Json) -> Json:
        return {"documentAnswerValue": file}


class Third:
    """Lists where the others have objects, times in epoch milliseconds, one level more of nesting."""

    def middle_name(self, name: str) -> Json:
        return {"middleName": name}

    def location(self, text: str) -> Any:
        return _value({"displayName": text})

    def cover_letter(self, file: Json) -> Json:
        return {"coverLetterFileAnswer": _value(file)}

    def text_cover_letter(self, text: str) -> Any:
        return {"text": text}

    def work(self, entries: list[Json]) -> list[Json]:
        names = {"title": "jobTitle", "company": "organization", "city": "location", "description": "summary"}
        return [self._entry(entry, names) for entry in entries]

    def education(self, entries: list[Json]) -> list[Json]:
        names = {"school": "institution", "city": "location", "degree": "degreeName", "fieldOfStudy": "major"}
        return [self._entry(entry, names) for entry in entries]

    def _entry(self, entry: Json, names: dict[str, str]) -> Json:
        said = {names[key]: value for key, value in entry.items() if key in names and value}
        shown: Json = {"answers": said, "isCurrent": bool(entry.get("current"))}
        shown |= {name: _epoch(entry[key]) for name, key in _TIMES.items() if entry.get(key)}
        return shown | ({"customQuestionSet": [entry["custom"]]} if entry.get("custom") else {})

    def self_identification(self, answers: dict[str, str]) -> Json:
        said = [{"question": name, "answers": [value]} for name, value in answers.items()]
        return {"eeoQuestionResponses": {"responses": said}}

    def date(self, start: str | None, end: str | None) -> Any:
        return [{name: _epoch(text)} for name, text in (("startedOn", start), ("endedOn", end)) if text]

    def document(self, file: Json) -> Json:
        return {"documentAnswerValue": [file]}


VARIANTS: dict[str, Shapes] = {"first": First(), "second": Second(), "third": Third()}
_TIMES = {"startedOn": "start", "endedOn": "end"}


def _value(value: Any) -> Json:
    return {"value": value}


def _parts(text: str) -> dict[str, int]:
    return {name: int(part) for name, part in zip(("year", "month", "day"), text.split("-"), strict=False)}


def _epoch(text: str) -> int:
    """The first moment of a day or month, UTC."""
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)
