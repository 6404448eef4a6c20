"""Whether an element has the shape of *Job Posting Schema*: every wrong type, symbol and missing field in one line
each. Pure functions over the JSON as sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from linkedin_sandbox.resources.simple_job_postings import codes, coercing, questions
from linkedin_sandbox.resources.simple_job_postings import fields as f

Element = dict[str, Any]
_AMOUNT = re.compile(r"\d{1,18}(\.\d{1,6})?")
_MISSING = "field is required but not found and has no default value"
_OF_A_CLOSE = ("externalJobPostingId", "jobPostingOperationType")


@dataclass(frozen=True)
class Context:
    """What the rules need to know beside the element: the call's generation and time, and our choices."""

    generation: str
    now: int
    skew_ms: int = 0
    http_loopback_ok: bool = True
    poster_email_required: bool = True
    lenient_enums: bool = False
    minimal_close: bool = False
    any_page_spelling: bool = True
    open_pay_range: bool = True
    premium_window_in_rest: bool = True


def wants_premium(element: Element) -> bool:
    """Whether an element asks for a paid listing; UPGRADE and DOWNGRADE ignore listingType."""
    operation = element.get("jobPostingOperationType")
    if operation in ("UPGRADE", "DOWNGRADE"):
        return bool(operation == "UPGRADE")
    return bool(operation != "CLOSE" and element.get("listingType") == "PREMIUM")


def needs_contract(element: Element) -> bool:
    """Whether an element must name a contract: premium jobs and internal ones."""
    return wants_premium(element) or (
        element.get("availability") == "INTERNAL" and element.get("jobPostingOperationType") != "CLOSE"
    )


def errors(element: Element, context: Context) -> list[str]:
    """`{path} :: {what}` for everything malformed."""
    return [
        *_fields(element, context),
        *_compensation(element.get("compensation"), context),
        *_budget(element.get("budget")),
        *_questions(element),
    ]


def _fields(element: Element, context: Context) -> Iterator[str]:
    for field in f.FIELDS:
        value = element.get(field.name)
        if value is not None:
            yield from _typed(field, value, context)
        elif _is_required(field, element, context):
            yield f"/{field.name} :: {_MISSING}"


def _is_required(field: f.Field, element: Element, context: Context) -> bool:
    if context.minimal_close and element.get("jobPostingOperationType") == "CLOSE":
        return field.name in _OF_A_CLOSE
    if field.name == "posterEmail":
        return context.poster_email_required
    if field.name == "contract":
        return needs_contract(element)
    return context.generation in field.required


def _typed(field: f.Field, value: Any, context: Context) -> Iterator[str]:
    path = f"/{field.name}"
    if field.kind == "enum":
        if not (context.lenient_enums and field.name in f.LENIENT and isinstance(value, str)):
            yield from enum(path, value, field.symbols(context.generation))
    else:
        yield from coercing.wrong(path, field.kind, value)


def enum(path: str, value: Any, symbols: tuple[str, ...]) -> Iterator[str]:
    """The two ways an enum can be wrong (*Create Job Postings*, rows 3 and 18–21)."""
    if not isinstance(value, str):
        yield f"{path} :: enum type is not backed by a String"
    elif value not in symbols:
        yield f'{path} :: "{value}" is not an enum symbol'


def _compensation(value: Any, context: Context) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    entries = value.get("compensations", [])
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
        yield from _pay(f"{path}/value", entry.get("value"), context)
        if entry.get("amount") is not None:
            yield from money(f"{path}/amount", entry["amount"])


def _member(path: str, entry: Element, name: str, symbols: tuple[str, ...]) -> Iterator[str]:
    if entry.get(name) is None:
        yield f"{path}/{name} :: {_MISSING}"
    else:
        yield from enum(f"{path}/{name}", entry[name], symbols)


def _pay(path: str, value: Any, context: Context) -> Iterator[str]:
    if value is None:
        yield f"{path} :: {_MISSING}"
    elif not isinstance(value, dict) or len(value) != 1 or not set(value) <= {"range", "exactAmount"}:
        yield f"{path} :: union must hold exactly one of range, exactAmount"
    elif "exactAmount" in value:
        yield from money(f"{path}/exactAmount", value["exactAmount"])
    elif not isinstance(value["range"], dict):
        yield f"{path}/range :: cannot be coerced to a record"
    else:
        for name in ("start", "end"):
            end = value["range"].get(name)
            if end is not None:
                yield from money(f"{path}/range/{name}", end)
            elif not context.open_pay_range:
                yield f"{path}/range/{name} :: {_MISSING}"


def money(path: str, value: Any) -> Iterator[str]:
    """What is wrong with a MoneyAmount: a decimal string and an ISO 4217 code."""
    amount, currency = (value.get("amount"), value.get("currencyCode")) if isinstance(value, dict) else (None, None)
    is_amount = isinstance(amount, str) and _AMOUNT.fullmatch(amount)
    if not is_amount or not isinstance(currency, str) or currency not in codes.CURRENCIES:
        yield f"{path} :: amount must be a decimal string with an ISO 4217 currencyCode"


def _budget(value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    path = "/budget/payForPerformanceTotalBudget"
    if value.get("payForPerformanceTotalBudget") is None:
        yield f"{path} :: {_MISSING}"
    else:
        yield from money(path, value["payForPerformanceTotalBudget"])


def _questions(element: Element) -> Iterator[str]:
    configuration = element.get("onsiteApplyConfiguration")
    if isinstance(configuration, dict):
        yield from questions.schema_errors(configuration)
