"""How LinkedIn's identifiers look, and how the sandbox makes its own."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import uuid

TASK, JOB, APPLICATION, ORGANIZATION = "simpleJobPostingTask", "jobPosting", "jobApplication", "organization"
CONTRACT, CAMPAIGN = "contract", "jobCampaign"


def urn(kind: str, key: object) -> str:
    """`urn:li:{kind}:{key}`."""
    return f"urn:li:{kind}:{key}"


def number(value: object, kind: str) -> int | None:
    """The number of a `urn:li:{kind}:{n}`, or None when the value is anything else."""
    match = re.fullmatch(rf"urn:li:{kind}:(\d{{1,18}})", value) if isinstance(value, str) else None
    return int(match[1]) if match else None


def new_task_urn() -> str:
    """A URN for a new posting task."""
    return urn(TASK, uuid.uuid4())


def new_secret() -> str:
    """A client secret; like LinkedIn's it holds characters that must be form-encoded."""
    return f"WPL_AP1.{secrets.token_urlsafe(12)}.{base64.b64encode(secrets.token_bytes(6)).decode()}+/=="


def new_client_id() -> str:
    """A client id in LinkedIn's style."""
    return "77" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(12))


def person_id(member_id: int, app_id: int | None) -> str:
    """A member's opaque person id; with an application's id it is that application's own."""
    digest = hashlib.sha256(f"person/{app_id or 0}/{member_id}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:10].replace("-", "x").replace("_", "Z")


def trace() -> str:
    """A value for `x-li-uuid`."""
    return base64.b64encode(secrets.token_bytes(16)).decode()
