"""Imported jobs that wait for a person: what they lack, and one description and poster written to many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from isthmus.hiring import jobs
from isthmus.hiring.descriptions import clean, plain_text
from isthmus.hiring.imports import ORIGIN
from isthmus.hiring.models import ImportLine, Job, JobStatus
from isthmus.hiring.problems import Problem, Refused, refuse_if
from isthmus.people.normalise import email_key

PLACEHOLDERS = ("{title}", "{company}", "{location}")
LONGEST_TEMPLATE = 50_000


@dataclass(frozen=True)
class Completion:
    """What is written to held jobs: a description with placeholders, a poster; only where empty unless `replacing`."""

    template: str = ""
    poster_email: str = ""
    replacing: bool = False


@dataclass(frozen=True)
class Difference:
    """What completing would change on one job; a field that stays as it is has `after` equal to `before`."""

    job_id: UUID
    title: str
    description_before: str
    description_after: str
    poster_before: str
    poster_after: str

    @property
    def writes_description(self) -> bool:
        return self.description_after != self.description_before

    @property
    def writes_poster(self) -> bool:
        return self.poster_after != self.poster_before

    @property
    def is_none(self) -> bool:
        return not (self.writes_description or self.writes_poster)


def held(run_id: UUID | None = None) -> "QuerySet[Job]":
    """The imported jobs that are drafts, of one import when named; the newest first."""
    found: QuerySet[Job] = Job.objects.filter(origin=ORIGIN, status=JobStatus.DRAFT).order_by("-created_at", "-id")
    if run_id is not None:
        found = found.filter(id__in=ImportLine.objects.filter(run_id=run_id, job__isnull=False).values("job_id"))
    return found


def problems(completion: Completion) -> list[Problem]:
    """What is wrong with a completion before any job is looked at."""
    found = []
    if not plain_text(completion.template) and not completion.poster_email:
        found.append(Problem("template", _("There is nothing to write."), _("Enter a description, a poster or both.")))
    if len(completion.template) > LONGEST_TEMPLATE:
        words = _("This is longer than {count} characters.").format(count=LONGEST_TEMPLATE)
        found.append(Problem("template", words, _("Shorten it.")))
    if completion.poster_email and not email_key(completion.poster_email):
        found.append(Problem("poster_email", _("This is not an e-mail address."), _("Correct it.")))
    return found


def differences(chosen: Iterable[Job], completion: Completion, company_name: str) -> list[Difference]:
    """What completing would change on each of the jobs, those it leaves as they are included."""
    return [_difference(job, completion, company_name) for job in chosen]


def complete(job_ids: Sequence[UUID], completion: Completion, company_name: str) -> tuple[int, list[str]]:
    """Write it to the held jobs among these: how many changed, and why others were refused. Raises Refused."""
    refuse_if(problems(completion), code="completion_invalid")
    changed, refusals = 0, []
    for job in held().filter(id__in=job_ids):
        change = _difference(job, completion, company_name)
        if change.is_none:
            continue
        draft = jobs.draft_of(job, description=change.description_after, poster_email=change.poster_after)
        try:
            with transaction.atomic():
                jobs.update_job(job.id, draft)
            changed += 1
        except Refused as refused:
            refusals.append(f"{job.title}: {refused.failure.message}")
    return changed, refusals


def filled(template: str, job: Job, company_name: str) -> str:
    """The description of one job: the template with its placeholders written out, fit to be shown."""
    places = "; ".join(job.locations)
    values = dict(zip(PLACEHOLDERS, (job.title, company_name, places), strict=True))
    return clean(_replaced(clean(template), {name: escape(value) for name, value in values.items()}))


def _replaced(template: str, values: dict[str, str]) -> str:
    """Each placeholder once, in one pass: what a title says in braces is not a placeholder."""
    written, rest = "", template
    while rest:
        found = min(((rest.find(name), name) for name in values if name in rest), default=None)
        if found is None:
            return written + rest
        at, name = found
        written, rest = written + rest[:at] + values[name], rest[at + len(name) :]
    return written


def _difference(job: Job, completion: Completion, company_name: str) -> Difference:
    description, poster = job.description, job.poster_email
    if plain_text(completion.template) and (completion.replacing or not plain_text(description)):
        description = filled(completion.template, job, company_name)
    if completion.poster_email and (completion.replacing or not poster):
        poster = completion.poster_email
    return Difference(job.id, job.title, job.description, description, job.poster_email, poster)
