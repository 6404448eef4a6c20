"""Whether a child application may act for an organization or contract, and whether applicants may be notified. Seeded
on; the onboarding that decides it at LinkedIn is not imitated yet, an operator switch is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from linkedin_sandbox.tables import apps, integrations
from linkedin_sandbox.world import World


def _row(conn: Connection, app_id: int, context: str) -> Any:
    query = select(integrations).where(integrations.c.app_id == app_id, integrations.c.context == context)
    return conn.execute(query).mappings().first()


def enabled(conn: Connection, world: World, app_id: int, context: str) -> bool:
    """Whether the child may send data for this organization; what was never set follows our choice for new children."""
    row = _row(conn, app_id, context)
    if row is not None:
        return bool(row["enabled"])
    if world.choices["provisioned_children_share_organizations"]:
        return True
    return bool(conn.execute(select(apps.c.built_in).where(apps.c.id == app_id)).scalar())


def notifies(conn: Connection, world: World, app_id: int, context: str) -> bool:
    """Whether the customer ticked *Applicant notifications* for this child and organization."""
    row = _row(conn, app_id, context)
    return bool(row["applicant_notifications"] if row is not None else world.choices["applicant_notifications"])


def set_state(conn: Connection, app_id: int, context: str, *, is_enabled: bool, applicant_notifications: bool) -> None:
    """Decide both for one child and context."""
    conn.execute(delete(integrations).where(integrations.c.app_id == app_id, integrations.c.context == context))
    row = {
        "app_id": app_id,
        "context": context,
        "enabled": is_enabled,
        "applicant_notifications": applicant_notifications,
    }
    conn.execute(insert(integrations).values(**row))
