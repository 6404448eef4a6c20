"""What a member sent with an application, line by line in the words of the form. Pure."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox.resources.simple_job_postings import questions

Row = dict[str, Any]
Line = tuple[str, str]
_CONTACT = {"email": "E-mail address", "location": "Location"}
_FILES = {"resume": "Résumé", "coverLetter": "Cover letter"}
_ENTRIES = {
    "work": ("Position", ("title", "company", "city")),
    "education": ("School", ("school", "degree", "fieldOfStudy", "city")),
}


def lines(application: Row) -> list[Line]:
    """Label and words of everything given, in the order of the form; self-identification only as *answered*."""
    answers, asked = application["answers"], _asked(application["element"])
    shown = [*_contact(answers["contact"])]
    shown += [(label, answers[name]["filename"]) for name, label in _FILES.items() if answers.get(name)]
    shown += [("Cover letter as text", answers["coverLetterText"])] if answers.get("coverLetterText") else []
    for name, (label, members) in _ENTRIES.items():
        for number, entry in enumerate(answers.get(name) or [], 1):
            shown += [(f"{label} {number}", _entry(entry, members)), *_customs(entry.get("questions"), asked)]
    shown += [("Voluntary self-identification", "answered")] if answers.get("selfIdentification") else []
    for one in answers.get("sets") or []:
        shown += _customs(one, asked)
    return shown


def _contact(contact: Row) -> list[Line]:
    names = (contact.get(name) for name in ("firstName", "middleName", "lastName"))
    shown = [("Name", " ".join(filter(None, names)))]
    shown += [(label, contact[name]) for name, label in _CONTACT.items() if contact.get(name)]
    phone = contact.get("phone")
    return shown + ([("Mobile phone", f"{phone['countryCode']} {phone['nationalNumber']}")] if phone else [])


def _entry(entry: Row, members: tuple[str, ...]) -> str:
    facts = ", ".join(entry[name] for name in members if entry.get(name))
    period = " to ".join(filter(None, (entry.get("start"), "now" if entry.get("current") else entry.get("end"))))
    return "\n".join(filter(None, (facts, period, entry.get("description"))))


def _asked(element: Row) -> dict[str, Row]:
    configuration = element.get("onsiteApplyConfiguration") or {}
    return {one["partnerQuestionIdentifier"]: one for one in questions.custom_questions(configuration)}


def _customs(answered: Row | None, asked: dict[str, Row]) -> list[Line]:
    """The job may have been changed since: an answer whose question is gone keeps the question's identifier."""
    shown = []
    for key, held in (answered or {}).items():
        question = asked.get(key, {})
        shown.append((question.get("questionText", key), _words(question, held)))
    return shown


def _words(question: Row, held: Row) -> str:
    value = held["value"]
    if held["kind"] == "choice":
        detail = question.get("questionDetails", {}).get("multipleChoiceQuestionDetails", {})
        displays = {choice["symbolicName"]: choice["displayValue"] for choice in detail.get("choices", [])}
        return ", ".join(displays.get(symbol, symbol) for symbol in value)
    if held["kind"] == "dates":
        return " to ".join(filter(None, (value.get("start"), value.get("end"))))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value["filename"] if held["kind"] == "document" else str(value)
