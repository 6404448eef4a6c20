"""How the OAuth endpoints refuse (the OAuth error shape), and how a bad token is refused everywhere else."""

from __future__ import annotations

from linkedin_sandbox.wire import Answer, Refused


def refused(status: int, error: str, description: str) -> Answer:
    """`{error, error_description}` as OAuth 2.0 has it."""
    return Answer(status, {"error": error, "error_description": description}, cause=error)


def invalid_token() -> Refused:
    """Unknown or tampered token: 401 with service error 65600 (*Create Job Postings*)."""
    return Refused(401, "Invalid access token", cause="token malformed or unknown", code=65600)


def expired_token() -> Refused:
    """Valid but expired token: 401 with service error 65602 (*Create Job Postings*)."""
    return Refused(401, "The token used in the request has expired", cause="token expired", code=65602)
