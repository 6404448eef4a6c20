"""How a whole posting call is refused (*Create Job Postings*, error table), and which item errors the table lists as
transport."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox.resources.simple_job_postings.rules import Problem
from linkedin_sandbox.wire import Refused, envelope

_ITEM_ONLY = ("field is required", "cannot be coerced", "/jobPostingOperationType", "workplaceTypes")


_MISSING_METHOD = {
    "permissions": "Not enough permissions to access: POST /simpleJobPostings",
    "fields": "Unpermitted fields present in REQUEST_BODY: Data Processing Exception while processing fields "
    "[/elements]",
}


def missing_method(words: str) -> Refused:
    """Rows 12 (`permissions`) and 13 (`fields`): the method header is missing and Rest.li stumbles over `elements`."""
    return Refused(403, _MISSING_METHOD[words], cause="x-restli-method: batch_create is missing")


def malformed(what: str) -> Refused:
    """Row 24: malformed headers or payload."""
    return Refused(504, "Gateway Timeout", cause=f"malformed {what}")


def wrong_attribute() -> Refused:
    """Row 23: an attribute of the wrong type, for example an integer id."""
    return Refused(500, "Internal Server Error", cause="externalJobPostingId is not a string")


def batch_rule(message: str) -> Refused:
    """A rule of batches is broken; the status is our choice."""
    return Refused(400, message, cause="batch rule")


def item(problem: Problem, external_id: Any) -> dict[str, Any]:
    """One refused element of a batch answer."""
    error: dict[str, Any] = envelope(problem.status, problem.message)
    if problem.code:
        error["code"] = problem.code
        if isinstance(external_id, str):
            error["errorDetailType"] = "com.linkedin.restli.common.ErrorDetails"
            error["errorDetails"] = {"externalJobPostingId": external_id}
    return {"status": problem.status, "error": error}


def accepted(urn: str) -> dict[str, Any]:
    """One accepted element of a batch answer."""
    return {"id": urn, "status": 202, "location": f"/simpleJobPostings/{urn.replace(':', '%3A')}"}


def is_listed_as_transport(problem: Problem) -> bool:
    """Whether the error table gives this problem a transport status of its own (rows 5, 6, 9–11, 14, 17–22)."""
    return not any(mark in problem.message for mark in _ITEM_ONLY) and not problem.code


def cannot_close(external_id: str) -> Problem:
    """Row 17."""
    return Problem(409, f"cannot close job {external_id}: it is closed or unknown")


def not_enabled(context: str) -> Problem:
    """Posting before the customer enabled the integration; 403 is our choice."""
    return Problem(403, f"The integration is not enabled for {context}")


def upgrade_not_permitted() -> Problem:
    """The application lacks the permission for upgrades and downgrades; 403 is our choice."""
    return Problem(403, "Not enough permissions to upgrade or downgrade jobs")


def no_slot(contract: str) -> Problem:
    """Row 9."""
    return Problem(402, f"Insufficient job slots for contract = {contract}")


def no_budget() -> Problem:
    """Row 10."""
    return Problem(402, "Insufficient lifetime budget: PAYMENTS_INSUFFICIENT_FUNDS")


def foreign_contract(contract: str) -> Problem:
    """Row 11."""
    return Problem(403, f"Caller is not authorized to post jobs for contract = {contract}")


def no_partner_toggle(contract: str) -> Problem:
    """Row 14."""
    return Problem(403, f"Caller is not authorized to post jobs for fp4p contract = {contract}")
