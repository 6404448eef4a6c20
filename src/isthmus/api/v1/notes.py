"""Colleagues' notes over the API. Private notes have no door here, not even for the key of who wrote them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema, Status
from pydantic import StringConstraints

from isthmus.api.v1.paging import Page, cut
from isthmus.api.v1.sections import Section, key_id
from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import NO_NUL, Input
from isthmus.hiring import notes
from isthmus.hiring.models import Application, Note
from isthmus.people.models import Candidate
from isthmus.store import audit

section = Section("notes")


class NoteIn(Input):
    """A note, read by everyone who may see the candidate."""

    body: Annotated[str, StringConstraints(pattern=NO_NUL, min_length=1, max_length=notes.LONGEST)]


class NoteOut(Schema):
    """A colleague's words about a candidate."""

    id: UUID
    candidate_id: UUID
    application_id: UUID | None
    author_id: UUID | None = Field(description="The user who wrote it; null when a program did.")
    body: str
    at: datetime


class NotePage(Schema):
    """One page of notes, newest first."""

    items: list[NoteOut]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


@section.get("/candidates/{candidate_id}/notes", scope="candidates:read", answer=NotePage)
def list_notes(request: HttpRequest, candidate_id: UUID, page: Query[Page]) -> NotePage:
    """List the notes about a candidate that everyone may read, newest first."""
    candidate = Candidate.objects.only("id", "company_id").get(id=candidate_id)
    audit.record("read", "candidate", candidate.id, fields=["notes"], api_key_id=key_id(request))
    shared = notes.visible_to(None).filter(candidate=candidate)
    items, after = cut(shared, page, note_shape)
    return NotePage(items=items, next=after)


@section.post("/applications/{application_id}/notes", scope="applications:write", answers={201: NoteOut})
def add_note(request: HttpRequest, application_id: UUID, sent: NoteIn) -> Status[NoteOut]:
    """Add a note to an application, for everyone who may see the candidate."""
    application = Application.objects.only("id", "company_id", "candidate_id").get(id=application_id)
    note = notes.add(application.candidate_id, sent.body, application_id=application.id)
    return Status(201, note_shape(note))


def note_shape(note: Note) -> NoteOut:
    """A note as it is shown."""
    return shape(NoteOut, note)
