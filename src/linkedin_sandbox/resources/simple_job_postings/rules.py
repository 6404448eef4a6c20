"""What an element must satisfy before it is accepted: schema first (422), then single rules (400). Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from linkedin_sandbox import ids
from linkedin_sandbox.clock import DAY_MS
from linkedin_sandbox.resources.simple_job_postings import fields as f
from linkedin_sandbox.resources.simple_job_postings import questions, schema
from linkedin_sandbox.resources.simple_job_postings.schema import Context, Element

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
BASIC_DAYS, PREMIUM_DAYS, REST_DAYS = 180, 90, 365


@dataclass(frozen=True)
class Problem:
    """Why an element is refused: its item status, LinkedIn's message, and the error code where one is documented."""

    status: int
    message: str
    code: str = ""


def check(element: Any, context: Context) -> Problem | None:
    """The first thing wrong with an element, or None. All schema errors are told together, one line each."""
    if not isinstance(element, dict):
        return Problem(422, "ERROR :: / :: element is not an object\n")
    foreign = _unpermitted(element, context.generation)
    if foreign:
        return Problem(403, f"Unpermitted fields present in REQUEST_BODY: {foreign}")
    lines = schema.errors(element, context)
    if lines:
        return Problem(422, "".join(f"ERROR :: {line}\n" for line in lines))
    return next(_rules(element, context), None)


def _unpermitted(element: Element, generation: str) -> str:
    return ", ".join(
        f"[/{field.name}]" for field in f.FIELDS if generation not in field.generations and field.name in element
    )


def _rules(element: Element, context: Context) -> Iterator[Problem]:
    yield from _identity(element, context)
    if context.minimal_close and element["jobPostingOperationType"] == "CLOSE":
        return
    yield from _addresses(element)
    yield from _company(element, context)
    yield from _places(element)
    yield from _dates(element, context)
    yield from _listing(element)
    yield from _onsite(element, context)


def _identity(element: Element, context: Context) -> Iterator[Problem]:
    external_id, longest = element["externalJobPostingId"], f.LONGEST_ID[context.generation]
    if not external_id.strip():
        yield Problem(400, "externalJobPostingId must not be empty")
    if len(external_id) > longest:
        yield Problem(400, f"externalJobPostingId must not exceed {longest} characters")
    if element.get("companyJobCode") is not None and not element["companyJobCode"].strip():
        yield Problem(400, "companyJobCode must not be empty")


def _addresses(element: Element) -> Iterator[Problem]:
    if not is_url(element["companyApplyUrl"]):
        external_id = element["externalJobPostingId"]
        yield Problem(400, f"Invalid companyApplyUrl for externalPartnerId {external_id}, task {ids.new_task_urn()}")
    if element.get("trackingPixelUrl") is not None and not is_url(element["trackingPixelUrl"]):
        yield Problem(400, "trackingPixelUrl is not a URL")
    email = element.get("posterEmail")
    if email is not None and not _EMAIL.fullmatch(email):
        yield Problem(400, "posterEmail is not an e-mail address")


def _company(element: Element, context: Context) -> Iterator[Problem]:
    page = f.company_page(element) if context.any_page_spelling else element.get("companyPageUrl")
    if not (f.company_urn(element) or page or element.get("companyName")):
        yield Problem(400, "One of integrationContext, company, companyPageUrl or companyName is required")
    for name in ("integrationContext", "company"):
        if element.get(name) and ids.number(element[name], ids.ORGANIZATION) is None:
            yield Problem(400, f"{name} {element[name]} is not a URN of an organization")
    for industry in element.get("industries") or []:
        if ids.number(industry, "industry") is None:
            yield Problem(400, f"industries: {industry} is not a URN of an industry")


def _places(element: Element) -> Iterator[Problem]:
    workplaces = element.get("workplaceTypes") or []
    if len(workplaces) > 1:
        yield Problem(400, f"workplaceTypes must hold exactly one of {', '.join(f.WORKPLACES)}")
    for workplace in workplaces:
        if workplace not in f.WORKPLACES:
            yield Problem(422, f'ERROR :: /workplaceTypes :: "{workplace}" is not an enum symbol\n')
    if 1 + len(element.get("alternateLocations") or []) > f.MOST_LOCATIONS:
        yield Problem(422, f"A job has at most {f.MOST_LOCATIONS} locations, the primary one included")


def _dates(element: Element, context: Context) -> Iterator[Problem]:
    if element["listedAt"] <= 0 or element["listedAt"] > context.now + context.skew_ms:
        yield Problem(400, "listedAt must be a time in the past", "ERROR_INVALID_LISTED_AT_FIELD")
    expire_at, closing = element.get("expireAt"), element["jobPostingOperationType"] == "CLOSE"
    if expire_at is not None and not closing:
        shortest, longest = window(context, is_premium=schema.wants_premium(element))
        if not context.now + shortest < expire_at <= context.now + longest + context.skew_ms:
            yield Problem(400, f"Invalid expiration date: {expire_at}")


def window(context: Context, *, is_premium: bool) -> tuple[int, int]:
    """How soon and how late a job may expire, in milliseconds from now."""
    if is_premium and (context.generation == "v2" or context.premium_window_in_rest):
        return DAY_MS - context.skew_ms, PREMIUM_DAYS * DAY_MS
    return (DAY_MS, REST_DAYS * DAY_MS) if context.generation == "rest" else (0, BASIC_DAYS * DAY_MS)


def _listing(element: Element) -> Iterator[Problem]:
    contract = element.get("contract")
    if contract is not None and ids.number(contract, ids.CONTRACT) is None:
        yield Problem(400, f"contract {contract} is not a URN of a contract")
    if schema.wants_premium(element) and (element.get("availability") or "PUBLIC") != "PUBLIC":
        yield Problem(400, "availability must be PUBLIC for a premium job")
    asked = budget(element)
    if asked is not None and asked <= 0:
        yield Problem(400, "payForPerformanceTotalBudget must be above zero")


def budget(element: Element) -> Decimal | None:
    """The money an element asks to spend, or None."""
    total = (element.get("budget") or {}).get("payForPerformanceTotalBudget")
    return Decimal(total["amount"]) if total else None


def _onsite(element: Element, context: Context) -> Iterator[Problem]:
    configuration = element.get("onsiteApplyConfiguration")
    if not configuration:
        return
    if (element.get("availability") or "PUBLIC") != "PUBLIC":
        yield Problem(400, "availability must be PUBLIC for a job with onsiteApplyConfiguration")
    url = configuration["jobApplicationWebhookUrl"]
    if not is_webhook_url(url, http_loopback_ok=context.http_loopback_ok):
        yield Problem(400, "jobApplicationWebhookUrl must be a public https URL")
    for message in questions.rule_errors(configuration):
        yield Problem(400, message)


def is_url(text: str) -> bool:
    """Whether text is an absolute http(s) URL with a host."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and not re.search(r"\s", text)
            and parts.port != 0
        )
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether a host name means this very machine, or a test's."""
    return (
        host in ("localhost", "::1", "testserver") or host.startswith("127.") or host.endswith((".localhost", ".test"))
    )


def is_webhook_url(url: str, *, http_loopback_ok: bool) -> bool:
    """Https and not through ngrok (*Webhook Validation*); http on loopback only where the process allows it."""
    if not is_url(url):
        return False
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.endswith(("ngrok.io", "ngrok.app", "ngrok-free.app")):
        return False
    return parts.scheme == "https" or (http_loopback_ok and is_loopback(host))
