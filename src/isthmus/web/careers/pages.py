"""What the public sees of an open job, for people and (schema.org JobPosting) for search engines."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from isthmus.hiring.careers import JobPage
from isthmus.hiring.descriptions import clean
from isthmus.hiring.models import Employment, Job, Workplace
from isthmus.web.careers.forms import ApplicationForm

EMPLOYMENT_TYPES = {
    Employment.FULL_TIME: "FULL_TIME",
    Employment.PART_TIME: "PART_TIME",
    Employment.CONTRACT: "CONTRACTOR",
    Employment.INTERNSHIP: "INTERN",
    Employment.TEMPORARY: "TEMPORARY",
    Employment.VOLUNTEER: "VOLUNTEER",
}
NEVER_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class PublicJobPage:
    """An open job with its application form (none when applications go elsewhere)."""

    company_name: str
    title: str
    details: str
    description: SafeString
    apply_url: str
    form: ApplicationForm | None
    structured: SafeString


def public_job(company_name: str, job: Job, page: JobPage, form: ApplicationForm | None) -> PublicJobPage:
    """The page of an open job."""
    details = [company_name, page.department, "; ".join(page.locations), page.workplace, page.employment]
    return PublicJobPage(
        company_name=company_name,
        title=page.title,
        details=" · ".join(part for part in details if part),
        description=mark_safe(clean(page.description)),  # noqa: S308 - cleaned by nh3, here once more
        apply_url=page.own_apply_url,
        form=form,
        structured=as_script(structured(company_name, job, page)),
    )


def structured(company_name: str, job: Job, page: JobPage) -> dict[str, Any]:
    """The schema.org JobPosting of an open job; what is not known is left out."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": page.title,
        "description": clean(page.description),
        "datePosted": (job.opened_at or job.created_at).date().isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": company_name},
        "directApply": not page.own_apply_url,
        "identifier": {"@type": "PropertyValue", "name": company_name, "value": job.code or str(job.id)},
    }
    if job.employment:
        data["employmentType"] = EMPLOYMENT_TYPES[Employment(job.employment)]
    if page.locations:
        data["jobLocation"] = [{"@type": "Place", "address": place} for place in page.locations]
    if job.workplace == Workplace.REMOTE:
        data["jobLocationType"] = "TELECOMMUTE"
    return data


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(NEVER_IN_SCRIPT))  # noqa: S308 - escaped just here
