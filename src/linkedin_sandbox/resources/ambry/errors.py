"""What a media request is refused for; only the 30 days are documented, the statuses are our choice."""

from __future__ import annotations

from linkedin_sandbox.wire import Refused


def unknown() -> Refused:
    """No such file."""
    return Refused(404, "No such media", cause="unknown media token")


def foreign() -> Refused:
    """Another child's applicant."""
    return Refused(403, "Not enough permissions to access: GET /ambry", cause="media of another application")


def expired(status: int) -> Refused:
    """The time to fetch it is over."""
    return Refused(status, "The media is no longer available", cause="media expired")
