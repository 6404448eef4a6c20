"""Adverts on LinkedIn over the API: what the company wants of each, and what LinkedIn made of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from isthmus.api.v1.paging import Page, cut
from isthmus.api.v1.sections import Section
from isthmus.api.v1.shapes import shape
from isthmus.bridge.postings import health
from isthmus.hiring import postings
from isthmus.hiring.models import Job, Posting

section = Section("postings")

Status = Literal["unpublished", "published", "closed"]


class OnLinkedIn(Schema):
    """What LinkedIn made of a posting."""

    state: str = Field(
        description="`to_be_sent`, `in_progress`, `evaluated`, `listed`, `off_site`, `not_listed`, `refused`, `held`,"
        " `closing` or `closed`."
    )
    words: str = Field(description="The same in words.")
    url: str = Field(description="The advert's address on LinkedIn, or empty.")
    message: str = Field(description="What is wrong, or empty.")
    whose_move: str = Field(description="Who acts next, or empty.")
    fix: str = Field(description="What to do, or empty.")
    detail: str = Field(description="What LinkedIn itself said, in one line; or empty.")
    code: str = Field(description="What went wrong in one stable word, as in the reference of errors; or empty.")
    checked_at: datetime | None = Field(description="When LinkedIn was last asked.")
    listing_status: str = Field(description="LinkedIn's own word for the listing, or empty.")
    apply_status: str = Field(description="LinkedIn's own word for applying on LinkedIn, or empty.")


class PostingOut(Schema):
    """A job's advert on LinkedIn. There is one per job."""

    id: UUID
    job_id: UUID
    status: Status = Field(description="What the company wants.")
    listing_type: str = Field(description="`basic` or `premium`.")
    visibility: str = Field(description="`public` or `private`.")
    linkedin_apply: bool = Field(description="Whether people apply on LinkedIn, with Apply Connect.")
    published_at: datetime | None
    closed_at: datetime | None
    linkedin: OnLinkedIn | None = Field(description="Null for a posting that was never published.")


class PostingPage(Schema):
    """One page of postings, newest first."""

    items: list[PostingOut]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


class PostingFilters(Page):
    """Which postings."""

    status: Status | None = Field(None, description="Only postings of this status.")


@section.get("/postings", scope="jobs:read", answer=PostingPage)
def list_postings(request: HttpRequest, filters: Query[PostingFilters]) -> PostingPage:
    """List postings with their state on LinkedIn, newest first."""
    rows = Posting.objects.all()
    if filters.status is not None:
        rows = rows.filter(status=filters.status)
    found, after = cut(rows, filters, lambda posting: posting)
    return PostingPage(items=posting_shapes(found), next=after)


@section.get("/jobs/{job_id}/posting", scope="jobs:read", answer=PostingOut)
def get_posting(request: HttpRequest, job_id: UUID) -> PostingOut:
    """Read a job's posting and its state on LinkedIn; 404 when there never was one."""
    job = Job.objects.only("id", "company_id").get(id=job_id)
    posting = postings.of_job(job.id)
    if posting is None:
        raise Posting.DoesNotExist
    return posting_shapes([posting])[0]


def posting_shapes(found: Sequence[Posting]) -> list[PostingOut]:
    """Postings with what LinkedIn made of each."""
    healths = health.of_jobs([posting.job_id for posting in found])
    return [shape(PostingOut, posting, linkedin=_on_linkedin(healths.get(posting.job_id))) for posting in found]


def _on_linkedin(standing: health.PostingHealth | None) -> OnLinkedIn | None:
    return shape(OnLinkedIn, standing) if standing is not None else None
