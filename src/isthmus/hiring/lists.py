"""The lists people work from, quick at a million candidates: every order has its index, no page counts or skips rows.

Candidates come by last activity, by application or by name, as `candidate_search` finds them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from isthmus.hiring import candidate_rows, snippets
from isthmus.hiring.candidate_rows import CandidateRow
from isthmus.hiring.candidate_search import Found, find
from isthmus.hiring.models import Application, Job, JobTally, Outcome, Posting, Stage
from isthmus.hiring.paging import Page, newest_first, size
from isthmus.hiring.pipeline import ensure_stages
from isthmus.hiring.search_words import read
from isthmus.hiring.wanted import Wanted
from isthmus.people.normalise import tidy

__all__ = ["CandidateRow", "JobRow", "Page", "candidates", "jobs", "stage_counts"]


@dataclass(frozen=True)
class JobRow:
    """One line of the job list."""

    job_id: UUID
    title: str
    code: str
    status: str
    status_label: str
    department: str
    locations: list[str]
    created_at: datetime
    applicants: int
    in_progress: int
    hired: int
    posting_status: str = ""
    linkedin_apply: bool = False


def candidates(wanted: Wanted | None = None, after: str | None = None, limit: int = 50) -> Page[CandidateRow]:
    """A page of the candidates wanted (all when None), each with where its words were found beyond the name.

    A searched or filtered page may be short, even empty, and still have a next one. Raises Refused for an `after` that
    is not from a page before.
    """
    wanted = wanted or Wanted()
    pairs, following = find(wanted, after, size(limit))
    rows = _rows_of_found(pairs, wanted)
    terms = read(wanted.search)
    if terms:
        findings = snippets.of([row.candidate_id for row in rows], terms)
        rows = [replace(row, found=tuple(findings[row.candidate_id])) for row in rows]
    return Page(rows, following)


def jobs(
    search: str = "",
    status: str = "",
    after: str | None = None,
    limit: int = 50,
    among: QuerySet[Job] | None = None,
) -> Page[JobRow]:
    """A page of jobs, newest first; `search` is part of the title or the code. `among` narrows which are looked at."""
    rows = jobs_like(search, status, among).defer("description", "source_said")
    found, following = newest_first(rows, "created_at", after, size(limit))
    return Page(_rows_of_jobs(found), following)


def jobs_like(search: str = "", status: str = "", among: QuerySet[Job] | None = None) -> QuerySet[Job]:
    """The same jobs, all of them, in no order."""
    rows: QuerySet[Job] = Job.objects.all() if among is None else among
    if status:
        rows = rows.filter(status=status)
    if text := tidy(search):
        rows = rows.filter(Q(title__icontains=text) | Q(code__icontains=text))
    return rows


def stage_counts(job_id: UUID) -> list[tuple[Stage, int]]:
    """How many of the job's applications in progress stand in each stage, in the pipeline's order."""
    waiting = Application.objects.filter(job_id=job_id, outcome=Outcome.PENDING)
    counts = dict(waiting.values_list("stage_id").annotate(Count("id")).order_by())
    return [(stage, counts.get(stage.id, 0)) for stage in ensure_stages()]


def _rows_of_found(pairs: Found, wanted: Wanted) -> list[CandidateRow]:
    if all(application_id for _, application_id in pairs):
        return candidate_rows.with_applications(pairs)
    people = [candidate_id for candidate_id, _ in pairs]
    if not wanted.is_filtered:
        return candidate_rows.with_latest(people)
    fitting = wanted.fitting().filter(candidate_id__in=people).order_by("candidate_id", "-applied_at", "-id")
    latest = dict(fitting.distinct("candidate_id").values_list("candidate_id", "id"))
    return candidate_rows.with_applications([(person, latest[person]) for person in people if person in latest])


def _rows_of_jobs(found: Sequence[Job]) -> list[JobRow]:
    ids = [job.id for job in found]
    tallies = {tally.job_id: tally for tally in JobTally.objects.filter(job_id__in=ids)}
    postings = {posting.job_id: posting for posting in Posting.objects.filter(job_id__in=ids)}
    return [_row_of_job(job, tallies.get(job.id), postings.get(job.id)) for job in found]


def _row_of_job(job: Job, tally: JobTally | None, posting: Posting | None) -> JobRow:
    return JobRow(
        job_id=job.id,
        title=job.title,
        code=job.code,
        status=job.status,
        status_label=job.get_status_display(),
        department=job.department,
        locations=list(job.locations),
        created_at=job.created_at,
        applicants=tally.applicants if tally else 0,
        in_progress=tally.in_progress if tally else 0,
        hired=tally.hired if tally else 0,
        posting_status=posting.status if posting else "",
        linkedin_apply=posting.linkedin_apply if posting else False,
    )
