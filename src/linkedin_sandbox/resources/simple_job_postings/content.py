"""What LinkedIn's field processors find in a job's content once its task is due. Which content makes which of them fail
is not documented; each gist that content can plausibly cause has its cause here. Pure functions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from linkedin_sandbox.members.html import text_of
from linkedin_sandbox.resources import organizations
from linkedin_sandbox.resources.simple_job_postings import fields as f
from linkedin_sandbox.resources.simple_job_postings import places, rules
from linkedin_sandbox.resources.simple_job_postings.gists import Failure
from linkedin_sandbox.resources.simple_job_postings.schema import Element

_SHORTENERS = ("bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PAGE = re.compile(r"https?://[^/]+/company/[^/?#]+/?([?#].*)?")
LONGEST_URL, LONGEST_CODE, LONGEST_CATEGORY = 2_000, 200, 100


@dataclass(frozen=True)
class Sieve:
    """What the processors are set to: our choices, and whether a loopback address may stand for a public site."""

    blocked_countries: Sequence[str] = field(default_factory=list)
    counts_text: bool = False
    loopback_ok: bool = True


def failure(
    element: Element, organization: dict[str, Any] | None, sieve: Sieve, *, is_free: bool = True
) -> Failure | None:
    """The first thing wrong with a job and its employer's page, or None; alternate locations are not looked at."""
    found = next(_gists(element, organization, sieve, is_free), None)
    return Failure(found, {"location": element["location"]}) if found else None


def location_failure(location: str, workplaces: Sequence[str] | None, sieve: Sieve) -> Failure | None:
    """Why a job cannot be posted at a location, or None."""
    gist = places.problem(location, workplaces)
    if gist is None and any(country.lower() in location.lower() for country in sieve.blocked_countries):
        gist = "BLOCKED_COUNTRY"
    return Failure(gist, {"location": location}) if gist else None


def _gists(element: Element, organization: dict[str, Any] | None, sieve: Sieve, is_free: bool) -> Iterator[str]:
    yield from _page(element, organization)
    yield from _texts(element, sieve)
    yield from _lists(element)
    yield from _codes(element)
    yield from _apply_url(element["companyApplyUrl"], sieve)
    located = location_failure(element["location"], element.get("workplaceTypes"), sieve)
    if located:
        yield located.gist
    if organization is not None:
        yield from _employer(element, organization, is_free)


def _page(element: Element, organization: dict[str, Any] | None) -> Iterator[str]:
    if organization is not None:
        return
    page = f.company_page(element)
    if f.company_urn(element):
        yield "NO_COMPANY_PAGE"
    elif page:
        yield "NO_COMPANY_PAGE" if _PAGE.fullmatch(page) else "JOB_FIELD_PROCESSOR_COMPANY"
    else:
        yield "JOB_FIELD_PROCESSOR_COMPANY_NAME"


def _employer(element: Element, organization: dict[str, Any], is_free: bool) -> Iterator[str]:
    if organization["blocks_postings"]:
        yield "COMPANY_BLOCKED"
    if not organization["opted_in"]:
        yield "EMPLOYER_NOT_OPTED_IN"
    if not organization["source_opted_in"]:
        yield "SOURCE_NOT_OPTED_IN"
    if organization["exports_blocked"]:
        yield "GLOBAL_BLOCK"
    if organization["industry"] is None and not element.get("industries"):
        yield "MISSING_INDUSTRY_CODES"
    if organization["kind"] != organizations.EMPLOYER and is_free and _is_public(element):
        yield "MISSING_JOB_CAMPAIGN"


def _is_public(element: Element) -> bool:
    return (element.get("availability") or "PUBLIC") == "PUBLIC"


def _texts(element: Element, sieve: Sieve) -> Iterator[str]:
    shortest, longest = f.DESCRIPTION_LENGTH
    description, title = element["description"], element["title"]
    if len(description) < shortest:
        yield "DESCRIPTION_SHORT"
    if len(description) > longest:
        yield "DESCRIPTION_LENGTH"
    text = text_of(description).strip()
    if not text:
        yield "JOB_FIELD_PROCESSOR_DESCRIPTION"
    if sieve.counts_text and len(text) < shortest:
        yield "DESCRIPTION_TOO_SHORT"
    if len(element.get("skillsDescription") or "") > f.LONGEST_SKILLS:
        yield "JOB_FIELD_PROCESSOR_DESCRIPTION"
    if len(title) > f.LONGEST_TITLE or not any(char.isalnum() for char in title):
        yield "JOB_FIELD_PROCESSOR_TITLE"


def _lists(element: Element) -> Iterator[str]:
    categories = element.get("categories") or []
    if len(categories) > f.MOST_CATEGORIES:
        yield "TOO_MANY_FUNCTIONS"
    if any(not code.strip() or len(code) > LONGEST_CATEGORY for code in categories):
        yield "JOB_FIELD_PROCESSOR_JOB_CATEGORY"
    for name, gist in (("employmentStatus", "JOB_TYPE"), ("experienceLevel", "EXPERIENCE")):
        raw = element.get(name)
        if raw is not None and not any(char.isalpha() for char in raw):
            yield f"JOB_FIELD_PROCESSOR_{gist}"


def _codes(element: Element) -> Iterator[str]:
    if _CONTROL.search(element["externalJobPostingId"]):
        yield "JOB_FIELD_PROCESSOR_SOURCE_JOB_CODE"
    code = element.get("companyJobCode") or ""
    if _CONTROL.search(code) or len(code) > LONGEST_CODE:
        yield "JOB_FIELD_PROCESSOR_ORIGINAL_JOB_CODE"


def _apply_url(url: str, sieve: Sieve) -> Iterator[str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if len(url) > LONGEST_URL:
        yield "JOB_FIELD_PROCESSOR_SOURCE_URL"
    if parts.username is not None or parts.password is not None:
        yield "JOB_URL_INVALID"
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        yield "JOB_FIELD_PROCESSOR_COMPANY_APPLY_URL"
    if host in _SHORTENERS:
        yield "JOB_FIELD_PROCESSOR_SOURCE_DOMAIN"
    is_public = "." in host and any(char.isalpha() for char in host.rpartition(".")[2])
    if not is_public and not (sieve.loopback_ok and rules.is_loopback(host)):
        yield "MISSING_SOURCE_DOMAIN"


def digest(element: Element, organization_id: int) -> str:
    """What makes two jobs the same job: employer, title, place, text and where to apply."""
    told = [" ".join(str(element[name]).lower().split()) for name in ("title", "location", "description")]
    text = json.dumps([organization_id, *told, element["companyApplyUrl"]])
    return hashlib.sha256(text.encode()).hexdigest()
