"""Authorization codes: a member's consent to one application, good once and for a short while."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from linkedin_sandbox.tables import authorization_codes


@dataclass(frozen=True)
class Consent:
    """Who consented to what."""

    member_id: int
    scope: str


def issue(conn: Connection, app_id: int, consent: Consent, redirect_uri: str, expires_at: int) -> str:
    """A new code."""
    code = "AQ" + secrets.token_urlsafe(32)
    row = {
        "digest": _digest(code),
        "app_id": app_id,
        "member_id": consent.member_id,
        "redirect_uri": redirect_uri,
        "scope": consent.scope,
        "expires_at": expires_at,
    }
    conn.execute(insert(authorization_codes).values(**row))
    return code


def redeem(conn: Connection, app_id: int, code: str, redirect_uri: str, now: int) -> Consent | None:
    """Use a code up; None when it was never given to this application, is spent or late, or was given for another
    `redirect_uri`."""
    mine = authorization_codes.c.digest == _digest(code)
    row = conn.execute(select(authorization_codes).where(mine)).mappings().first()
    if row is None or row["app_id"] != app_id:
        return None
    conn.execute(delete(authorization_codes).where(mine))
    if row["redirect_uri"] != redirect_uri or row["expires_at"] <= now:
        return None
    return Consent(row["member_id"], row["scope"])


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
