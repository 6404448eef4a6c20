"""Colleagues' notes over the API: those for everyone. Private and team notes are read nowhere here, by no key."""

from datetime import datetime
from typing import Annotated, Literal
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


Words = Annotated[str, StringConstraints(pattern=NO_NUL, min_length=1, max_length=notes.LONGEST)]


class NoteIn(Input):
    """A note, and who may read it."""

    body: Words = Field(description="`@Name` or `@address` of colleagues who may read it has them find it unread.")
    audience: Literal["company", "team"] = Field(
        "company", description="`company`: everyone who may see the candidate. `team`: the job's hiring team alone."
    )


class ReplyIn(Input):
    """An answer to a note, for whoever reads the note."""

    body: Words


class NoteOut(Schema):
    """A colleague's words about a candidate."""

    id: UUID
    candidate_id: UUID
    application_id: UUID | None
    reply_to_id: UUID | None = Field(description="The note it answers; null when it answers none.")
    author_id: UUID | None = Field(description="The user who wrote it; null when a program did.")
    audience: Literal["company", "team"]
    body: str = Field(description="Empty once its author took it away.")
    at: datetime
    edited_at: datetime | None
    removed_at: datetime | None


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
    """Add a note to an application. One for the hiring team is read by the team alone, so by no program."""
    application = Application.objects.only("id", "company_id", "candidate_id").get(id=application_id)
    note = notes.add(application.candidate_id, sent.body, audience=sent.audience, application_id=application.id)
    return Status(201, note_shape(note))


@section.post("/notes/{note_id}/replies", scope="applications:write", answers={201: NoteOut})
def reply_to_note(request: HttpRequest, note_id: UUID, sent: ReplyIn) -> Status[NoteOut]:
    """Answer a note that everyone may read; an answer to an answer stands under the same note."""
    return Status(201, note_shape(notes.reply(note_id, sent.body)))


def note_shape(note: Note) -> NoteOut:
    """A note as it is shown."""
    return shape(NoteOut, note)
