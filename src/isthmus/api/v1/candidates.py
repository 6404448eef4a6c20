"""Candidates over the API. Reading is audited, and is nobody's view."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from isthmus.api.v1.paging import Page, cut
from isthmus.api.v1.sections import Section, key_id
from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import Line
from isthmus.hiring.models import Application
from isthmus.people.models import Candidate, Profile
from isthmus.people.normalise import email_key
from isthmus.store import audit

section = Section("candidates")
SHOWN = ("first_name", "last_name", "email", "phone", "headline", "employer", "location")


class CandidateOut(Schema):
    """A person as the company sees them."""

    id: UUID
    first_name: str
    last_name: str
    email: str
    phone: str
    headline: str
    employer: str
    location: str
    created_at: datetime
    last_activity_at: datetime


class ProfileOut(Schema):
    """What one source said about the person, kept as received."""

    id: UUID
    origin: str = Field(description="Which source: `linkedin_apply`, `careers`, `typed`, `api` …")
    received_at: datetime
    first_name: str
    last_name: str
    email: str
    phone: str
    headline: str
    employer: str
    location: str


class CandidateWhole(CandidateOut):
    """A person with what each source said, and their applications."""

    sources: dict[str, str] = Field(description="For each shown field, the id of the profile its value comes from.")
    profiles: list[ProfileOut]
    applications: list[UUID] = Field(description="Ids of their applications, newest first.")


class CandidatePage(Schema):
    """One page of candidates, newest first."""

    items: list[CandidateOut]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


class CandidateFilters(Page):
    """Which candidates."""

    email: Line | None = Field(None, description="Only people one of whose profiles has this e-mail address.")


@section.get("", scope="candidates:read", answer=CandidatePage)
def list_candidates(request: HttpRequest, filters: Query[CandidateFilters]) -> CandidatePage:
    """List candidates, newest first."""
    rows = Candidate.objects.all()
    if filters.email is not None:
        key = email_key(filters.email)
        known = Profile.objects.filter(email_key=key).values("candidate_id") if key else Profile.objects.none()
        rows = rows.filter(id__in=known.values("candidate_id"))
    items, after = cut(rows, filters, candidate_shape)
    audit.record_each("listed", "candidate", [item.id for item in items], api_key_id=key_id(request))
    return CandidatePage(items=items, next=after)


@section.get("/{candidate_id}", scope="candidates:read", answer=CandidateWhole)
def get_candidate(request: HttpRequest, candidate_id: UUID) -> CandidateWhole:
    """Read a candidate with what each source said."""
    candidate = Candidate.objects.get(id=candidate_id)
    audit.record("read", "candidate", candidate.id, fields=SHOWN, api_key_id=key_id(request))
    applications = Application.objects.filter(candidate=candidate).order_by("-id")
    return shape(
        CandidateWhole,
        candidate,
        sources={field: str(profile_id) for field, profile_id in candidate.sources.items() if field in SHOWN},
        profiles=[shape(ProfileOut, profile) for profile in Profile.objects.filter(candidate=candidate).order_by("id")],
        applications=list(applications.values_list("id", flat=True)),
    )


def candidate_shape(candidate: Candidate) -> CandidateOut:
    """A candidate as they appear in lists."""
    return shape(CandidateOut, candidate)
