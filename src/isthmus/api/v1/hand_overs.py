"""Hand-overs over the API, to read: who has what, and what became of it. Handing over is a person's act."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from isthmus.api.v1.paging import Page, cut
from isthmus.api.v1.sections import Section, key_id
from isthmus.api.v1.shapes import shape
from isthmus.hiring.models import HandOver
from isthmus.people.models import Candidate
from isthmus.store import audit

section = Section("hand-overs")
State = Literal["open", "accepted", "done", "returned", "taken_back"]


class HandOverOut(Schema):
    """Work on a candidate passed from one colleague to another."""

    id: UUID
    candidate_id: UUID
    application_id: UUID | None
    note_id: UUID = Field(description="The note with its context, among the candidate's notes if it is for everyone.")
    from_user_id: UUID
    to_user_id: UUID
    task: str
    due_on: date | None
    state: State
    at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    end_words: str = Field(description="How it went, or why it was returned.")


class HandOverPage(Schema):
    """One page of hand-overs, newest first."""

    items: list[HandOverOut]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


class HandOverFilters(Page):
    """Which hand-overs."""

    candidate_id: UUID | None = Field(None, description="Only of this candidate.")
    to_user_id: UUID | None = Field(None, description="Only those handed to this user.")
    state: State | None = Field(None, description="Only those that stand so.")


@section.get("", scope="candidates:read", answer=HandOverPage)
def list_hand_overs(request: HttpRequest, filters: Query[HandOverFilters]) -> HandOverPage:
    """List hand-overs, newest first."""
    chosen = {name: getattr(filters, name) for name in ("candidate_id", "to_user_id", "state")}
    if chosen["candidate_id"] is not None:
        Candidate.objects.only("id", "company_id").get(id=chosen["candidate_id"])
    rows = HandOver.objects.filter(**{name: value for name, value in chosen.items() if value is not None})
    items, after = cut(rows, filters, hand_over_shape)
    audit.record_each("listed", "hand_over", [item.id for item in items], api_key_id=key_id(request))
    return HandOverPage(items=items, next=after)


@section.get("/{hand_over_id}", scope="candidates:read", answer=HandOverOut)
def get_hand_over(request: HttpRequest, hand_over_id: UUID) -> HandOverOut:
    """Read a hand-over."""
    found = HandOver.objects.get(id=hand_over_id)
    audit.record("read", "hand_over", found.id, api_key_id=key_id(request))
    return hand_over_shape(found)


def hand_over_shape(row: HandOver) -> HandOverOut:
    """A hand-over as it is shown."""
    return shape(HandOverOut, row)
