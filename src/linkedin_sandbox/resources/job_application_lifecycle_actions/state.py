"""What a lifecycle action changes: a line in the member's status history and a mail, once per action and only with
consent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from linkedin_sandbox import store
from linkedin_sandbox.members import applications, mailbox
from linkedin_sandbox.resources.integrations import state as integrations
from linkedin_sandbox.resources.simple_job_postings import state as jobs
from linkedin_sandbox.tables import applications as application_rows
from linkedin_sandbox.tables import lifecycle_actions
from linkedin_sandbox.world import World

Row = dict[str, Any]


def application(conn: Connection, number: int) -> Row | None:
    """An application by number."""
    row = conn.execute(select(application_rows).where(application_rows.c.id == number)).mappings().first()
    return dict(row) if row else None


def context_of(conn: Connection, row: Row) -> str:
    """The URN of the organization an application's job was posted for."""
    posting = jobs.posting(conn, row["posting_id"]) or {}
    return f"urn:li:organization:{posting['organization_id']}"


def perform(conn: Connection, world: World, row: Row, body: Row, now: int) -> int:
    """Record the action and tell the member what is to be told; returns the action's number."""
    effect = _tell(conn, world, row, body, now)
    values = {
        "application_id": row["id"],
        "action": body["action"],
        "performed_at": body["performedAt"],
        "context": body.get("integrationContext"),
        "received_at": now,
        "effect": effect,
    }
    return store.add(conn, lifecycle_actions, values)


def _tell(conn: Connection, world: World, row: Row, body: Row, now: int) -> str:
    if not integrations.notifies(conn, world, row["app_id"], context_of(conn, row)):
        return "no consent"
    delay = world.choices["rejection_shown_after_seconds"] if body["action"] == "APPLICATION_REJECTED" else 0
    visible_at = now + int(delay * 1000)
    if not applications.add_status(conn, row["id"], body["action"], body["performedAt"], visible_at):
        return "duplicate"
    posting = jobs.posting(conn, row["posting_id"]) or {}
    mailbox.write(
        conn,
        row["member_id"],
        body["action"],
        company=applications.company_of(conn, posting),
        title=posting["element"]["title"],
        visible_at=visible_at,
    )
    return "notified"


def listed(conn: Connection, limit: int = 500, before: int = 0) -> list[Row]:
    """Actions received, newest first; below a number when one is named."""
    query = select(lifecycle_actions).order_by(lifecycle_actions.c.id.desc()).limit(limit)
    if before:
        query = query.where(lifecycle_actions.c.id < before)
    return [dict(row) for row in conn.execute(query).mappings()]
