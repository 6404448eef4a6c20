"""What the Provisioning API refuses. Only the rules are documented; statuses other than 409 are our choice."""

from __future__ import annotations

import re
from typing import Any

from linkedin_sandbox.wire import Refused

LONGEST_NAME = 50
_TEXTS = ("uniqueForeignId", "name", "description")
_DOMAIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
_CALLBACK = re.compile(r"https?://[^/\s]+\S*")


def check_new(body: Any) -> None:
    """Raise for a body that is not a full, acceptable application."""
    if not isinstance(body, dict):
        raise _invalid("", "body is not an object")
    for name in _TEXTS:
        if name not in body:
            raise _invalid(name, "field is required but not found and has no default value")
    check_change(body)


def check_change(fields: dict[str, Any]) -> None:
    """Raise for a value that cannot be, whether the application is new or not."""
    for name in _TEXTS:
        if name in fields and (not isinstance(fields[name], str) or not fields[name].strip()):
            raise _invalid(name, f"{fields[name]!r} is not a non-empty string")
    if "name" in fields:
        check_name(fields["name"])
    check_lists(fields)


def check_name(name: str) -> None:
    """At most 50 characters, without the trademark."""
    if len(name) > LONGEST_NAME:
        raise Refused(400, f"name must not exceed {LONGEST_NAME} characters", cause="name too long")
    if "linkedin" in name.lower():
        raise Refused(400, 'name must not contain "LinkedIn"', cause="trademark in name")


def check_lists(fields: dict[str, Any]) -> None:
    """Callback URLs are fully qualified; SDK domains are scheme, host and port without a trailing slash."""
    for name, pattern in (("oauth2AuthorizedCallbackUrls", _CALLBACK), ("validJsSdkDomains", _DOMAIN)):
        values = fields.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise _invalid(name, "not an array of strings")
        for value in values:
            if not pattern.fullmatch(value):
                hint = " (no trailing slash)" if value.endswith("/") and name == "validJsSdkDomains" else ""
                raise Refused(400, f"{name}: {value} is not acceptable{hint}", cause=f"bad {name}")


def duplicate(foreign_id: str) -> Refused:
    """A second child with the same foreign id: 409."""
    return Refused(409, f"An application with uniqueForeignId {foreign_id} exists", cause="duplicate uniqueForeignId")


def _invalid(field: str, what: str) -> Refused:
    return Refused(422, f"ERROR :: /{field} :: {what}\n", cause=f"invalid field {field}")
