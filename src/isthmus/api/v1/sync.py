"""How the exchange with LinkedIn stands, over the API: streams, backlog, and what needs a person."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema

from isthmus.api.v1.sections import Section
from isthmus.api.v1.shapes import shape
from isthmus.bridge import connections
from isthmus.sync import freshness, issues

section = Section("sync")


class StreamOut(Schema):
    """How fresh one stream is."""

    name: str
    title: str
    state: Literal["fresh", "waiting", "late", "failing", "new"]
    words: str = Field(description="The same in a sentence.")
    backlog: int = Field(description="How many records wait.")
    count: int = Field(description="How many records went through.")
    last_tried_at: datetime | None
    last_worked_at: datetime | None
    failing_since: datetime | None
    failure_kind: str = Field(description="One of the five kinds, or empty.")
    failure_message: str
    whose_move: str = Field(description="Who acts next, or empty.")


class IssueOut(Schema):
    """Something that needs a person."""

    id: UUID
    kind: str = Field(description="One of the five kinds.")
    title: str
    what_to_do: str
    entity: str = Field(description="What kind of record it is about, or empty.")
    entity_id: UUID | None
    times: int = Field(description="How often it was seen.")
    first_seen_at: datetime
    last_seen_at: datetime


class ConnectionOut(Schema):
    """The company's LinkedIn set-up."""

    kind: Literal["partner", "direct"]
    state: Literal["incomplete", "complete", "relink_needed", "killed"]
    organization: str
    apply_connect: bool = Field(description="Whether applications made on LinkedIn arrive here.")
    connected_at: datetime | None


class SyncStatus(Schema):
    """How the exchange with LinkedIn stands."""

    connection: ConnectionOut | None = Field(description="Null when the company is not connected.")
    backlog: int = Field(description="How many records wait in all streams together.")
    streams: list[StreamOut]
    issues: list[IssueOut] = Field(description="Ongoing ones, oldest first.")


@section.get("", scope="sync:read", answer=SyncStatus)
def get_sync_status(request: HttpRequest) -> SyncStatus:
    """Read how fresh each stream is, what waits, and what needs a person."""
    connection = connections.current()
    streams = freshness.report()
    return SyncStatus(
        connection=shape(ConnectionOut, connection) if connection else None,
        backlog=sum(stream.backlog for stream in streams),
        streams=[shape(StreamOut, stream) for stream in streams],
        issues=[shape(IssueOut, issue) for issue in issues.open_issues()],
    )
