"""Notices and e-mails over the API: what applicants are told, by LinkedIn and by us, and keeping it back."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema, Status
from pydantic import StringConstraints

from isthmus.api.v1.sections import Section, key_id
from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import NO_NUL, Input
from isthmus.bridge import desk, notices
from isthmus.bridge.desk import Wanted
from isthmus.bridge.notices import Channel, Notice
from isthmus.hiring import letter_rules, messages
from isthmus.hiring.messages import Letter
from isthmus.hiring.models import Application, Message
from isthmus.store import audit
from isthmus.sync.models import Outbox

section = Section("notices")

Way = Literal["linkedin", "email"]
State = Literal["draft", "scheduled", "held", "sent", "cancelled", "failed"]
Act = Literal["hold", "release", "send", "cancel"]
ACTS = {"hold": notices.hold, "release": notices.release, "send": notices.send_now, "cancel": notices.cancel}


class NoticeOut(Schema):
    """One thing one person is told in one way."""

    id: UUID | None = Field(description="Null for moments, until the worker has picked a LinkedIn notice up.")
    channel: Way
    event: str = Field(description="What it tells: `APPLICATION_VIEWED` … by LinkedIn; `rejection`, `custom` … by us.")
    words: str
    state: State
    due_at: datetime = Field(description="When it leaves at the earliest.")
    sent_at: datetime | None
    why: str
    whose_move: str = Field(description="Empty unless somebody must act.")
    candidate_id: UUID | None
    application_id: UUID | None
    to_address: str = Field(description="Of an e-mail.")
    subject: str
    body: str


class NoticePage(Schema):
    """One page of notices, by when they leave, the latest first."""

    items: list[NoticeOut]
    next: str | None = Field(description="Give it as `after` for the next page; null on the last.")


class NoticesOut(Schema):
    """Everything told about one application, in the order it leaves."""

    items: list[NoticeOut]


class NoticeFilters(Schema):
    """Which notices."""

    after: str | None = Field(None, max_length=300, pattern=NO_NUL, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=100, description="How many at most.")
    state: State | None = Field(None, description="Only in this state.")
    channel: Way | None = Field(None, description="Only told this way.")
    job_id: UUID | None = Field(None, description="Only about applications for this job.")


class MessageIn(Input):
    """An e-mail to an applicant; placeholders such as `{first_name}` are filled in when it is written."""

    subject: Annotated[str, StringConstraints(pattern=NO_NUL, max_length=letter_rules.LONGEST_SUBJECT)]
    body: Annotated[str, StringConstraints(pattern=NO_NUL, max_length=letter_rules.LONGEST_BODY)]
    at: datetime | None = Field(None, description="When it leaves; now when left out. With a time zone.")


@section.get("/notices", scope="candidates:read", answer=NoticePage)
def list_notices(request: HttpRequest, filters: Query[NoticeFilters]) -> NoticePage:
    """List what applicants are told, by LinkedIn and by our e-mails, by when it leaves."""
    states = (filters.state,) if filters.state else ()
    wanted = Wanted(states, filters.channel or "", "", filters.job_id)
    found = desk.page(wanted, filters.after, filters.limit)
    return NoticePage(items=[_shape(request, notice) for notice in found.rows], next=found.next)


@section.get("/applications/{application_id}/notices", scope="candidates:read", answer=NoticesOut)
def list_notices_of_application(request: HttpRequest, application_id: UUID) -> NoticesOut:
    """List what the person is told about one application, in the order it leaves."""
    return NoticesOut(items=[_shape(request, notice) for notice in notices.for_application(application_id)])


@section.post("/notices/{channel}/{notice_id}/{act}", scope="messages:write", answers={200: NoticeOut})
def act_on_notice(request: HttpRequest, channel: Way, notice_id: UUID, act: Act) -> NoticeOut:
    """Hold a notice, release it, send it now or cancel it. What has left is refused and stays as it is."""
    ACTS[act](Channel(channel), notice_id)
    return _shape(request, _notice(Channel(channel), notice_id))


@section.post("/applications/{application_id}/messages", scope="messages:write", answers={201: NoticeOut})
def write_message(request: HttpRequest, application_id: UUID, sent: MessageIn) -> Status[NoticeOut]:
    """Write an e-mail to an applicant, to leave now or later; an answer goes to the job's poster."""
    application = Application.objects.only("id", "company_id", "candidate_id").get(id=application_id)
    letter = Letter(sent.subject, sent.body)
    if sent.at is None:
        message = messages.send(application.candidate_id, letter, application_id=application.id)
    else:
        message = messages.schedule(application.candidate_id, letter, _aware(sent.at), application_id=application.id)
    return Status(201, _shape(request, notices.of_message(message)))


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _notice(channel: Channel, notice_id: UUID) -> Notice:
    if channel is Channel.EMAIL:
        return notices.of_message(Message.objects.get(id=notice_id))
    return notices.of_facts(Outbox.objects.filter(id=notice_id))[0]


def _shape(request: HttpRequest, notice: Notice) -> NoticeOut:
    if notice.channel is Channel.EMAIL and notice.id is not None:
        audit.record("read", "message", notice.id, api_key_id=key_id(request))
    return shape(NoticeOut, notice)
