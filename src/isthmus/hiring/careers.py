"""The company's public job pages: what is shown of an open job, and what an applicant sends from there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from isthmus.base.clock import now
from isthmus.hiring import answer_rules, applications, documents, entry_rules, files, form_sections, questions
from isthmus.hiring.answer_rules import Upload
from isthmus.hiring.applications import COVER_LETTER, ExpectedFile, GivenAnswer, Received
from isthmus.hiring.entry_rules import Entries
from isthmus.hiring.form_sections import FormSections
from isthmus.hiring.models import Application, File, FormSection, Job, JobStatus, Outcome, Question, Requirement
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.people.models import Origin
from isthmus.people.normalise import email_key, one_line, tidy
from isthmus.people.said import Said

__all__ = ["JobPage", "OpenJob", "Submission", "Upload", "apply", "is_closed", "open_jobs", "page", "page_of"]

LONGEST_COVER_LETTER = 20_000
MOST_LISTED = 2000
REPEATED = (FormSection.WORK, FormSection.EDUCATION)


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
    sections: FormSections
    questions: list[Question]


@dataclass(frozen=True)
class OpenJob:
    """An open job in the company's list."""

    job_id: UUID
    title: str
    department: str
    locations: list[str]
    workplace: str
    employment: str


@dataclass(frozen=True)
class Submission:
    """A filled-in application form. `id` is drawn when the form is shown, so that sending it twice applies once.

    `answers` and `documents` are by question id; those of the third job by `work.2.<question id>`.
    """

    id: str
    first_name: str
    last_name: str
    email: str
    middle_name: str = ""
    phone: str = ""
    location: str = ""
    answers: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    documents: Mapping[str, Upload] = field(default_factory=dict)
    resume: Upload | None = None
    cover_letter: Upload | None = None
    cover_letter_text: str = ""
    work: Sequence[Mapping[str, str]] = ()
    education: Sequence[Mapping[str, str]] = ()


@dataclass
class _Filled:
    """A form as it was understood, with everything wrong with it."""

    answers: list[GivenAnswer] = field(default_factory=list)
    documents: list[tuple[str, Upload]] = field(default_factory=list)
    entries: dict[str, Entries] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def open_jobs(search: str = "") -> list[OpenJob]:
    """The company's open jobs whose title, department or place holds the words, the newest first."""
    found = Job.objects.filter(status=JobStatus.OPEN).order_by("-opened_at", "-id")
    words = tidy(search, 200).casefold().split()
    return [_listed(job) for job in found[:MOST_LISTED] if all(word in _searched(job) for word in words)]


def is_closed(job_id: UUID) -> bool:
    """Whether there was such a job and it takes no applications any more."""
    return Job.objects.filter(id=job_id, status=JobStatus.CLOSED).exists()


def page(job_id: UUID) -> JobPage:
    """The public page of an open job. Raises Job.DoesNotExist for any other."""
    return page_of(_open(job_id))


def page_of(job: Job, asked: Sequence[Question] | None = None) -> JobPage:
    """The page of any job, as it would be were it open; with these questions instead of its own, when given."""
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
        sections=form_sections.read(job.form_sections),
        questions=questions.asked_now(job.id) if asked is None else list(asked),
    )


def apply(job_id: UUID, submission: Submission) -> Application:
    """The application this form makes: once per submission id, and once per person while theirs is not decided.

    Raises Refused with every problem, Job.DoesNotExist when the job is not open.
    """
    job = _open(job_id)
    sections = form_sections.read(job.form_sections)
    filled = _read(sections, questions.asked_now(job.id), submission)
    refuse_if([*_problems(job, sections, submission), *filled.problems], code="submission_invalid")
    _one_at_a_time(job, submission.email)
    if (earlier := _undecided(job, submission.email)) is not None:
        return earlier
    application, created = applications.receive(_received(job, sections, submission, filled))
    if created:
        _keep_files(application, job, sections, submission, filled)
    return application


def _listed(job: Job) -> OpenJob:
    return OpenJob(
        job_id=job.id,
        title=job.title,
        department=job.department,
        locations=list(job.locations),
        workplace=job.get_workplace_display() if job.workplace else "",
        employment=job.get_employment_display() if job.employment else "",
    )


def _searched(job: Job) -> str:
    return " ".join([job.title, job.department, job.workplace, *job.locations]).casefold()


def _one_at_a_time(job: Job, email: str) -> None:
    """Two forms of one person for one job wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"apply:{job.id}:{email_key(email)}"])


def _undecided(job: Job, email: str) -> Application | None:
    bids = Application.objects.filter(job=job, origin=Origin.CAREERS, outcome=Outcome.PENDING)
    application: Application | None = bids.filter(profile__email_key=email_key(email)).order_by("applied_at").first()
    return application


def _open(job_id: UUID) -> Job:
    job: Job = Job.objects.get(id=job_id, status=JobStatus.OPEN)
    return job


def _read(sections: FormSections, asked: Sequence[Question], submission: Submission) -> _Filled:
    filled = _Filled()
    if sections.cover_letter_text != Requirement.HIDDEN and (text := tidy(submission.cover_letter_text)):
        filled.answers.append(GivenAnswer(COVER_LETTER, text))
    for part in FormSection.values:
        those = [question for question in asked if question.section == part]
        if part not in REPEATED:
            _read_answers(filled, those, submission)
            continue
        entries = entry_rules.read(part, getattr(sections, part), getattr(submission, part))
        filled.entries[part] = entries
        filled.problems.extend(entries.problems)
        for place, entry in entries.kept:
            _read_answers(filled, those, submission, prefix=f"{part}.{place}.", about=entry_rules.about(entry))
    return filled


def _read_answers(
    filled: _Filled, asked: Sequence[Question], submission: Submission, prefix: str = "", about: str = ""
) -> None:
    found = answer_rules.read(asked, submission.answers, submission.documents, prefix=prefix)
    filled.problems.extend(found.problems)
    filled.answers.extend(GivenAnswer(identity, value, about=about) for identity, value in found.values)
    for identity, upload in found.documents:
        external_id = f"answer:{prefix}{identity}"
        filled.documents.append((external_id, upload))
        filled.answers.append(GivenAnswer(identity, upload.name, document=external_id, about=about))


def _received(job: Job, sections: FormSections, submission: Submission, filled: _Filled) -> Received:
    said = Said(
        origin=Origin.CAREERS,
        first_name=f"{submission.first_name} {_if_asked(sections.middle_name, submission.middle_name)}".strip(),
        last_name=submission.last_name,
        email=submission.email,
        phone=_if_asked(job.phone_requirement, submission.phone),
        location=_if_asked(sections.location, submission.location),
        work=[entry for _, entry in filled.entries[FormSection.WORK].kept],
        education=[entry for _, entry in filled.entries[FormSection.EDUCATION].kept],
    )
    return Received(
        said=said,
        job_id=job.id,
        origin=Origin.CAREERS,
        external_id=submission.id,
        applied_at=now(),
        answers=filled.answers,
        files=[ExpectedFile(files.ANSWER, external_id, upload.name) for external_id, upload in filled.documents],
    )


def _if_asked(requirement: str, text: str) -> str:
    return "" if requirement == Requirement.HIDDEN else text


def _keep_files(
    application: Application, job: Job, sections: FormSections, submission: Submission, filled: _Filled
) -> None:
    uploads = (
        ("resume", job.resume_requirement, submission.resume),
        ("cover_letter", sections.cover_letter, submission.cover_letter),
    )
    for kind, requirement, upload in uploads:
        if upload is not None and requirement != Requirement.HIDDEN:
            files.attach(
                application.id, upload.content, name=upload.name, declared_type=upload.declared_type, kind=kind
            )
    ids = dict(File.objects.filter(application=application).values_list("external_id", "id"))
    for external_id, upload in filled.documents:
        files.store(ids[external_id], upload.content, name=upload.name, declared_type=upload.declared_type)


def _problems(job: Job, sections: FormSections, submission: Submission) -> Iterator[Problem]:
    if not tidy(submission.id):
        yield Problem("id", "This form has lost its number.", "Load the page again.")
    if not one_line(submission.first_name):
        yield Problem("first_name", "Your first name is missing.")
    if not one_line(submission.last_name):
        yield Problem("last_name", "Your last name is missing.")
    if not email_key(submission.email):
        yield Problem("email", "This is not an e-mail address.")
    needed = (
        ("middle_name", sections.middle_name, "Your middle name is missing."),
        ("phone", job.phone_requirement, "Your phone number is missing."),
        ("location", sections.location, "Your city and country are missing."),
        ("cover_letter_text", sections.cover_letter_text, "Your cover letter is missing."),
    )
    for name, requirement, words in needed:
        if requirement == Requirement.REQUIRED and not tidy(getattr(submission, name)):
            yield Problem(name, words)
    if len(submission.cover_letter_text) > LONGEST_COVER_LETTER:
        yield Problem("cover_letter_text", f"This is longer than {LONGEST_COVER_LETTER} characters.")
    yield from _upload_problems("resume", "Your résumé", job.resume_requirement, submission.resume)
    yield from _upload_problems("cover_letter", "Your cover letter", sections.cover_letter, submission.cover_letter)


def _upload_problems(name: str, what: str, requirement: str, upload: Upload | None) -> Iterator[Problem]:
    if requirement == Requirement.HIDDEN:
        return
    if upload is None:
        if requirement == Requirement.REQUIRED:
            yield Problem(name, f"{what} is missing.", "Add a PDF or Word document.")
        return
    try:
        documents.type_of(upload.content)
    except documents.NotTaken as reason:
        yield Problem(name, str(reason), "Send a PDF or Word document.")
