"""What a lifecycle action is refused for. The page's error list is not documented; shapes follow the standard
envelope."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox import ids
from linkedin_sandbox.wire import Refused

CERTAIN = ("APPLICATION_VIEWED", "RESUME_DOWNLOADED", "APPLICATION_REJECTED")
PRESUMED = ("APPLICATION_SCREENED", "APPLICATION_INTERVIEWED", "APPLICATION_HIRED")
ACTIONS = (*CERTAIN, *PRESUMED)


def check(body: Any, now: int, skew_ms: int, *, context_required: bool, presumed: bool) -> int:
    """The application's number from an acceptable body; raises otherwise. `presumed`: the newer actions are known."""
    if not isinstance(body, dict):
        raise Refused(400, "The request body is not a JSON object", cause="malformed body")
    for name in ("jobApplicationId", "action", "performedAt", *(("integrationContext",) if context_required else ())):
        if body.get(name) is None:
            raise _field(name, "field is required but not found and has no default value")
    if not isinstance(body["action"], str):
        raise _field("action", "enum type is not backed by a String")
    if body["action"] not in (ACTIONS if presumed else CERTAIN):
        raise _field("action", f'"{body["action"]}" is not an enum symbol')
    performed_at = body["performedAt"]
    if not isinstance(performed_at, int) or isinstance(performed_at, bool):
        raise _field("performedAt", f"{performed_at} cannot be coerced to Long")
    if performed_at <= 0 or performed_at > now + skew_ms:
        raise Refused(400, "performedAt must be a time in the past, in epoch milliseconds", cause="performedAt")
    if body.get("integrationContext") is not None and ids.number(body["integrationContext"], ids.ORGANIZATION) is None:
        raise Refused(400, "integrationContext is not a URN of an organization", cause="integrationContext")
    number = ids.number(body["jobApplicationId"], ids.APPLICATION)
    if number is None:
        raise Refused(400, "jobApplicationId is not a URN of a job application", cause="jobApplicationId")
    return number


def missing_method() -> Refused:
    """Rest.li needs the method header."""
    message = "Not enough permissions to access: POST /jobApplicationLifecycleActions"
    return Refused(403, message, cause="x-restli-method: create is missing")


def unknown(status: int, *, foreign: bool) -> Refused:
    """No such application, or another child's."""
    cause = "another application's job application" if foreign else "unknown job application"
    message = "Not enough permissions to access this job application" if status == 403 else "No such job application"
    return Refused(status, message, cause=cause)


def foreign_context() -> Refused:
    """The context is not the organization the job was posted for; status is our choice."""
    return Refused(403, "The integrationContext does not match the job application", cause="foreign integrationContext")


def _field(name: str, what: str) -> Refused:
    return Refused(422, f"ERROR :: /{name} :: {what}\n", cause=f"invalid {name}")
