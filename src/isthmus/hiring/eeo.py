"""Equal-opportunity answers as counts, for the EEO officer alone: read by the one login that may, never row by row.

Small numbers are withheld with the words they count, and so is the one number that would give a withheld one away.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from isthmus.base import secrets
from isthmus.hiring.applications import EEO_FIELD
from isthmus.hiring.models import EeoAnswer, Job
from isthmus.people.normalise import tidy
from isthmus.store import tenancy

FEWEST = 5


@dataclass(frozen=True)
class QuestionCounts:
    """One question's answers: how many people chose what; `is_partial` when some answers are withheld."""

    question: str
    counts: dict[str, int]
    is_partial: bool


@dataclass(frozen=True)
class JobCounts:
    """One job's answers: how many people answered (None: withheld, fewer than 5), and the counts per question."""

    job_id: UUID
    job_title: str
    answered: int | None
    questions: list[QuestionCounts]


def report() -> list[JobCounts]:
    """Counts per job that has answers, by title. Runs inside `acting_for`; reads through the `eeo` login."""
    collected: dict[UUID, list[dict[str, set[str]]]] = {}
    for job_id, sealed in _sealed_rows():
        body = secrets.unseal(sealed, company=tenancy.current_company_id(), field=EEO_FIELD)
        collected.setdefault(job_id, []).append(choices(body))
    titles = dict(Job.objects.filter(id__in=collected).values_list("id", "title"))
    rows = [_of_job(job_id, titles.get(job_id, "A job no longer here"), given) for job_id, given in collected.items()]
    return sorted(rows, key=lambda row: (row.job_title, row.job_id))


def choices(body: bytes) -> dict[str, set[str]]:
    """What one person answered, by question; pure. Shapes that are not known are read as far as they go."""
    try:
        answers = json.loads(body)
    except ValueError:
        return {}
    found: dict[str, set[str]] = {}
    for question, choice in _leaves(answers, ()):
        found.setdefault(question, set()).add(choice)
    return found


def showable(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of 5 and more, without one that would give a single withheld number away; pure."""
    small = {choice for choice, number in counts.items() if number < FEWEST}
    if len(small) == 1 and len(counts) > 1:
        small.add(min((number, choice) for choice, number in counts.items() if choice not in small)[1])
    return {choice: number for choice, number in sorted(counts.items()) if choice not in small}


def _sealed_rows() -> list[tuple[UUID, bytes]]:
    acting = tenancy.current()
    with tenancy.acting_for(acting.company_id, user_id=acting.user_id, cause=acting.cause, using="eeo"):
        rows = EeoAnswer.objects.using("eeo").values_list("job_id", "sealed")
        return [(job_id, bytes(sealed)) for job_id, sealed in rows]


def _of_job(job_id: UUID, title: str, given: list[dict[str, set[str]]]) -> JobCounts:
    if len(given) < FEWEST:
        return JobCounts(job_id, title, None, [])
    chosen: dict[str, Counter[str]] = {}
    for answers in given:
        for question, words in answers.items():
            chosen.setdefault(question, Counter()).update(words)
    shown = {question: showable(counts) for question, counts in sorted(chosen.items())}
    rows = [QuestionCounts(name, counts, len(counts) < len(chosen[name])) for name, counts in shown.items() if counts]
    return JobCounts(job_id, title, len(given), rows)


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, str(name)))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path)
    elif value is not None and path:
        yield tidy(".".join(path), 200), tidy(str(value), 200)
