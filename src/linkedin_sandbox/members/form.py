"""The application form a job's configuration asks for (*OnsiteApplyConfiguration Schema*, sections and defaults), as a
list of sections of questions. The pages draw it and the answers are checked against it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from linkedin_sandbox.members.asks import Ask, customs

Json = dict[str, Any]
RESUME_LIMIT, COVER_LETTER_LIMIT = 2 * 1024 * 1024, 512 * 1024
LETTER_TYPES = ("doc", "docx", "pdf")


@dataclass(frozen=True)
class Section:
    """A group of questions; `repeat` is (least, most) entries when the member may give several."""

    key: str
    title: str
    asks: tuple[Ask, ...]
    note: str = ""
    repeat: tuple[int, int] | None = None
    entry: str = ""

    def prefix(self, index: int) -> str:
        """What the names of entry `index` begin with."""
        if self.repeat is None:
            return ""
        if self.key.startswith("set"):
            return f"again.{index}." if index else ""
        return f"{self.key}.{index}."

    def entry_asks(self, index: int) -> tuple[Ask, ...]:
        """The questions of one entry, with their full names."""
        return tuple(replace(ask, name=self.prefix(index) + ask.name) for ask in self.asks)


_SELF_IDENTIFICATION: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "disability": ("Do you have a disability?", (("YES", "Yes"), ("NO", "No"))),
    "gender": ("Gender", (("FEMALE", "Female"), ("MALE", "Male"), ("NON_BINARY", "Non-binary"))),
    "race": (
        "Race or ethnicity",
        (
            ("ASIAN", "Asian"),
            ("BLACK", "Black"),
            ("HISPANIC", "Hispanic or Latino"),
            ("WHITE", "White"),
            ("TWO_OR_MORE", "Two or more"),
        ),
    ),
    "veteranStatus": ("Veteran status", (("VETERAN", "I am a veteran"), ("NOT_VETERAN", "I am not a veteran"))),
}
_DECLINE = ("DECLINE", "I do not wish to answer")
_EEO_NOTE = "Voluntary. Your answers go to the employer for reporting and play no part in the decision."


def sections(configuration: Json | None) -> tuple[Section, ...]:
    """The form's sections in the order a member meets them."""
    asked = (configuration or {}).get("questions")
    if asked is None:
        return (_contact({}),)
    found: list[Section] = [
        _contact(asked["contactInformationQuestions"] if asked.get("contactInformationQuestions") is not None else None)
    ]
    for key, build in _BUILDERS.items():
        if asked.get(key) is not None:
            found.append(build(asked[key]))
    extra = _additional(asked.get("additionalQuestions") or {})
    return tuple(section for section in (*found, *extra) if section.asks)


def _contact(section: Json | None) -> Section:
    section_asked = section is not None
    held = section or {}
    asks = [
        Ask("contact.firstName", "First name", "text", required=True, most=100),
        Ask("contact.lastName", "Last name", "text", required=True, most=100),
        *_wanted(
            held, "middleNameQuestionRequirement", "SKIP", Ask("contact.middleName", "Middle name", "text", most=100)
        ),
        Ask("contact.email", "E-mail address", "email", required=True, most=200),
    ]
    if section_asked:
        asks += _wanted(
            held, "cellphoneNumberQuestionRequirement", "OPTIONAL", Ask("contact.phone", "Mobile phone", "phone")
        )
        asks += _wanted(
            held, "locationQuestionRequirement", "SKIP", Ask("contact.location", "Location", "text", most=200)
        )
    return Section("contact", "Contact information", (*asks, *customs(held.get("customQuestions"))))


def _resume(section: Json) -> Section:
    ask = Ask("resume", "Résumé", "file", most=RESUME_LIMIT, extensions=LETTER_TYPES, is_sniffed=True)
    asks = _wanted(section, "resumeQuestionRequirement", "OPTIONAL", ask)
    return Section("resume", "Résumé", (*asks, *customs(section.get("customQuestions"))))


def _cover_letter(section: Json) -> Section:
    file = Ask(
        "coverLetter",
        "Cover letter",
        "file",
        most=COVER_LETTER_LIMIT,
        extensions=LETTER_TYPES,
        is_sniffed=True,
    )
    text = Ask("coverLetterText", "Cover letter as text", "long", most=10_000)
    asks = (
        *_wanted(section, "coverLetterQuestionRequirement", "OPTIONAL", file),
        *_wanted(section, "textCoverLetterQuestionRequirement", "SKIP", text),
    )
    return Section("coverLetter", "Cover letter", (*asks, *customs(section.get("customQuestions"))))


def _work(section: Json) -> Section:
    held = section["workExperienceQuestionSet"]
    asks = (
        *_wanted(held, "titleQuestionRequirement", "REQUIRED", Ask("title", "Job title", "text", most=200)),
        *_wanted(held, "companyQuestionRequirement", "OPTIONAL", Ask("company", "Company", "text", most=200)),
        *_wanted(held, "cityQuestionRequirement", "OPTIONAL", Ask("city", "City", "text", most=200)),
        *_wanted(held, "employmentDatesQuestionRequirement", "REQUIRED", Ask("dates", "Dates of employment", "months")),
        *_wanted(
            held, "descriptionQuestionRequirement", "OPTIONAL", Ask("description", "What you did", "long", most=5_000)
        ),
        *customs(held.get("customQuestions")),
    )
    return Section(
        "work",
        "Work experience",
        asks,
        repeat=(held.get("minRequired") or 0, held.get("repeatLimit") or 10),
        entry="Position",
    )


def _education(section: Json) -> Section:
    held = section["educationExperienceQuestionSet"]
    asks = (
        *_wanted(held, "schoolQuestionRequirement", "REQUIRED", Ask("school", "School", "text", most=200)),
        *_wanted(held, "cityQuestionRequirement", "OPTIONAL", Ask("city", "City", "text", most=200)),
        *_wanted(held, "degreeQuestionRequirement", "OPTIONAL", Ask("degree", "Degree", "text", most=200)),
        *_wanted(
            held, "fieldOfStudyQuestionRequirement", "OPTIONAL", Ask("fieldOfStudy", "Field of study", "text", most=200)
        ),
        *_wanted(held, "datesAttendedQuestionRequirement", "REQUIRED", Ask("dates", "Dates attended", "months")),
        *customs(held.get("customQuestions")),
    )
    return Section(
        "education",
        "Education",
        asks,
        repeat=(held.get("minRequired") or 0, held.get("repeatLimit") or 3),
        entry="School",
    )


def _self_identification(section: Json) -> Section:
    asks: list[Ask] = []
    for key, (label, options) in _SELF_IDENTIFICATION.items():
        ask = Ask(f"selfIdentification.{key}", label, "choice", options=(*options, _DECLINE), component="DROPDOWN")
        asks += _wanted(section, f"{key}QuestionRequirement", "REQUIRED", ask)
    return Section(
        "selfIdentification",
        "Voluntary self-identification",
        (*asks, *customs(section.get("customQuestions"))),
        note=_EEO_NOTE,
    )


_BUILDERS = {
    "resumeQuestions": _resume,
    "coverLetterQuestions": _cover_letter,
    "workQuestions": _work,
    "educationQuestions": _education,
    "voluntarySelfIdentificationQuestions": _self_identification,
}


def _additional(section: Json) -> Iterator[Section]:
    for index, question_set in enumerate(section.get("customQuestionSets") or []):
        most = question_set.get("repeatLimit") or 1
        title = "Additional questions" if index == 0 else f"Additional questions, part {index + 1}"
        yield Section(
            f"set{index}",
            title,
            tuple(customs(question_set.get("questions"))),
            repeat=(1, most) if most > 1 else None,
            entry="Answer",
        )


def _wanted(section: Json, member: str, default: str, ask: Ask) -> list[Ask]:
    requirement = section.get(member) or default
    return [] if requirement == "SKIP" else [replace(ask, required=requirement == "REQUIRED")]
