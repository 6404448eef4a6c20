"""What a contract's state and a job's age make of a task that wants a paid listing. Pure functions of facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.simple_job_postings import listing, rules
from linkedin_sandbox.resources.simple_job_postings.gists import Failure

Row = dict[str, Any]


def failure(task: Row, standing: Row | None, contract: Row | None, now: int) -> Failure | None:
    """Why a premium job cannot be posted, changed or renewed, or None."""
    if not contracts.may_be_used(contract, now):
        return Failure("CAMPAIGN_INVALID")
    assert contract is not None  # noqa: S101 - what may be used is there
    if contract["standing"] != "good":
        return Failure(contract["standing"])
    if contract["kind"] == contracts.PAY_FOR_PERFORMANCE:
        return _budget(task, standing, contract) or _age(task, standing, now, is_fixed=True)
    return _age(task, standing, now, is_fixed=False)


def _budget(task: Row, standing: Row | None, contract: Row) -> Failure | None:
    if Decimal(contract["spent"]) >= Decimal(contract["budget"] or 0):
        return Failure("ACCOUNT_BUDGET_SPENT")
    asked = rules.budget(task["element"])
    if asked is None and (standing is None or standing["budget"] is None):
        return Failure("NO_JOB_BUDGET")
    held = asked if asked is not None else Decimal((standing or {})["budget"])
    if standing is not None and Decimal(standing["spent"]) >= held:
        return Failure("JOB_BUDGET_SPENT")
    return None


def _age(task: Row, standing: Row | None, now: int, *, is_fixed: bool) -> Failure | None:
    """A premium listing lasts ninety days at most, counted from when it began; pay for performance thirty, for good."""
    if standing is None or standing["promoted_at"] is None:
        return None
    if task["operation"] == "RENEW":
        wanted = max(standing["expire_at"], now) + listing.RENEWAL_MS
    else:
        wanted = standing["expire_at"] if is_fixed else task["element"].get("expireAt") or standing["expire_at"]
    longest = listing.PREMIUM_MS if is_fixed else listing.LONGEST_PREMIUM_MS
    return Failure("DURATION_REACHED") if wanted > standing["promoted_at"] + longest else None
