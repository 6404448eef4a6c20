"""A job as search engines read it: schema.org JobPosting, in a script element it cannot leave."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from isthmus.hiring import pay, places
from isthmus.hiring.careers import JobPage
from isthmus.hiring.descriptions import clean
from isthmus.hiring.models import Employment, Job, PayPeriod, PayType, Workplace
from isthmus.hiring.pay import PayPart
from isthmus.hiring.places import Resolution

EMPLOYMENT_TYPES = {
    Employment.FULL_TIME: "FULL_TIME",
    Employment.PART_TIME: "PART_TIME",
    Employment.CONTRACT: "CONTRACTOR",
    Employment.INTERNSHIP: "INTERN",
    Employment.TEMPORARY: "TEMPORARY",
    Employment.VOLUNTEER: "VOLUNTEER",
}
PERIODS = {
    PayPeriod.YEARLY: "YEAR",
    PayPeriod.MONTHLY: "MONTH",
    PayPeriod.WEEKLY: "WEEK",
    PayPeriod.DAILY: "DAY",
    PayPeriod.HOURLY: "HOUR",
}
NEVER_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def of_job(company_name: str, job: Job, page: JobPage, url: str) -> dict[str, Any]:
    """The JobPosting of an open job; what is not known is left out."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": page.title,
        "description": clean(page.description),
        "datePosted": (job.opened_at or job.created_at).date().isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": company_name},
        "directApply": not page.own_apply_url,
        "identifier": {"@type": "PropertyValue", "name": company_name, "value": job.code or str(job.id)},
        "url": url,
    }
    if job.employment:
        data["employmentType"] = EMPLOYMENT_TYPES[Employment(job.employment)]
    return data | _where(job, page) | _salary(job)


def as_script(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(NEVER_IN_SCRIPT))  # noqa: S308 - escaped just here


def _where(job: Job, page: JobPage) -> dict[str, Any]:
    found = places.resolve_all(page.locations, workplace=job.workplace)
    resolved = [found[place] for place in page.locations]
    is_remote = job.workplace == Workplace.REMOTE
    located = [place for place in resolved if not (is_remote and place.kind == "country")]
    data: dict[str, Any] = {}
    if located:
        data["jobLocation"] = [{"@type": "Place", "address": _address(place)} for place in located]
    if is_remote:
        data["jobLocationType"] = "TELECOMMUTE"
        countries = [place.sent for place in resolved if place.kind == "country"]
        if countries:
            data["applicantLocationRequirements"] = [{"@type": "Country", "name": name} for name in countries]
    return data


def _address(place: Resolution) -> dict[str, str] | str:
    if not (place.is_resolved and place.country_code):
        return place.typed
    address = {"@type": "PostalAddress", "addressCountry": place.country_code}
    parts = place.sent.split(", ")
    if place.kind == "city":
        address["addressLocality"] = parts[0]
        if len(parts) > 2:
            address["addressRegion"] = parts[1]
    return address


def _salary(job: Job) -> dict[str, Any]:
    return {"baseSalary": value} if job.pay_shown and (value := next(_amounts(pay.read(job.pay)), None)) else {}


def _amounts(parts: list[PayPart]) -> Iterator[dict[str, Any]]:
    for part in parts:
        if part.type != PayType.BASE_SALARY or part.period not in PERIODS or not (part.lowest or part.highest):
            continue
        amounts = {"minValue": part.lowest, "maxValue": part.highest}
        known = {name: float(amount) for name, amount in amounts.items() if amount}
        value = {"@type": "QuantitativeValue", **known, "unitText": PERIODS[PayPeriod(part.period)]}
        yield {"@type": "MonetaryAmount", "currency": part.currency, "value": value}
