"""What the look-up and the re-validation of webhooks refuse; the page's own list was not retrieved."""

from __future__ import annotations

import re

from linkedin_sandbox.wire import Call, Refused

MOST_PER_PAGE = 100
_CRITERIA = re.compile(r"\(webhookStatus:(\w+)\)")
_STATES = {"active": "ACTIVE", "blocked": "BLOCKED"}


def wanted_state(call: Call) -> str | None:
    """The state `queryCriteria` asks for, in any case; None when it asks for none."""
    if call.param("q") != "parentApplication":
        raise Refused(400, "Parameter 'q' must be parentApplication", cause="q")
    criteria, dotted = call.param("queryCriteria"), call.param("queryCriteria.webhookStatus")
    if criteria is None and dotted is None:
        return None
    if criteria is not None:
        if call.protocol != 2:
            raise Refused(400, "A record in a parameter needs Rest.li protocol 2.0.0", cause="protocol")
        match = _CRITERIA.fullmatch(criteria)
        dotted = match[1] if match else ""
    state = _STATES.get((dotted or "").lower())
    if state is None:
        raise Refused(400, "queryCriteria must be (webhookStatus:ACTIVE) or (webhookStatus:BLOCKED)", cause="criteria")
    return state


def page(call: Call) -> tuple[int, int]:
    """`start` and `count`, 0 and 10 unless given."""
    numbers = []
    for name, default, least in (("start", "0", 0), ("count", "10", 1)):
        text = call.param(name) or default
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
            raise Refused(400, f"Parameter '{name}' is not a number of at least {least}", cause=name)
        numbers.append(int(text))
    if numbers[1] > MOST_PER_PAGE:
        raise Refused(400, f"Parameter 'count' is over {MOST_PER_PAGE}", cause="count")
    return numbers[0], numbers[1]


def check_action(name: str | None, expected: str) -> None:
    """Our choice names the action, or takes any whose name speaks of validation."""
    known = "validat" in (name or "").lower() if expected == "any" else name == expected
    if not known:
        raise Refused(400, f"Action {name} is not known to developerWebhooks", cause="unknown action")


def nothing_named() -> Refused:
    """A re-validation that names no webhook of a child."""
    return Refused(400, "The body names no webhook of a child application", cause="no known webhook in the body")
