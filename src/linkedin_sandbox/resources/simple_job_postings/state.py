"""Posting tasks and postings: what was asked, what stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from linkedin_sandbox import ids, store
from linkedin_sandbox.tables import organizations, postings, tasks

Row = dict[str, Any]
OPEN = "LISTED"


def add_task(
    conn: Connection,
    *,
    app_id: int,
    element: Row,
    generation: str,
    now: int,
    due: int,
    webhook_id: int | None,
    challenge: str,
) -> str:
    """Accept one element and return its task's URN. The element is kept exactly as sent."""
    urn = ids.new_task_urn()
    conn.execute(
        insert(tasks).values(
            urn=urn,
            app_id=app_id,
            external_id=element["externalJobPostingId"],
            operation=element["jobPostingOperationType"],
            generation=generation,
            element=element,
            created_at=now,
            due_at=due,
            status="IN_PROGRESS",
            webhook_id=webhook_id,
            challenge=challenge,
        )
    )
    return urn


def open_posting(conn: Connection, app_id: int, external_id: str) -> Row | None:
    """The posting with that external id that stands now, expired ones included."""
    query = select(postings).where(
        postings.c.app_id == app_id,
        postings.c.external_id == external_id,
        postings.c.state.in_((OPEN, "EXPIRED")),
    )
    return _one(conn, query)


def latest_posting(conn: Connection, app_id: int, external_id: str) -> Row | None:
    """The newest posting with that external id, closed or not."""
    query = select(postings).where(postings.c.app_id == app_id, postings.c.external_id == external_id)
    return _one(conn, query.order_by(postings.c.id.desc()).limit(1))


def posting(conn: Connection, posting_id: int) -> Row | None:
    """A posting by LinkedIn job number."""
    return _one(conn, select(postings).where(postings.c.id == posting_id))


def latest_task(conn: Connection, app_id: int, external_id: str) -> Row | None:
    """The newest task for that external id."""
    query = select(tasks).where(tasks.c.app_id == app_id, tasks.c.external_id == external_id)
    return _one(conn, query.order_by(tasks.c.seq.desc()).limit(1))


def can_close(conn: Connection, app_id: int, external_id: str) -> bool:
    """Whether a CLOSE makes sense: what stands, followed by what is still in progress, leaves something open."""
    is_open = open_posting(conn, app_id, external_id) is not None
    query = select(tasks.c.operation).where(
        tasks.c.app_id == app_id,
        tasks.c.external_id == external_id,
        tasks.c.status == "IN_PROGRESS",
    )
    for operation in conn.execute(query.order_by(tasks.c.seq)).scalars():
        is_open = {"CREATE": True, "CLOSE": False}.get(operation, is_open)
    return is_open


def add_posting(conn: Connection, values: Row) -> int:
    """A new posting; returns LinkedIn's job number."""
    return store.add(conn, postings, values)


def change_posting(conn: Connection, posting_id: int, **values: Any) -> None:
    """Replace some columns of a posting."""
    conn.execute(update(postings).where(postings.c.id == posting_id).values(**values))


def finish_task(
    conn: Connection, seq: int, status: str, *, error: str | None = None, posting_id: int | None = None
) -> None:
    """End a task."""
    conn.execute(
        update(tasks).where(tasks.c.seq == seq).values(status=status, error_message=error, posting_id=posting_id)
    )


def organization(conn: Connection, element: Row) -> Row | None:
    """The organization an element means: by URN, else by page, else by exact name."""
    number = ids.number(element.get("integrationContext") or element.get("company"), ids.ORGANIZATION)
    if number is not None:
        return _one(conn, select(organizations).where(organizations.c.id == number))
    if element.get("companyPageUrl"):
        slug = element["companyPageUrl"].rstrip("/").rpartition("/")[2]
        return _one(conn, select(organizations).where(organizations.c.slug == slug))
    return _one(conn, select(organizations).where(organizations.c.name == element.get("companyName")))


def _one(conn: Connection, query: Any) -> Row | None:
    row = conn.execute(query).mappings().first()
    return dict(row) if row else None
