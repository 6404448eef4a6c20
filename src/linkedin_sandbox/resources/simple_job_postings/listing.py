"""What a posting's columns become from an element: what it shows to whom, how long it stands, whether members may apply
on LinkedIn. Pure functions."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox import ids
from linkedin_sandbox.clock import DAY_MS
from linkedin_sandbox.resources.simple_job_postings import content, gists, questions, rules
from linkedin_sandbox.resources.simple_job_postings.ledger import NOT_PROMOTED, PROMOTED
from linkedin_sandbox.resources.simple_job_postings.schema import Element

Row = dict[str, Any]
BASIC, PREMIUM = "BASIC", "PREMIUM"
RENEWAL_MS = 30 * DAY_MS
PREMIUM_MS, LONGEST_PREMIUM_MS, BASIC_MS = 30 * DAY_MS, rules.PREMIUM_DAYS * DAY_MS, rules.BASIC_DAYS * DAY_MS
TEST_SUFFIX = "<Test Job Visible to LinkedIn Employees Only>"
CAPPED = {
    "errorCode": 1157,
    "errorType": "CUSTOMER_ERROR",
    "statusMessage": "The free job has reached its number of applicants; promote it to switch LinkedIn Apply on again",
}
_VISIBILITY = {"PRIVATE_TO_ATS_INTEGRATION": "PRIVATE", "INTERNAL": "COMPANY"}


def described(element: Element, generation: str, organization_id: int, webhook_id: int | None) -> Row:
    """The columns an element fills whatever the operation."""
    return {
        "element": element,
        "generation": generation,
        "organization_id": organization_id,
        "webhook_id": webhook_id,
        "visibility": visibility(element),
        "content_digest": content.digest(element, organization_id),
    }


def visibility(element: Element) -> str:
    """Who sees the job: everybody, employees, LinkedIn's staff (test jobs by their title), or nobody."""
    if TEST_SUFFIX.lower() in element["title"].lower():
        return "TEST"
    return _VISIBILITY.get(element.get("availability") or "", "PUBLIC")


def promoted(element: Element, now: int) -> Row:
    """The columns of a premium listing that begins now."""
    money = rules.budget(element)
    return {
        "listing_type": PREMIUM,
        "contract_id": ids.number(element.get("contract"), ids.CONTRACT),
        "promotion_status": PROMOTED,
        "promotion_detail": None,
        "promoted_at": now,
        "budget": str(money) if money is not None else None,
    }


def free() -> Row:
    """The columns of a basic listing."""
    return {
        "listing_type": BASIC,
        "contract_id": None,
        "promotion_status": NOT_PROMOTED,
        "promotion_detail": None,
        "promoted_at": None,
        "budget": None,
    }


def apply_state(element: Element, challenge: str, *, is_capped: bool) -> Row:
    """Whether the job takes applications on LinkedIn, and if not, what jobPostingStatus says about it."""
    configuration = element.get("onsiteApplyConfiguration")
    if not configuration:
        return off_site("No attempt was made to enable LinkedIn Apply for this job")
    if questions.has_duplicate_ids(configuration):
        return off_site("Two questions have the same partnerQuestionIdentifier")
    if challenge == "failed":
        return off_site(gists.message("CHALLENGE_FAILED"))
    if is_capped:
        return {"apply_status": "NOT_ENABLED", "apply_detail": CAPPED}
    return {"apply_status": "ENABLED", "apply_detail": None}


def off_site(why: str) -> Row:
    """The columns of a job whose applications are taken elsewhere."""
    return {"apply_status": "NOT_ENABLED", "apply_detail": {"errorType": "PARTNER_ERROR", "statusMessage": why}}


def first_expiry(element: Element, now: int, *, is_premium: bool, has_fixed_life: bool, default_ms: int) -> int:
    """When a listing that begins now ends: pay for performance lives a fixed time, others as asked or by default."""
    if is_premium and has_fixed_life:
        return now + PREMIUM_MS
    return int(element.get("expireAt") or now + default_ms)
