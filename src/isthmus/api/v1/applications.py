"""Applications over the API: list, read with answers and files, move, reject, re-open."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Schema

from isthmus.api.v1.candidates import CandidateOut
from isthmus.api.v1.files import FileOut, file_shape
from isthmus.api.v1.paging import Page, cut
from isthmus.api.v1.sections import Section, key_id
from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import Input, Line
from isthmus.hiring import answers_shown, decisions, pipeline
from isthmus.hiring.answers_shown import ShownAnswer
from isthmus.hiring.models import Application, File
from isthmus.store import audit

section = Section("applications")
stages = Section("stages")

Outcome = Literal["pending", "hired", "declined", "withdrawn"]


class StageOut(Schema):
    """One step of the company's pipeline."""

    id: UUID
    name: str
    category: Literal["new", "review", "interview", "offer", "hired"]


class StagesOut(Schema):
    """The company's pipeline, in order."""

    items: list[StageOut]


class AnswerOut(Schema):
    """What the applicant answered, with the question's words as they were asked."""

    question_id: UUID | None = Field(description="Null when the question is not one of this job's.")
    question: str
    value: Any = Field(
        description="The answer as data: text, a number, an option's id or a list of them, true or false, dates as"
        " `{start, end}`, a document as `{file_id}`."
    )
    shown: str = Field(description="The answer in words.")
    about: str = Field(description="The job, the school or the round it was asked for; empty when asked once.")
    understood: bool = Field(description="False: it came in a shape Isthmus does not know, and is kept as it came.")
    hoped_for: bool | None = Field(description="Whether it is what the job hopes for; null when it hopes for nothing.")
    hope: str = Field(description="What the job hopes for, in words. It marks the application and decides nothing.")


class NotAskedOut(Schema):
    """A question that this person was not asked."""

    question: str
    reason: str


class ApplicationOut(Schema):
    """One candidate's bid for one job."""

    id: UUID
    job_id: UUID
    candidate: CandidateOut
    stage: StageOut
    outcome: Outcome
    outcome_at: datetime | None
    outcome_reason: str
    origin: str = Field(description="Where it came from: `linkedin_apply`, `careers`, `api` …")
    applied_at: datetime
    received_at: datetime


class ApplicationWhole(ApplicationOut):
    """An application with its answers and what is known of its files."""

    answers: list[AnswerOut]
    not_asked: list[NotAskedOut]
    files: list[FileOut]


class ApplicationPage(Schema):
    """One page of applications, newest first."""

    items: list[ApplicationOut]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


class ApplicationFilters(Page):
    """Which applications."""

    job_id: UUID | None = Field(None, description="Only for this job.")
    candidate_id: UUID | None = Field(None, description="Only of this candidate.")
    stage_id: UUID | None = Field(None, description="Only in this stage.")
    outcome: Outcome | None = Field(None, description="Only with this outcome.")


class Move(Input):
    """Where to."""

    stage_id: UUID = Field(description="A stage of the company, see `/stages`.")


class Reject(Input):
    """Why."""

    reason: Line = Field("", description="For colleagues; it is not sent to the applicant or to LinkedIn.")
    send_email: bool | None = Field(None, description="Whether our rejection e-mail is sent; left out: as usual.")


WITHOUT_WORDS = Reject(reason="", send_email=None)


@stages.get("", scope="candidates:read", answer=StagesOut)
def list_stages(request: HttpRequest) -> StagesOut:
    """List the company's pipeline, in order."""
    return StagesOut(items=[shape(StageOut, stage) for stage in pipeline.ensure_stages()])


@section.get("", scope="candidates:read", answer=ApplicationPage)
def list_applications(request: HttpRequest, filters: Query[ApplicationFilters]) -> ApplicationPage:
    """List applications, newest first."""
    wanted = filters.model_dump(exclude={"after", "limit"}, exclude_none=True)
    items, after = cut(_rows().filter(**wanted), filters, application_shape)
    audit.record_each("listed", "application", [item.id for item in items], api_key_id=key_id(request))
    return ApplicationPage(items=items, next=after)


@section.get("/{application_id}", scope="candidates:read", answer=ApplicationWhole)
def get_application(request: HttpRequest, application_id: UUID) -> ApplicationWhole:
    """Read an application with its answers and files.

    A program's reading is audited; it is not a person's view, so LinkedIn is not told that the application was viewed.
    """
    answer = _whole(application_id)
    audit.record("read", "application", answer.id, fields=["answers", "files"], api_key_id=key_id(request))
    return answer


@section.post("/{application_id}/move", scope="applications:write", answers={200: ApplicationWhole})
def move_application(request: HttpRequest, application_id: UUID, sent: Move) -> ApplicationWhole:
    """Put an application into a stage; the hired stage hires. Moving to where it is changes nothing."""
    decisions.move(application_id, sent.stage_id)
    return _whole(application_id)


@section.post("/{application_id}/reject", scope="applications:write", answers={200: ApplicationWhole})
def reject_application(request: HttpRequest, application_id: UUID, sent: Reject = WITHOUT_WORDS) -> ApplicationWhole:
    """Decide that the applicant is not selected. LinkedIn tells them, after the company's delay if it has one.

    Rejecting twice changes nothing.
    """
    decisions.reject(application_id, sent.reason, send_email=sent.send_email)
    return _whole(application_id)


@section.post("/{application_id}/reopen", scope="applications:write", answers={200: ApplicationWhole})
def reopen_application(request: HttpRequest, application_id: UUID) -> ApplicationWhole:
    """Take the outcome back. A rejection that has not left for LinkedIn yet is not sent."""
    decisions.reopen(application_id)
    return _whole(application_id)


def application_shape(application: Application) -> ApplicationOut:
    """An application as it appears in lists."""
    return shape(ApplicationOut, application, **_around(application))


def _rows() -> "QuerySet[Application]":
    return Application.objects.select_related("candidate", "stage")


def _whole(application_id: UUID) -> ApplicationWhole:
    application = _rows().get(id=application_id)
    shown = answers_shown.of_application(application)
    return shape(
        ApplicationWhole,
        application,
        **_around(application),
        answers=[_answer(answer) for answer in shown.given],
        not_asked=[shape(NotAskedOut, one) for one in shown.not_asked],
        files=[file_shape(file) for file in File.objects.filter(application=application).order_by("id")],
    )


def _around(application: Application) -> dict[str, Any]:
    return {
        "candidate": shape(CandidateOut, application.candidate),
        "stage": shape(StageOut, application.stage),
    }


def _answer(answer: ShownAnswer) -> AnswerOut:
    fit = answer.fit
    return shape(AnswerOut, answer, hoped_for=fit.is_hoped_for if fit else None, hope=fit.reason if fit else "")
