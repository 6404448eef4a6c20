"""Jobs over the API: list, read, create once, change, publish and close."""

import dataclasses
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from ninja import Field, Query, Schema, Status

from isthmus.api.v1.forms import FormShape, Requirement
from isthmus.api.v1.job_parts import PartIn, PartOut, PayShape, set_team, team_shape
from isthmus.api.v1.paging import Page, cut
from isthmus.api.v1.postings import PostingOut, posting_shapes
from isthmus.api.v1.questions import QuestionOut, question_shape
from isthmus.api.v1.sections import Section
from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import Address, Input, Line, Prose
from isthmus.hiring import jobs, postings, questions
from isthmus.hiring.jobs import JobDraft
from isthmus.hiring.models import Job, JobTally

ORIGIN = "api"
section = Section("jobs")

Workplace = Literal["", "on_site", "hybrid", "remote"]
Employment = Literal["", "full_time", "part_time", "contract", "internship", "temporary", "volunteer"]
Level = Literal["", "internship", "entry_level", "associate", "mid_senior_level", "director", "executive"]
Lines = list[Line]


class JobFields(Schema):
    """What is written about a job."""

    title: Line = Field(description="The job's title, as applicants read it.")
    code: Line = Field("", description="Your own number of the job.")
    description: Prose = Field("", description="HTML; only b, strong, i, em, u, br, p, ul, ol and li are kept.")
    locations: Lines = Field(default_factory=list, description="Places in words, such as “Ghent, Belgium”.")
    workplace: Workplace = Field("", description="Where the work is done.")
    employment: Employment = Field("", description="How one is employed.")
    level: Level = Field("", description="How much experience the job asks for.")
    functions: Lines = Field(default_factory=list, description="LinkedIn job function codes, such as `eng`.")
    industries: Lines = Field(default_factory=list, description="LinkedIn industry codes, such as `4`.")
    pay: list[PayShape] = Field(default_factory=list, description="What the job pays, part by part.")
    pay_shown: bool = Field(True, description="Whether LinkedIn and the job page show the pay.")
    department: Line = Field("", description="The department that hires.")
    poster_email: Line = Field("", description="E-mail of the person whose name stands beside the advert.")
    own_apply_url: Address = Field("", description="Where people apply on your own site; empty: Isthmus's job page.")
    resume_requirement: Requirement = Field("required", description="Whether an applicant must give a résumé.")
    phone_requirement: Requirement = Field("optional", description="Whether an applicant must give a phone number.")
    form_sections: FormShape = Field(FormShape.model_validate({}), description="What else the form asks for.")


class JobIn(Input, JobFields):
    """A new job."""

    team: list[PartIn] = Field(
        default_factory=list, description="The hiring team; its recruiter answers for the advert."
    )
    external_id: Line = Field("", description="Your own id. The same id again creates nothing: the job is returned.")


class JobChange(Input):
    """What to change; fields left out, or null, stay as they are."""

    title: Line | None = None
    code: Line | None = None
    description: Prose | None = None
    locations: Lines | None = None
    workplace: Workplace | None = None
    employment: Employment | None = None
    level: Level | None = None
    functions: Lines | None = None
    industries: Lines | None = None
    pay: list[PayShape] | None = Field(None, description="As a whole; an empty list says nothing about pay.")
    pay_shown: bool | None = None
    department: Line | None = None
    poster_email: Line | None = None
    own_apply_url: Address | None = None
    resume_requirement: Requirement | None = None
    phone_requirement: Requirement | None = None
    team: list[PartIn] | None = Field(None, description="The hiring team as a whole; an empty list: no team.")
    form_sections: FormShape | None = Field(None, description="As a whole: what it leaves out is as it is by default.")


class JobOut(JobFields):
    """A job."""

    id: UUID = Field(description="Isthmus's id.")
    status: Literal["draft", "open", "closed"] = Field(description="Whether it takes applications: only when open.")
    origin: str = Field(description="`api`, `typed` or the name of an import.")
    external_id: str = Field(description="The id it was created or imported with, or empty.")
    applicants: int = Field(description="How many applications it has.")
    in_progress: int = Field(description="How many of them have no outcome yet.")
    hired: int = Field(description="How many of them were hired.")
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None


class JobWhole(JobOut):
    """A job with its questions and its posting."""

    team: list[PartOut] = Field(description="Who hires for it; empty: everybody in the company who sees jobs.")
    questions: list[QuestionOut] = Field(description="What an applicant is asked, in order.")
    posting: PostingOut | None = Field(description="Its advert on LinkedIn, or null when there never was one.")


class JobPage(Schema):
    """One page of jobs, newest first."""

    items: list[JobOut]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


class JobFilters(Page):
    """Which jobs."""

    status: Literal["draft", "open", "closed"] | None = Field(None, description="Only jobs of this status.")
    external_id: Line | None = Field(None, description="Only the job that was created or imported with this id.")


class Publish(Input):
    """How to publish."""

    linkedin_apply: bool = Field(True, description="Whether people apply on LinkedIn, with Apply Connect.")


AS_USUAL = Publish(linkedin_apply=True)


@section.get("", scope="jobs:read", answer=JobPage)
def list_jobs(request: HttpRequest, filters: Query[JobFilters]) -> JobPage:
    """List jobs, newest first."""
    rows = Job.objects.all()
    if filters.status is not None:
        rows = rows.filter(status=filters.status)
    if filters.external_id is not None:
        rows = rows.filter(external_id=filters.external_id)
    items, after = cut(rows.prefetch_related("tallies"), filters, job_shape)
    return JobPage(items=items, next=after)


@section.post("", scope="jobs:write", answers={200: JobWhole, 201: JobWhole})
def create_job(request: HttpRequest, sent: JobIn) -> Status[JobWhole]:
    """Create a job as a draft.

    With an `external_id` that was used before, nothing is created or changed: the answer is 200 with the job as it is.
    """
    draft = JobDraft(**sent.model_dump(exclude={"team"}), origin=ORIGIN)
    known = _known(sent.external_id)
    if known is None:
        try:
            with transaction.atomic():
                job = jobs.create_job(draft)
                set_team(job.id, sent.team)
                return Status(201, whole(job))
        except IntegrityError:
            known = _known(sent.external_id)
            if known is None:
                raise
    return Status(200, whole(known))


@section.get("/{job_id}", scope="jobs:read", answer=JobWhole)
def get_job(request: HttpRequest, job_id: UUID) -> JobWhole:
    """Read a job with its questions and its posting."""
    return whole(Job.objects.get(id=job_id))


@section.patch("/{job_id}", scope="jobs:write", answer=JobWhole)
def update_job(request: HttpRequest, job_id: UUID, sent: JobChange) -> JobWhole:
    """Change a job. An open job must stay complete; a published one is sent to LinkedIn again."""
    said = sent.model_dump(exclude_unset=True, exclude={"team"})
    changes = {name: value for name, value in said.items() if value is not None}
    job = Job.objects.select_for_update().get(id=job_id)
    with transaction.atomic():
        changed = jobs.update_job(job_id, dataclasses.replace(jobs.draft_of(job), **changes))
        if sent.team is not None:
            set_team(job_id, sent.team)
    return whole(changed)


@section.post("/{job_id}/publish", scope="jobs:write", answers={200: JobWhole})
def publish_job(request: HttpRequest, job_id: UUID, sent: Publish = AS_USUAL) -> JobWhole:
    """Publish a job on LinkedIn, opening it first when it is not open. Publishing again changes nothing."""
    postings.publish(job_id, linkedin_apply=sent.linkedin_apply)
    return whole(Job.objects.get(id=job_id))


@section.post("/{job_id}/unpublish", scope="jobs:write", answers={200: JobWhole})
def unpublish_job(request: HttpRequest, job_id: UUID) -> JobWhole:
    """Take a job's advert off LinkedIn; the job stays open."""
    postings.unpublish(job_id)
    return whole(Job.objects.get(id=job_id))


@section.post("/{job_id}/close", scope="jobs:write", answers={200: JobWhole})
def close_job(request: HttpRequest, job_id: UUID) -> JobWhole:
    """Close a job and its advert; applications received stay as they are."""
    return whole(jobs.close_job(job_id))


def job_shape(job: Job) -> JobOut:
    """A job as it appears in lists."""
    return shape(JobOut, job, **_counts(job))


def whole(job: Job) -> JobWhole:
    """A job with everything that belongs to it."""
    posting = postings.of_job(job.id)
    return shape(
        JobWhole,
        job,
        **_counts(job),
        team=team_shape(job.id),
        questions=[question_shape(question) for question in questions.asked_now(job.id)],
        posting=posting_shapes([posting])[0] if posting else None,
    )


def _counts(job: Job) -> dict[str, int]:
    tally = next(iter(job.tallies.all()), None) or JobTally()
    return {name: getattr(tally, name) for name in ("applicants", "in_progress", "hired")}


def _known(external_id: str) -> Job | None:
    found: Job | None = Job.objects.filter(origin=ORIGIN, external_id=external_id).first() if external_id else None
    return found
