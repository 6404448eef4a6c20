"""A job's screening questions over the API: set as a whole, with ids that last."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import Field as Bounds

from isthmus.api.v1.sections import Section
from isthmus.api.v1.shapes import shape
from isthmus.api.v1.words import Address, Input, Line
from isthmus.hiring import question_details, questions
from isthmus.hiring.models import Job, Question
from isthmus.hiring.question_details import Details, Prerequisite
from isthmus.hiring.question_rules import QuestionDraft

section = Section("questions")

Kind = Literal["short_text", "text", "integer", "number", "yes_no", "single", "multiple", "date_range", "document"]
Place = Literal["questions", "contact", "resume", "cover_letter", "work", "education"]
Number = Annotated[int | float, Bounds(ge=-1e15, le=1e15)]


class PrerequisiteShape(Input):
    """Ask only when an earlier question of the same section was answered with one of these options."""

    question: Line = Field(description="The earlier question: its id, or its `key` in this request.")
    options: list[Line] = Field(description="Options of that question, by id or label; `yes` or `no`.")


class DetailsShape(Input):
    """What a question says beyond its words and options. Each kind takes its own part; the others refuse it."""

    help: Line = Field("", description="A short help beside the question.")
    expanded_help: Address = Field("", description="A longer help.")
    shown_as: Literal["", "radio", "dropdown", "buttons", "checkboxes"] = Field(
        "", description="For choices; empty: by how many options there are."
    )
    preselected: Line = Field("", description="For choices: the option chosen at first, by id or label.")
    suggested: Line | Number | None = Field(None, description="For texts and numbers: what stands there at first.")
    minimum: Number | None = Field(None, description="For numbers; null: 0.")
    maximum: Number | None = Field(None, description="For numbers.")
    shortest: int | None = Field(None, description="For texts, in characters.")
    longest: int | None = Field(None, description="For texts, in characters; at most 10,000.")
    start_label: Line = Field("", description="For dates: what the first is called.")
    end_label: Line = Field("", description="For dates: what the second is called.")
    no_end_label: Line = Field("", description="For dates: what is ticked when there is no second.")
    largest_bytes: int | None = Field(None, description="For documents; null: 10 MB.")
    extensions: list[Line] | None = Field(
        None, description="For documents, in lower case; null: any file, empty: only files without an ending."
    )
    favourable_options: list[Line] = Field(
        default_factory=list,
        description="For choices: what is hoped for, by id or label. It marks, and decides nothing.",
    )
    favourable_from: Number | None = Field(None, description="For numbers: what is hoped for, at least.")
    favourable_to: Number | None = Field(None, description="For numbers: what is hoped for, at most.")
    knock_out: bool = Field(
        False, description="Whether the job cannot do without what is hoped for. It marks, and rejects nobody."
    )
    prerequisite: PrerequisiteShape | None = Field(None, description="When the question is asked; null: always.")


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
    section: Place = Field(
        "questions", description="Where it stands; in work and education it is asked for each entry."
    )
    details: DetailsShape = Field(DetailsShape.model_validate({}), description="Limits, help, hopes, prerequisite.")
    key: Line = Field("", description="A name of your own by which prerequisites in this request may speak of it.")


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
    section: Place
    details: DetailsShape


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
            question.section,
            _details(question.details),
            question.key,
        )
        for question in sent.questions
    ]
    return _shown(questions.set_questions(job_id, drafts))


def question_shape(question: Question) -> QuestionOut:
    """A question as it is asked now."""
    options = [OptionOut(id=str(option["id"]), label=str(option["label"])) for option in question.options]
    details = DetailsShape.model_validate(question_details.as_json(question_details.read(question.details)))
    return shape(QuestionOut, question, options=options, details=details)


def _details(sent: DetailsShape) -> Details:
    said = sent.model_dump(exclude_unset=True, exclude={"prerequisite"})
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    first = sent.prerequisite
    return Details(**plain, prerequisite=Prerequisite(first.question, tuple(first.options)) if first else None)


def _shown(asked: list[Question]) -> QuestionsOut:
    return QuestionsOut(questions=[question_shape(question) for question in asked])
