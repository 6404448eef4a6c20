"""The developer applications: the parent and the children it made."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from linkedin_sandbox import ids, store
from linkedin_sandbox.tables import apps

Row = dict[str, Any]


def create(conn: Connection, now: int, audience: str, body: Row, *, built_in: bool = False) -> Row:
    """A new application with fresh credentials."""
    secret = ids.new_secret()
    row = {
        "audience": audience,
        "client_id": ids.new_client_id(),
        "client_secret": secret,
        "newest_secret": secret,
        "unique_foreign_id": body.get("uniqueForeignId"),
        "name": body["name"],
        "description": body["description"],
        "callbacks": body.get("oauth2AuthorizedCallbackUrls", []),
        "domains": body.get("validJsSdkDomains", []),
        "built_in": built_in,
        "created_at": now,
    }
    key = store.add(conn, apps, row)
    return {"id": key, **row}


def by_foreign_id(conn: Connection, foreign_id: str) -> Row | None:
    """The child with that foreign id."""
    row = conn.execute(select(apps).where(apps.c.unique_foreign_id == foreign_id)).mappings().first()
    return dict(row) if row else None


def by_id(conn: Connection, app_id: int) -> Row | None:
    """An application by number."""
    row = conn.execute(select(apps).where(apps.c.id == app_id)).mappings().first()
    return dict(row) if row else None


def change(conn: Connection, app_id: int, values: Row) -> None:
    """Replace some columns."""
    conn.execute(update(apps).where(apps.c.id == app_id).values(**values))
