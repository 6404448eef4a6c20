"""Which tokens were given to which application, and until when."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from sqlalchemy import Connection, insert, select, update

from linkedin_sandbox.oauth.codes import Consent
from linkedin_sandbox.tables import apps, tokens
from linkedin_sandbox.wire import App

LIFETIME_SECONDS, MEMBER_LIFETIME_SECONDS = 1800, 5_184_000


def app_by_credentials(conn: Connection, client_id: str, client_secret: str) -> App | None:
    """The application these credentials belong to; during a rotation two secrets are good."""
    row = conn.execute(select(apps).where(apps.c.client_id == client_id)).mappings().first()
    if row is None:
        return None
    good = [row["client_secret"], row["other_secret"] or row["client_secret"]]
    if not any([hmac.compare_digest(secret.encode(), client_secret.encode()) for secret in good]):  # noqa: C419
        return None
    return App(row["id"], row["audience"], row["client_id"], row["client_secret"])


def issue(conn: Connection, app: App, now: int, consent: Consent | None = None) -> str:
    """A new token: two-legged and good for 1800 s, or a member's, good for 60 days."""
    token = "AQ" + secrets.token_urlsafe(48)
    seconds = MEMBER_LIFETIME_SECONDS if consent else LIFETIME_SECONDS
    row = {
        "digest": _digest(token),
        "app_id": app.id,
        "created_at": now,
        "expires_at": now + seconds * 1000,
        "member_id": consent.member_id if consent else None,
        "scope": consent.scope if consent else "",
    }
    conn.execute(insert(tokens).values(**row))
    return token


def look_up(conn: Connection, token: str) -> dict[str, Any] | None:
    """The token's times and its application, or None for a token never issued."""
    query = (
        select(tokens.c.created_at, tokens.c.expires_at, apps)
        .join(apps, apps.c.id == tokens.c.app_id)
        .where(tokens.c.digest == _digest(token))
    )
    row = (
        conn.execute(
            query.with_only_columns(
                tokens.c.created_at.label("issued_at"),
                tokens.c.expires_at,
                tokens.c.member_id,
                tokens.c.scope,
                apps.c.id,
                apps.c.audience,
                apps.c.client_id,
                apps.c.client_secret,
            )
        )
        .mappings()
        .first()
    )
    return dict(row) if row else None


def expire(conn: Connection, token: str, now: int) -> None:
    """Make one token expired."""
    conn.execute(update(tokens).where(tokens.c.digest == _digest(token)).values(expires_at=now - 1))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
