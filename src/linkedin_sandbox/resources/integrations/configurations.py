"""What an integration is configured with: which keys it takes, which values they may have, and what is set."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, select

from linkedin_sandbox.resources.integrations import errors
from linkedin_sandbox.resources.integrations.types import CALLBACK_URL, TYPES
from linkedin_sandbox.resources.simple_job_postings.rules import is_webhook_url
from linkedin_sandbox.tables import integration_configurations as table
from linkedin_sandbox.tables import integrations
from linkedin_sandbox.world import World

ONLY_VIEWERS = "ALL_PRODUCT_USERS"
_PORTS = (None, 80, 443)

Row = dict[str, Any]


def of(conn: Connection, integration_id: int) -> dict[str, str]:
    """Everything set on one integration, by key."""
    query = select(table.c.key, table.c.value).where(table.c.integration_id == integration_id)
    return {row.key: row.value for row in conn.execute(query)}


def callback_url(conn: Connection, app_id: int) -> str | None:
    """Where a child's customer wants to be told of changes."""
    query = (
        select(table.c.value)
        .join(integrations, integrations.c.id == table.c.integration_id)
        .where(integrations.c.app_id == app_id, table.c.key == CALLBACK_URL)
    )
    return conn.execute(query.order_by(table.c.id.desc()).limit(1)).scalar()


def problem(conn: Connection, world: World, row: Row, key: str, value: Any) -> dict[str, Any] | None:
    """Why this integration cannot be configured so, or None."""
    if key not in TYPES[row["integration_type"]].configurations:
        return errors.invalid(f"{row['integration_type']} has no configuration {key}")
    held = value.get("configurationValue") if isinstance(value, dict) else None
    text = held.get("string") if isinstance(held, dict) and len(held) == 1 else None
    if not isinstance(text, str):
        return errors.invalid('An entity is {"configurationValue":{"string":…}}')
    if key == CALLBACK_URL:
        return _callback_problem(conn, world, row, text)
    return None if text == ONLY_VIEWERS else errors.invalid(f"{key} can only be {ONLY_VIEWERS}")


def _callback_problem(conn: Connection, world: World, row: Row, url: str) -> dict[str, Any] | None:
    loopback_ok = world.settings.callback_http_ok
    if not is_webhook_url(url, http_loopback_ok=loopback_ok):
        return errors.invalid(f"CALLBACK_URL must be https, and not through ngrok: {url}")
    if urlsplit(url).scheme == "https" and urlsplit(url).port not in _PORTS:
        return errors.invalid(f"CALLBACK_URL must be reachable on port 80 or 443: {url}")
    query = (
        select(table.c.id)
        .join(integrations, integrations.c.id == table.c.integration_id)
        .where(table.c.key == CALLBACK_URL, table.c.value == url, integrations.c.app_id != row["app_id"])
    )
    return errors.taken(url) if conn.execute(query).first() else None


def put(conn: Connection, integration_id: int, key: str, value: str) -> None:
    """Set one."""
    remove(conn, integration_id, key)
    conn.execute(insert(table).values(integration_id=integration_id, key=key, value=value))


def remove(conn: Connection, integration_id: int, key: str) -> bool:
    """Take one away; False when it was not set."""
    found = conn.execute(delete(table).where(table.c.integration_id == integration_id, table.c.key == key))
    return bool(found.rowcount)
