"""The company's public job pages: what is shown of an open job, and what an applicant sends from there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from isthmus.base.clock import now
from isthmus.hiring import answer_rules, applications, documents, files, questions
from isthmus.hiring.applications import GivenAnswer, Received
from isthmus.hiring.models import Application, Job, JobStatus, Question, Requirement
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.people.models import Origin
from isthmus.people.normalise import email_key, tidy
from isthmus.people.said import Said


@dataclass(frozen=True)
class JobPage:
    """What the public sees of an open job; `own_apply_url` (when not empty) is where applications go instead."""

    job_id: UUID
    title: str
    description: str
    locations: list[str]
    workplace: str
    employment: str
    department: str
    own_apply_url: str
    asks_resume: bool
    needs_resume: bool
    asks_phone: bool
    needs_phone: bool
    questions: list[Question]


@dataclass(frozen=True)
class Upload:
    """A document as the form sent it."""

    name: str
    content: bytes
    declared_type: str = ""


@dataclass(frozen=True)
class Submission:
    """A filled-in application form. `id` is drawn when the form is shown, so that sending it twice applies once."""

    id: str
    first_name: str
    last_name: str
    email: str
    phone: str = ""
    location: str = ""
    answers: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    resume: Upload | None = None


def page(job_id: UUID) -> JobPage:
    """The public page of an open job. Raises Job.DoesNotExist for any other."""
    job = _open(job_id)
    return JobPage(
        job_id=job.id,
        title=job.title,
        description=job.description,
        locations=list(job.locations),
        workplace=job.get_workplace_display() if job.workplace else "",
        employment=job.get_employment_display() if job.employment else "",
        department=job.department,
        own_apply_url=job.own_apply_url,
        asks_resume=job.resume_requirement != Requirement.HIDDEN,
        needs_resume=job.resume_requirement == Requirement.REQUIRED,
        asks_phone=job.phone_requirement != Requirement.HIDDEN,
        needs_phone=job.phone_requirement == Requirement.REQUIRED,
        questions=questions.asked_now(job.id),
    )


def apply(job_id: UUID, submission: Submission) -> Application:
    """The application this form makes, once per submission id.

    Raises Refused with every problem, Job.DoesNotExist when the job is not open.
    """
    job = _open(job_id)
    values, wrong = answer_rules.read(questions.asked_now(job.id), submission.answers)
    refuse_if([*_problems(job, submission), *wrong], code="submission_invalid")
    application, created = applications.receive(_received(job, submission, values))
    if created and submission.resume is not None and job.resume_requirement != Requirement.HIDDEN:
        resume = submission.resume
        files.attach(application.id, resume.content, name=resume.name, declared_type=resume.declared_type)
    return application


def _open(job_id: UUID) -> Job:
    job: Job = Job.objects.get(id=job_id, status=JobStatus.OPEN)
    return job


def _received(job: Job, submission: Submission, values: Sequence[tuple[str, Any]]) -> Received:
    said = Said(
        origin=Origin.CAREERS,
        first_name=submission.first_name,
        last_name=submission.last_name,
        email=submission.email,
        phone=submission.phone if job.phone_requirement != Requirement.HIDDEN else "",
        location=submission.location,
    )
    return Received(
        said=said,
        job_id=job.id,
        origin=Origin.CAREERS,
        external_id=submission.id,
        applied_at=now(),
        answers=[GivenAnswer(question_id, value) for question_id, value in values],
    )


def _problems(job: Job, submission: Submission) -> Iterator[Problem]:
    if not tidy(submission.id):
        yield Problem("id", "This form has lost its number.", "Load the page again.")
    if not tidy(submission.first_name):
        yield Problem("first_name", "Your first name is missing.")
    if not tidy(submission.last_name):
        yield Problem("last_name", "Your last name is missing.")
    if not email_key(submission.email):
        yield Problem("email", "This is not an e-mail address.")
    if job.phone_requirement == Requirement.REQUIRED and not tidy(submission.phone):
        yield Problem("phone", "Your phone number is missing.")
    yield from _resume_problems(job, submission.resume)


def _resume_problems(job: Job, resume: Upload | None) -> Iterator[Problem]:
    if job.resume_requirement == Requirement.HIDDEN:
        return
    if resume is None:
        if job.resume_requirement == Requirement.REQUIRED:
            yield Problem("resume", "Your résumé is missing.", "Add a PDF or Word document.")
        return
    try:
        documents.type_of(resume.content)
    except documents.NotTaken as reason:
        yield Problem("resume", str(reason), "Send a PDF or Word document.")
