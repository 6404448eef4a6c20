"""What an element must satisfy before it is accepted: schema first (422), then single rules (400). Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from linkedin_sandbox import ids
from linkedin_sandbox.clock import DAY_MS
from linkedin_sandbox.resources.simple_job_postings import fields as f
from linkedin_sandbox.resources.simple_job_postings import questions

Element = dict[str, Any]
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_AMOUNT = re.compile(r"\d+(\.\d+)?")
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Problem:
    """Why an element is refused: its item status, LinkedIn's message, and the error code where one is documented."""

    status: int
    message: str
    code: str = ""


@dataclass(frozen=True)
class Context:
    """What the rules need to know beside the element."""

    generation: str
    now: int
    skew_ms: int
    poster_email_required: bool
    http_loopback_ok: bool


def check(element: Any, context: Context) -> Problem | None:
    """The first thing wrong with an element, or None. All schema errors are told together, one line each."""
    if not isinstance(element, dict):
        return Problem(422, "ERROR :: / :: element is not an object\n")
    foreign = _unpermitted(element, context.generation)
    if foreign:
        return Problem(403, f"Unpermitted fields present in REQUEST_BODY: {foreign}")
    lines = [*_schema(element, context), *_compensation(element.get("compensation")), *_questions_schema(element)]
    if lines:
        return Problem(422, "".join(f"ERROR :: {line}\n" for line in lines))
    return next(_rules(element, context), None)


def _unpermitted(element: Element, generation: str) -> str:
    return ", ".join(
        f"[/{field.name}]" for field in f.FIELDS if generation not in field.generations and field.name in element
    )


def _schema(element: Element, context: Context) -> Iterator[str]:
    for field in f.FIELDS:
        value = element.get(field.name)
        if value is None:
            required = context.generation in field.required
            required = required or (field.name == "posterEmail" and context.poster_email_required)
            if required:
                yield f"/{field.name} :: field is required but not found and has no default value"
        else:
            yield from _typed(field, value, context.generation)


def _typed(field: f.Field, value: Any, generation: str) -> Iterator[str]:
    path = f"/{field.name}"
    if field.kind == "enum":
        yield from enum(path, value, field.symbols(generation))
    elif field.kind == "long" and (not isinstance(value, int) or isinstance(value, bool)):
        yield f"{path} :: {value} cannot be coerced to Long"
    elif field.kind == "string" and not isinstance(value, str):
        yield f"{path} :: {value} cannot be coerced to String"
    elif field.kind == "boolean" and not isinstance(value, bool):
        yield f"{path} :: {value} cannot be coerced to Boolean"
    elif field.kind == "strings" and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        yield f"{path} :: {value} cannot be coerced to an array of String"
    elif field.kind == "object" and not isinstance(value, dict):
        yield f"{path} :: {value} cannot be coerced to a record"


def enum(path: str, value: Any, symbols: tuple[str, ...]) -> Iterator[str]:
    """The two ways an enum can be wrong (*Create Job Postings*, rows 3 and 18–21)."""
    if not isinstance(value, str):
        yield f"{path} :: enum type is not backed by a String"
    elif value not in symbols:
        yield f'{path} :: "{value}" is not an enum symbol'


def _compensation(value: Any) -> Iterator[str]:
    entries = value.get("compensations", []) if isinstance(value, dict) else []
    if not isinstance(entries, list):
        yield "/compensation/compensations :: not an array"
        return
    for index, entry in enumerate(entries):
        path = f"/compensation/compensations/{index}"
        if not isinstance(entry, dict):
            yield f"{path} :: not a record"
            continue
        yield from _member(path, entry, "type", f.COMPENSATION)
        yield from _member(path, entry, "period", f.PERIODS)
        yield from _money_value(path + "/value", entry.get("value"))


def _member(path: str, entry: Element, name: str, symbols: tuple[str, ...]) -> Iterator[str]:
    if entry.get(name) is None:
        yield f"{path}/{name} :: field is required but not found and has no default value"
    else:
        yield from enum(f"{path}/{name}", entry[name], symbols)


def _money_value(path: str, value: Any) -> Iterator[str]:
    if value is None:
        yield f"{path} :: field is required but not found and has no default value"
        return
    if not isinstance(value, dict) or len(value) != 1 or not set(value) <= {"range", "exactAmount"}:
        yield f"{path} :: union must hold exactly one of range, exactAmount"
        return
    held = value.get("range", value)
    if not isinstance(held, dict):
        yield f"{path}/range :: cannot be coerced to a record"
        return
    for name in ("start", "end", "exactAmount"):
        if held.get(name) is not None and not _is_money(held[name]):
            yield f"{path} :: amount must be a decimal string with an ISO 4217 currencyCode"


def _is_money(value: Any) -> bool:
    amount, currency = (value.get("amount"), value.get("currencyCode")) if isinstance(value, dict) else (None, None)
    return isinstance(amount, str) and bool(_AMOUNT.fullmatch(amount)) and bool(_CURRENCY.fullmatch(str(currency)))


def _questions_schema(element: Element) -> Iterator[str]:
    configuration = element.get("onsiteApplyConfiguration")
    if isinstance(configuration, dict):
        yield from questions.schema_errors(configuration)


def _rules(element: Element, context: Context) -> Iterator[Problem]:
    yield from _identity(element, context)
    yield from _company(element)
    yield from _places(element)
    yield from _dates(element, context)
    yield from _onsite(element, context)


def _identity(element: Element, context: Context) -> Iterator[Problem]:
    external_id, longest = element["externalJobPostingId"], f.LONGEST_ID[context.generation]
    if not external_id.strip():
        yield Problem(400, "externalJobPostingId must not be empty")
    if len(external_id) > longest:
        yield Problem(400, f"externalJobPostingId must not exceed {longest} characters")
    if element.get("companyJobCode") is not None and not element["companyJobCode"].strip():
        yield Problem(400, "companyJobCode must not be empty")
    if not is_url(element["companyApplyUrl"]):
        yield Problem(400, f"Invalid companyApplyUrl for externalPartnerId {external_id}, task {ids.new_task_urn()}")
    email = element.get("posterEmail")
    if email is not None and not _EMAIL.fullmatch(email):
        yield Problem(400, "posterEmail is not an e-mail address")


def _company(element: Element) -> Iterator[Problem]:
    if not any(element.get(name) for name in f.COMPANY_FIELDS):
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
    expire_at, creating = element.get("expireAt"), element["jobPostingOperationType"] != "CLOSE"
    if expire_at is not None and creating and not _expires_in_time(expire_at, context):
        yield Problem(400, f"Invalid expiration date: {expire_at}")


def _expires_in_time(expire_at: int, context: Context) -> bool:
    shortest, longest = (DAY_MS, 365 * DAY_MS) if context.generation == "rest" else (0, 180 * DAY_MS)
    return context.now + shortest < expire_at <= context.now + longest + context.skew_ms


def _onsite(element: Element, context: Context) -> Iterator[Problem]:
    configuration = element.get("onsiteApplyConfiguration")
    if not configuration:
        return
    if element.get("availability", "PUBLIC") != "PUBLIC":
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


def is_webhook_url(url: str, *, http_loopback_ok: bool) -> bool:
    """Https and not through ngrok (*Webhook Validation*); http on loopback only where the process allows it."""
    if not is_url(url):
        return False
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.endswith(("ngrok.io", "ngrok.app", "ngrok-free.app")):
        return False
    loopback = (
        host in ("localhost", "::1", "testserver") or host.startswith("127.") or host.endswith((".localhost", ".test"))
    )
    return parts.scheme == "https" or (http_loopback_ok and loopback)
