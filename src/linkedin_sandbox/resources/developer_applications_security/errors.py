"""What the secret-management action refuses; its page was not retrieved, so the statuses are our choice."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox.wire import Call, Refused

_ACTION = "rollDeveloperApplicationSecret"


def check_action(call: Call) -> None:
    """The one documented action."""
    if call.param("action") != _ACTION or call.headers.get("x-restli-method", "action").lower() != "action":
        raise Refused(400, f"action={_ACTION} is required", cause="action")


def body(call: Call) -> Any:
    """The body as JSON, an empty one as an empty object."""
    try:
        return call.json() if call.body else {}
    except ValueError:
        raise Refused(400, "The request body is not JSON", cause="malformed body") from None


def name_one() -> Refused:
    """The parent must name exactly one child."""
    return Refused(400, "Name one urn:li:developerApplication:{id}", cause="which application")


def unknown() -> Refused:
    """Not a child of this parent, or not this child."""
    return Refused(404, "No such application", cause="unknown application")
