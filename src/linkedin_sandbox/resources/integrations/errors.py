"""How calls about integrations are refused. *Customer configuration* documents the rules; the statuses are our
choice."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox.wire import Refused, envelope


def missing_method(name: str) -> Refused:
    """Without its method header Rest.li takes a POST for something else and stumbles over `entities`."""
    message = (
        "Unpermitted fields present in REQUEST_BODY: Data Processing Exception while processing fields [/entities]"
    )
    return Refused(403, message, cause=f"x-restli-method: {name} is missing")


def wrong_method(name: str) -> Refused:
    """A method header that does not go with the call."""
    return Refused(400, f"x-restli-method must be {name} here", cause="x-restli-method")


def bad_key(what: str) -> Refused:
    """A key of wrong fields, or with a value that cannot be."""
    return Refused(400, f"Invalid integration key: {what}", cause="integration key")


def wrong_application(method: str, resource: str, audience: str) -> Refused:
    """The parent's token on a child's integrations, or the reverse."""
    return Refused(
        403, f"Not enough permissions to access: {method} /{resource}", cause=f"token of the {audience} application"
    )


def malformed_body() -> Refused:
    """A body that is not JSON."""
    return Refused(400, "The request body is not JSON", cause="malformed body")


def unknown() -> dict[str, Any]:
    """The entry of an integration the plugin has not authorised for this application."""
    return envelope(404, "No such integration for this application")


def unknown_configuration(name: str) -> dict[str, Any]:
    """The entry of a configuration that is not set."""
    return envelope(404, f"{name} is not configured")


def invalid(what: str) -> dict[str, Any]:
    """The entry of an item that breaks a rule."""
    return envelope(400, what)


def taken(url: str) -> dict[str, Any]:
    """The entry of a callback URL that belongs to another customer."""
    return envelope(409, f"CALLBACK_URL {url} is in use by another customer")
