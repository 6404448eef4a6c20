"""What an application form asks beside contact, résumé and questions, as one typed value: pure.

The same on LinkedIn's form and on the company's own page, except for self-identification, which LinkedIn alone asks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from isthmus.hiring.models import Requirement
from isthmus.hiring.problems import Problem

MOST_JOBS = 10
MOST_SCHOOLS = 3


@dataclass(frozen=True)
class WorkEntries:
    """Whether jobs are asked for, how many at least and at most, and what of each."""

    asked: bool = False
    least: int = 0
    most: int = MOST_JOBS
    title: str = Requirement.REQUIRED.value
    company: str = Requirement.OPTIONAL.value
    city: str = Requirement.OPTIONAL.value
    dates: str = Requirement.REQUIRED.value
    description: str = Requirement.OPTIONAL.value


@dataclass(frozen=True)
class EducationEntries:
    """Whether schools are asked for, how many at least and at most, and what of each."""

    asked: bool = False
    least: int = 0
    most: int = MOST_SCHOOLS
    school: str = Requirement.REQUIRED.value
    degree: str = Requirement.OPTIONAL.value
    field_of_study: str = Requirement.OPTIONAL.value
    city: str = Requirement.OPTIONAL.value
    dates: str = Requirement.REQUIRED.value


@dataclass(frozen=True)
class SelfIdentification:
    """Which voluntary self-identification LinkedIn asks for; the answers are sealed and nobody here reads them."""

    disability: str = Requirement.HIDDEN.value
    gender: str = Requirement.HIDDEN.value
    race: str = Requirement.HIDDEN.value
    veteran_status: str = Requirement.HIDDEN.value


@dataclass(frozen=True)
class FormSections:
    """The parts of a form that a job may ask for."""

    middle_name: str = Requirement.HIDDEN.value
    location: str = Requirement.OPTIONAL.value
    cover_letter: str = Requirement.HIDDEN.value
    cover_letter_text: str = Requirement.HIDDEN.value
    work: WorkEntries = WorkEntries()
    education: EducationEntries = EducationEntries()
    self_identification: SelfIdentification = SelfIdentification()


_NESTED: dict[str, type] = {
    "work": WorkEntries,
    "education": EducationEntries,
    "self_identification": SelfIdentification,
}
_MOST = {"work": MOST_JOBS, "education": MOST_SCHOOLS}


def read(stored: Mapping[str, Any]) -> FormSections:
    """The sections from their JSON; what it does not say is as it is by default. It must be without problems."""
    simple = {name: value for name, value in stored.items() if name not in _NESTED}
    nested = {name: kind(**stored[name]) for name, kind in _NESTED.items() if name in stored}
    return replace(FormSections(), **simple, **nested)


def as_json(sections: FormSections) -> dict[str, Any]:
    """The sections as JSON, complete."""
    return asdict(sections)


def problems(given: Any, field: str = "form_sections") -> Iterator[Problem]:
    """Everything that is wrong with sections as JSON, whoever wrote them."""
    if not isinstance(given, dict):
        yield Problem(field, "The sections of a form are an object.", "Leave it out, or give an object.")
        return
    for name, value in given.items():
        where = f"{field}.{name}"
        if name in _NESTED:
            yield from _problems_of_part(where, name, value)
        elif name in {item.name for item in fields(FormSections)}:
            yield from _problems_of_requirement(where, value)
        else:
            yield Problem(where, "This section is not known.", "Leave it out.")


def _problems_of_part(where: str, part: str, given: Any) -> Iterator[Problem]:
    if not isinstance(given, dict):
        yield Problem(where, "This section is an object.", "Leave it out, or give an object.")
        return
    known = {item.name for item in fields(_NESTED[part])}
    for name, value in given.items():
        if name not in known:
            yield Problem(f"{where}.{name}", "This part of the section is not known.", "Leave it out.")
        elif name == "asked":
            yield from [] if isinstance(value, bool) else [Problem(f"{where}.asked", "Yes or no is needed.", "Say it.")]
        elif name not in ("least", "most"):
            yield from _problems_of_requirement(f"{where}.{name}", value)
    if part in _MOST:
        yield from _problems_of_count(where, _MOST[part], given.get("least", 0), given.get("most", _MOST[part]))


def _problems_of_count(where: str, limit: int, least: Any, most: Any) -> Iterator[Problem]:
    if not all(isinstance(count, int) and not isinstance(count, bool) for count in (least, most)):
        yield Problem(where, "How many entries are taken is a whole number.", "Give whole numbers.")
    elif not (0 <= least <= most and 1 <= most <= limit):
        words = f"Between 0 and {limit} entries can be asked for, and at most not fewer than at least."
        yield Problem(where, words, "Correct the numbers.")


def _problems_of_requirement(where: str, value: Any) -> Iterator[Problem]:
    if value not in Requirement.values:
        yield Problem(where, "This choice is not known.", f"Use one of: {', '.join(Requirement.values)}.")
