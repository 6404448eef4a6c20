"""The candidate list: filters as the address asks for them, rows as the page shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse

from isthmus.accounts.roles import Member
from isthmus.hiring import lists, pipeline
from isthmus.hiring.lists import CandidateRow
from isthmus.hiring.models import Application, Job, JobStatus, Outcome
from isthmus.hiring.problems import Refused
from isthmus.hiring.wanted import Wanted
from isthmus.people.models import Origin
from isthmus.web import paging
from isthmus.web.tones import OF_OUTCOME

MOST_JOBS_OFFERED = 200


@dataclass(frozen=True)
class Filter:
    """One choice above the list."""

    name: str
    words: str
    any: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Row:
    """One person with the application that counts for this list."""

    id: UUID
    name: str
    initials: str
    url: str
    headline: str
    came_by_linkedin: bool
    snippet: list[str]
    job_title: str
    more: int
    stage: str
    stage_tone: str
    stage_icon: str
    applied_at: datetime | None
    is_new: bool


@dataclass(frozen=True)
class ListPage:
    """One page of candidates."""

    rows: list[Row]
    search: str
    filters: list[Filter]
    next_url: str
    first_url: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or any(choice.chosen for choice in self.filters))


def page(member: Member, asked: QueryDict) -> ListPage:
    """The page of candidates the address asks for. Raises Http404 for a page address nobody made."""
    search, after = asked.get("search", "").strip(), asked.get("after", "")
    filters = [_jobs(asked.get("job", "")), _stages(asked.get("stage", "")), _outcomes(asked.get("outcome", ""))]
    job, stage, outcome = (choice.chosen for choice in filters)
    try:
        found = lists.candidates(Wanted(search, _id(job), _id(stage), outcome), after or None)
    except Refused as error:
        raise Http404("No such page") from error
    kept = {"search": search, "job": job, "stage": stage, "outcome": outcome}
    return ListPage(
        rows=_rows(member, found.rows),
        search=search,
        filters=filters,
        next_url=paging.next_url(kept, found.next),
        first_url=paging.first_url(kept, after),
    )


def _jobs(chosen: str) -> Filter:
    jobs = list(Job.objects.exclude(status=JobStatus.DRAFT).order_by("status", "-created_at")[:MOST_JOBS_OFFERED])
    if chosen and chosen not in {str(job.id) for job in jobs}:
        jobs += list(Job.objects.filter(id=_id(chosen)))
    closed = {True: "", False: " (closed)"}
    options = [(str(job.id), f"{job.title}{closed[job.status != JobStatus.CLOSED]}") for job in jobs]
    return _filter("job", "Job", "Any job", options, chosen)


def _stages(chosen: str) -> Filter:
    options = [(str(stage.id), stage.name) for stage in pipeline.ensure_stages()]
    return _filter("stage", "Stage", "Any stage", options, chosen)


def _outcomes(chosen: str) -> Filter:
    return _filter("outcome", "Outcome", "Any outcome", list(Outcome.choices), chosen)


def _filter(name: str, words: str, any_words: str, options: list[tuple[str, str]], chosen: str) -> Filter:
    known = chosen if chosen in {value for value, _ in options} else ""
    return Filter(name, words, any_words, options, known)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _rows(member: Member, found: list[CandidateRow]) -> list[Row]:
    linkedin = Application.objects.filter(
        candidate_id__in=[row.candidate_id for row in found], origin=Origin.LINKEDIN_APPLY
    )
    by_linkedin = set(linkedin.values_list("candidate_id", flat=True))
    return [_row(member, row, row.candidate_id in by_linkedin) for row in found]


def _row(member: Member, found: CandidateRow, came_by_linkedin: bool) -> Row:
    is_open = found.outcome == Outcome.PENDING
    look = OF_OUTCOME[Outcome(found.outcome)] if found.outcome else None
    return Row(
        id=found.candidate_id,
        name=found.name,
        initials=found.initials,
        url=_url(member, found),
        headline=_headline(found),
        came_by_linkedin=came_by_linkedin,
        snippet=[part for part in (found.headline, found.employer, found.location) if part],
        job_title=found.job_title,
        more=max(found.applications - 1, 0),
        stage=found.stage_name if is_open else found.outcome_label,
        stage_tone="" if is_open or look is None else look.tone,
        stage_icon="" if is_open or look is None else look.icon,
        applied_at=found.applied_at,
        is_new=is_open and not found.is_viewed,
    )


def _url(member: Member, found: CandidateRow) -> str:
    here: dict[str, Any] = {"slug": member.company_slug}
    if found.application_id:
        return reverse("candidates:application", kwargs={**here, "application_id": found.application_id})
    return reverse("candidates:candidate", kwargs={**here, "candidate_id": found.candidate_id})


def _headline(found: CandidateRow) -> str:
    work = found.headline or found.employer
    return " · ".join(part for part in (work, found.location) if part)
