"""A job's screening questions over the API: set as a whole, with ids that last."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import Field as Bounds

from isthmus.api.v1.sections import Section
from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import Input, Line
from isthmus.hiring import questions
from isthmus.hiring.models import Job, Question
from isthmus.hiring.question_rules import QuestionDraft

section = Section("questions")

Kind = Literal["text", "number", "single", "multiple", "yes_no"]


class OptionIn(Input):
    """One option of a choice."""

    id: Line | None = Field(None, description="Its id when it exists already; leave out to add one.")
    label: Line = Field(description="What the applicant reads.")


class QuestionIn(Input):
    """One question of the next set."""

    id: UUID | None = Field(None, description="Its id when it exists already; leave out to add one.")
    text: Annotated[Line, Bounds(min_length=1)] = Field(description="What is asked.")
    kind: Kind = Field(description="Changing the kind makes another question of it.")
    required: bool = Field(False, description="Whether it must be answered.")
    options: list[OptionIn] = Field(default_factory=list, description="For `single` and `multiple` only.")


class OptionOut(Schema):
    """One option of a choice."""

    id: str
    label: str


class QuestionOut(Schema):
    """A question as it is asked now."""

    id: UUID
    text: str
    kind: Kind
    required: bool
    options: list[OptionOut]


class QuestionSet(Input):
    """All questions of a job, in order; those left out are asked no more."""

    questions: list[QuestionIn]


class QuestionsOut(Schema):
    """All questions of a job, in order."""

    questions: list[QuestionOut]


@section.get("/{job_id}/questions", scope="jobs:read", answer=QuestionsOut)
def get_questions(request: HttpRequest, job_id: UUID) -> QuestionsOut:
    """Read what an applicant is asked."""
    job = Job.objects.only("id", "company_id").get(id=job_id)
    return _shown(questions.asked_now(job.id))


@section.put("/{job_id}/questions", scope="jobs:write", answer=QuestionsOut)
def set_questions(request: HttpRequest, job_id: UUID, sent: QuestionSet) -> QuestionsOut:
    """Set what an applicant is asked.

    Ids of questions and options stay the same for life. Give them back to change a question; leave one out to retire
    it.
    """
    drafts = [
        QuestionDraft(
            question.id,
            question.text,
            question.kind,
            question.required,
            [option.model_dump(exclude_none=True) for option in question.options],
        )
        for question in sent.questions
    ]
    return _shown(questions.set_questions(job_id, drafts))


def question_shape(question: Question) -> QuestionOut:
    """A question as it is asked now."""
    options = [OptionOut(id=str(option["id"]), label=str(option["label"])) for option in question.options]
    return shape(QuestionOut, question, options=options)


def _shown(asked: list[Question]) -> QuestionsOut:
    return QuestionsOut(questions=[question_shape(question) for question in asked])
