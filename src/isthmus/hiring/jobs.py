"""Jobs: what is written about an opening, and whether it takes applications."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.hiring import form_sections, pay
from isthmus.hiring.descriptions import clean, plain_text
from isthmus.hiring.models import (
    Employment,
    Job,
    JobStatus,
    JobTally,
    Level,
    Posting,
    PostingStatus,
    Requirement,
    Workplace,
)
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.people.normalise import email_key, tidy, tidy_json

__all__ = [
    "JobDraft",
    "Problem",
    "close_job",
    "create_job",
    "draft_of",
    "open_job",
    "tidied_draft",
    "update_job",
    "what_is_missing",
]

MOST_LOCATIONS = 50
_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class JobDraft:
    """Everything a person may write about a job; `origin` and `external_id` are kept from its creation.

    `form_sections` is the JSON of `hiring.form_sections`, `pay` that of `hiring.pay`; what they leave out is as it is
    by default. Pay that is not shown is kept for colleagues: neither LinkedIn nor the public page is told.
    """

    title: str
    code: str = ""
    description: str = ""
    locations: list[str] = field(default_factory=list)
    workplace: str = ""
    employment: str = ""
    level: str = ""
    functions: list[str] = field(default_factory=list)
    industries: list[str] = field(default_factory=list)
    pay: list[dict[str, str]] = field(default_factory=list)
    pay_shown: bool = True
    department: str = ""
    poster_email: str = ""
    own_apply_url: str = ""
    resume_requirement: str = Requirement.REQUIRED
    phone_requirement: str = Requirement.OPTIONAL
    form_sections: dict[str, Any] = field(default_factory=dict)
    origin: str = "typed"
    external_id: str = ""


_WRITTEN = tuple(item.name for item in fields(JobDraft) if item.name not in ("origin", "external_id"))
_CHOICES = {
    "workplace": ("", *Workplace.values),
    "employment": ("", *Employment.values),
    "level": ("", *Level.values),
    "resume_requirement": tuple(Requirement.values),
    "phone_requirement": tuple(Requirement.values),
}
_LONGEST = {
    "title": 300,
    "code": 200,
    "department": 200,
    "own_apply_url": 2000,
    "external_id": 300,
    "description": 100_000,
}


def create_job(draft: JobDraft) -> Job:
    """A new job, as a draft. Raises Refused with every problem of what was written."""
    tidied = tidied_draft(draft)
    refuse_if(problems(tidied), code="job_invalid")
    job: Job = Job.objects.create(
        origin=draft.origin,
        external_id=draft.external_id,
        **{name: getattr(tidied, name) for name in _WRITTEN},
    )
    JobTally.objects.create(job=job)
    return job


def update_job(job_id: UUID, draft: JobDraft) -> Job:
    """The job with everything written anew; nothing is written when nothing differs.

    Raises Refused, Job.DoesNotExist; an open job must stay fit to be open.
    """
    tidied = tidied_draft(draft)
    refuse_if(problems(tidied), code="job_invalid")
    job: Job = Job.objects.select_for_update(no_key=True).get(id=job_id)
    changed = [name for name in _WRITTEN if getattr(job, name) != getattr(tidied, name)]
    for name in changed:
        setattr(job, name, getattr(tidied, name))
    if job.status == JobStatus.OPEN:
        refuse_if(what_is_missing(job), code="job_incomplete")
    if changed:
        job.save(update_fields=changed)
    return job


def draft_of(job: Job, **changes: object) -> JobDraft:
    """What is written about a job now, with changes, to be given to `update_job`."""
    return JobDraft(**{item.name: getattr(job, item.name) for item in fields(JobDraft)} | changes)


def open_job(job_id: UUID) -> Job:
    """Let the job take applications. Raises Refused with what is missing; an open job stays as it is."""
    job: Job = Job.objects.select_for_update(no_key=True).get(id=job_id)
    if job.status == JobStatus.OPEN:
        return job
    refuse_if(what_is_missing(job), code="job_incomplete")
    job.status = JobStatus.OPEN
    job.opened_at = now()
    job.closed_at = None
    job.save(update_fields=["status", "opened_at", "closed_at"])
    return job


def close_job(job_id: UUID) -> Job:
    """Stop taking applications, and close the job's posting; applications received stay as they are."""
    job: Job = Job.objects.select_for_update(no_key=True).get(id=job_id)
    if job.status != JobStatus.CLOSED:
        job.status = JobStatus.CLOSED
        job.closed_at = now()
        job.save(update_fields=["status", "closed_at"])
    posting = Posting.objects.select_for_update(no_key=True).filter(job=job).first()
    if posting is not None and posting.status == PostingStatus.PUBLISHED:
        posting.status = PostingStatus.CLOSED
        posting.closed_at = now()
        posting.save(update_fields=["status", "closed_at"])
    return job


def what_is_missing(job: Job) -> list[Problem]:
    """What must be written before the job can be opened; empty when nothing is missing."""
    missing = []
    if not job.title.strip():
        missing.append(Problem("title", _("The job has no title."), _("Give it one.")))
    if not plain_text(job.description):
        missing.append(Problem("description", _("The job has no description."), _("Write what the work is.")))
    if not job.locations and job.workplace != Workplace.REMOTE:
        missing.append(Problem("locations", _("The job has no location."), _("Add one, or mark the job as remote.")))
    return missing


def tidied_draft(draft: JobDraft) -> JobDraft:
    """What was written as it would be stored: clean, without blanks and doubles. It may still be refused."""
    values: dict[str, object] = {item.name: tidy_json(getattr(draft, item.name)) for item in fields(JobDraft)}
    values["title"] = " ".join(str(values["title"]).split())
    values["description"] = clean(draft.description)
    values["pay"] = _tidied_pay(draft.pay)
    for name in ("locations", "functions", "industries"):
        values[name] = list(dict.fromkeys(text for text in map(tidy, getattr(draft, name)) if text))
    return JobDraft(**values)  # type: ignore[arg-type]


def _tidied_pay(stored: object) -> object:
    try:
        return pay.as_json(pay.tidied(pay.read(stored)))  # type: ignore[arg-type]
    except TypeError:
        return stored


def problems(draft: JobDraft) -> Iterator[Problem]:
    """Everything wrong with a tidied draft."""
    if not any(character.isprintable() and not character.isspace() for character in draft.title):
        yield Problem("title", _("A job needs a title."), _("Give it one."))
    for name, limit in _LONGEST.items():
        if len(getattr(draft, name)) > limit:
            yield Problem(name, _("This is longer than %(limit)d characters.") % {"limit": limit}, _("Shorten it."))
    for name, choices in _CHOICES.items():
        if getattr(draft, name) not in choices:
            yield Problem(
                name, _("This choice is not known."), _("Use one of: %(choices)s.") % {"choices": _listed(choices)}
            )
    if len(draft.locations) > MOST_LOCATIONS:
        yield Problem(
            "locations", _("More than %(most)d locations.") % {"most": MOST_LOCATIONS}, _("Make several jobs of it.")
        )
    yield from form_sections.problems(draft.form_sections)
    yield from _pay_problems(draft.pay)
    if draft.poster_email and not email_key(draft.poster_email):
        yield Problem("poster_email", _("This is not an e-mail address."), _("Correct it, or leave it empty."))
    if draft.own_apply_url and not is_web_address(draft.own_apply_url):
        yield Problem("own_apply_url", _("This is not a web address."), _("Use one that starts with https://."))


def _pay_problems(stored: list[dict[str, str]]) -> Iterator[Problem]:
    try:
        yield from pay.problems(pay.read(stored))
    except TypeError:
        yield Problem(
            "pay", _("The pay is not a list of parts."), _("Give each its type, period, currency and amounts.")
        )


def is_web_address(url: str) -> bool:
    """Whether this is an absolute http or https address with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not _SPACE.search(url)
    except ValueError:
        return False


def _listed(choices: Iterable[str]) -> str:
    return ", ".join(choice for choice in choices if choice)
