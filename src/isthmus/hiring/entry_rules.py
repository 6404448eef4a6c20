"""Reads the jobs and schools an applicant lists on the company's own form against what the form asks of each: pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from isthmus.hiring.form_sections import EducationEntries, WorkEntries
from isthmus.hiring.models import Requirement
from isthmus.hiring.problems import Problem
from isthmus.people.normalise import tidy

LONGEST_FIELD = 300
LONGEST_DESCRIPTION = 5000
WORDS = {
    "title": "title",
    "company": "company",
    "school": "school",
    "degree": "degree",
    "field_of_study": "field of study",
    "city": "city",
    "dates": "dates",
    "description": "description",
}
FIELDS = {
    "work": ("title", "company", "city", "dates", "description"),
    "education": ("school", "degree", "field_of_study", "city", "dates"),
}
_MONTH = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_ALSO_CALLED = {"company": "organization", "school": "organization", "degree": "title"}


@dataclass
class Entries:
    """The entries as a profile keeps them, each with its place in the form, and what is wrong with them."""

    kept: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(name: str, asked: WorkEntries | EducationEntries, given: Sequence[Mapping[str, str]]) -> Entries:
    """The filled-in entries of `work` or `education`; a field's problem stands at `work.<place>.<field>`."""
    found = Entries()
    if not asked.asked:
        return found
    for place, entry in enumerate(given[: asked.most]):
        if any(tidy(entry.get(part, "")) for part in (*FIELDS[name], "start", "end")):
            found.kept.append((place, _entry(name, asked, entry, _blame(found, f"{name}.{place}"))))
    if len(found.kept) < asked.least:
        what = {"work": "job", "education": "school"}[name]
        words = f"At least {asked.least} {what}{'' if asked.least == 1 else 's'} must be given."
        found.problems.append(Problem(f"{name}.{len(found.kept)}.{FIELDS[name][0]}", words))
    return found


def about(entry: Mapping[str, Any]) -> str:
    """An entry in a few words."""
    return ", ".join(part for part in (entry.get("title"), entry.get("organization")) if part)


def _blame(found: Entries, where: str) -> Callable[[str, str], None]:
    return lambda part, words: found.problems.append(Problem(f"{where}.{part}", words))


def _entry(
    name: str,
    asked: WorkEntries | EducationEntries,
    given: Mapping[str, str],
    blame: Callable[[str, str], None],
) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for part in FIELDS[name]:
        requirement = getattr(asked, part)
        if requirement == Requirement.HIDDEN:
            continue
        if part == "dates":
            entry |= _dates(given, requirement, blame)
            continue
        limit = LONGEST_DESCRIPTION if part == "description" else LONGEST_FIELD
        text = tidy(given.get(part, ""))
        if not text and requirement == Requirement.REQUIRED:
            blame(part, f"The {WORDS[part]} is missing.")
        if len(text) > limit:
            blame(part, f"This is longer than {limit} characters.")
        entry[_ALSO_CALLED.get(part, part)] = text
    return entry


def _dates(given: Mapping[str, str], requirement: str, blame: Callable[[str, str], None]) -> dict[str, Any]:
    start, end = (tidy(given.get(part, "")) for part in ("start", "end"))
    is_current = bool(given.get("current"))
    for part, text in (("start", start), ("end", end)):
        if text and not _MONTH.fullmatch(text):
            blame(part, "Write it as year and month, such as 2022-03.")
    if requirement == Requirement.REQUIRED and not start:
        blame("start", "The first month is missing.")
    if requirement == Requirement.REQUIRED and not end and not is_current:
        blame("end", "The last month is missing.")
    if start and end and end < start and not is_current:
        blame("end", "The last month is before the first.")
    return {"start": start, "end": "" if is_current else end, "current": is_current}
