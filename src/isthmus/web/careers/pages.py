"""What the public sees: a company's open jobs, and each of them with its form."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from isthmus.hiring import careers, pay
from isthmus.hiring.careers import JobPage, OpenJob
from isthmus.hiring.descriptions import clean, plain_text
from isthmus.hiring.models import Job
from isthmus.web.careers import structured
from isthmus.web.careers.forms import ApplicationForm

SUMMARY_CHARACTERS = 200


@dataclass(frozen=True)
class PublicJobPage:
    """An open job with its application form (none when applications go elsewhere)."""

    company_name: str
    title: str
    details: str
    pay: list[str]
    description: SafeString
    summary: str
    apply_url: str
    form: ApplicationForm | None
    structured: SafeString
    url: str
    index_url: str


@dataclass(frozen=True)
class Listed:
    """One open job in the list."""

    title: str
    details: str
    url: str


@dataclass(frozen=True)
class IndexPage:
    """A company's open jobs."""

    company_name: str
    url: str
    search: str
    jobs: list[Listed] = field(default_factory=list)


def public_job(slug: str, company_name: str, job: Job, page: JobPage, form: ApplicationForm | None) -> PublicJobPage:
    """The page of an open job."""
    details = [company_name, page.department, "; ".join(page.locations), page.workplace, page.employment]
    url = public_url(reverse("careers:job", args=[slug, page.job_id]))
    words = " ".join(plain_text(page.description).split())
    return PublicJobPage(
        company_name=company_name,
        title=page.title,
        details=" · ".join(part for part in details if part),
        pay=[pay.in_words(part) for part in pay.read(job.pay)] if job.pay_shown else [],
        description=mark_safe(clean(page.description)),  # noqa: S308 - cleaned by nh3, here once more
        summary=Truncator(words).chars(SUMMARY_CHARACTERS),
        apply_url=page.own_apply_url,
        form=form,
        structured=structured.as_script(structured.of_job(company_name, job, page, url)),
        url=url,
        index_url=reverse("careers:index", args=[slug]),
    )


def index(slug: str, company_name: str, search: str) -> IndexPage:
    """The company's open jobs in which the words stand."""
    found = [_listed(slug, job) for job in careers.open_jobs(search)]
    return IndexPage(company_name, public_url(reverse("careers:index", args=[slug])), search, found)


def public_url(path: str) -> str:
    """The address the world knows a page by."""
    return f"{settings.CONFIG.public_url.rstrip('/')}{path}"


def _listed(slug: str, job: OpenJob) -> Listed:
    details = [job.department, "; ".join(job.locations), job.workplace, job.employment]
    words = " · ".join(part for part in details if part)
    return Listed(job.title, words, reverse("careers:job", args=[slug, job.job_id]))
