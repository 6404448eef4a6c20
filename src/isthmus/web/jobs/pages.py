"""What the job screens show."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.hiring import answer_words, questions, team
from isthmus.hiring.descriptions import clean
from isthmus.hiring.jobs import what_is_missing
from isthmus.hiring.models import FormSection, Job, JobStatus, JobTally, Question, QuestionKind
from isthmus.hiring.problems import Problem
from isthmus.hiring.team import Colleague
from isthmus.web.jobs import listing, panel, pay_rows, preview, question_rows
from isthmus.web.jobs.panel import Panel
from isthmus.web.jobs.preview import Preview
from isthmus.web.tones import OF_JOB


@dataclass(frozen=True)
class Asked:
    """A screening question in words."""

    text: str
    kind_words: str
    required: bool
    options: list[str]
    place_words: str
    condition: str


@dataclass(frozen=True)
class JobPage:
    """One job."""

    id: UUID
    title: str
    details: str
    status_words: str
    status_tone: str
    status_icon: str
    description: SafeString
    questions: list[Asked]
    missing: list[Problem]
    posting: Panel
    applicants: int
    in_progress: int
    hired: int
    public_url: str
    pay: list[str]
    is_pay_hidden: bool
    team: list[Colleague]
    may_edit: bool
    can_open: bool
    open_words: str
    can_close: bool
    asked_words: str


@dataclass(frozen=True)
class FormPage:
    """The application form of a job, as a member sees it."""

    job_id: UUID
    title: str
    preview: Preview


def job_page(member: Member, job: Job) -> JobPage:
    """Everything about one job of the acting company."""
    tally = JobTally.objects.filter(job=job).first() or JobTally(job=job)
    look = OF_JOB[JobStatus(job.status)]
    return JobPage(
        id=job.id,
        title=job.title,
        details=_details(job),
        status_words=job.get_status_display(),
        status_tone=look.tone,
        status_icon=look.icon,
        description=mark_safe(clean(job.description)),  # noqa: S308 - cleaned by nh3, here once more
        questions=_all_asked(job),
        missing=what_is_missing(job) if job.status == JobStatus.DRAFT else [],
        posting=panel.of_job(member, job),
        applicants=tally.applicants,
        in_progress=tally.in_progress,
        hired=tally.hired,
        public_url=_public_url(member, job) if job.status == JobStatus.OPEN else "",
        pay=pay_rows.in_words(job),
        is_pay_hidden=not job.pay_shown,
        team=team.of_job(job.id),
        may_edit=member.may("jobs.edit"),
        can_open=member.may("jobs.edit") and job.status != JobStatus.OPEN,
        open_words=_("Open again") if job.status == JobStatus.CLOSED else _("Open without posting"),
        can_close=member.may("jobs.publish") and job.status == JobStatus.OPEN,
        asked_words=_("Asked on LinkedIn and on the job page, in this order"),
    )


def form_page(member: Member, job: Job) -> FormPage:
    """The application form of one job of the acting company."""
    return FormPage(job.id, job.title, preview.of_job(job))


def _details(job: Job) -> str:
    parts = [job.code, job.department, listing.places(list(job.locations))]
    parts += [job.get_workplace_display(), job.get_employment_display()]
    return " · ".join(part for part in parts if part)


def _all_asked(job: Job) -> list[Asked]:
    asked = questions.asked_now(job.id)
    by_id = {str(question.id): question for question in asked}
    return [_asked(question, by_id) for question in asked]


def _asked(question: Question, by_id: dict[str, Question]) -> Asked:
    labels = [option["label"] for option in question.options] if question.kind != QuestionKind.YES_NO else []
    return Asked(
        text=question.text,
        kind_words=str(dict(question_rows.KINDS)[QuestionKind(question.kind)]),
        required=question.required,
        options=labels,
        place_words="" if question.section == FormSection.QUESTIONS else str(FormSection(question.section).label),
        condition=answer_words.condition(question, by_id),
    )


def _public_url(member: Member, job: Job) -> str:
    path = reverse("careers:job", kwargs={"slug": member.company_slug, "job_id": job.id})
    return job.own_apply_url or f"{settings.CONFIG.public_url.rstrip('/')}{path}"
