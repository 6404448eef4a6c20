"""Posting tasks and postings: what was asked, what stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from linkedin_sandbox import ids, store
from linkedin_sandbox.resources.simple_job_postings import content
from linkedin_sandbox.resources.simple_job_postings.fields import company_page, company_urn
from linkedin_sandbox.resources.simple_job_postings.standing import Standing
from linkedin_sandbox.tables import organizations, postings, tasks

Row = dict[str, Any]
OPEN, EXPIRED, CLOSED = "LISTED", "EXPIRED", "CLOSED"

# Asked for every task that settles, so built once.
_MINE = postings.c.app_id == bindparam("app"), postings.c.external_id == bindparam("external")
_LATEST_POSTING = select(postings).where(*_MINE).order_by(postings.c.id.desc()).limit(1)
_TWIN = select(postings.c.id).where(postings.c.content_digest == bindparam("digest"), postings.c.state == OPEN).limit(1)
_FINISH = (
    update(tasks)
    .where(tasks.c.seq == bindparam("task"))
    .values({name: bindparam(name) for name in ("status", "gist", "error_message", "posting_id")})
)


def add_tasks(conn: Connection, rows: Sequence[Row]) -> list[str]:
    """Accept elements and return their tasks' URNs, in order. Elements are kept exactly as sent."""
    urns = [ids.new_task_urn() for _ in rows]
    if rows:
        conn.execute(insert(tasks), [{"urn": urn, **row} for urn, row in zip(urns, rows, strict=True)])
    return urns


def latest_posting(conn: Connection, app_id: int, external_id: str) -> Row | None:
    """The newest posting with that external id, closed or not."""
    return _one(conn, _LATEST_POSTING, app=app_id, external=external_id)


def posting(conn: Connection, posting_id: int) -> Row | None:
    """A posting by LinkedIn job number."""
    return _one(conn, select(postings).where(postings.c.id == posting_id))


def standings(conn: Connection, app_id: int, external_ids: Sequence[str]) -> dict[str, Standing]:
    """How each of these ids stands: its open posting, followed by what its unfinished tasks will make of it."""
    mine = postings.c.app_id == app_id, postings.c.external_id.in_(external_ids)
    query = select(postings).where(*mine, postings.c.state.in_((OPEN, EXPIRED)))
    found = {row["external_id"]: dict(row) for row in conn.execute(query).mappings()}
    can_close, coming = dict.fromkeys(found, True), defaultdict[str, set[int]](set)
    for row in conn.execute(_unfinished(app_id, external_ids)):
        can_close[row.external_id] = {"CREATE": True, "CLOSE": False}.get(
            row.operation, can_close.get(row.external_id, False)
        )
        if row.reserves_contract is not None:
            coming[row.external_id].add(row.reserves_contract)
    return {
        one: Standing(found.get(one), can_close.get(one, False), frozenset(coming.get(one, ())))
        for one in {*found, *can_close}
    }


def _unfinished(app_id: int, external_ids: Sequence[str]) -> Any:
    """Tasks in progress, and those LinkedIn has processed without publishing since the last that succeeded."""
    done = tasks.alias("done")
    since = (
        select(func.coalesce(func.max(done.c.seq), 0))
        .where(done.c.app_id == app_id, done.c.external_id == tasks.c.external_id, done.c.status == "SUCCEEDED")
        .scalar_subquery()
    )
    return (
        select(tasks.c.external_id, tasks.c.operation, tasks.c.reserves_contract)
        .where(
            tasks.c.app_id == app_id,
            tasks.c.external_id.in_(external_ids),
            or_(tasks.c.status == "IN_PROGRESS", and_(tasks.c.status == "PROCESSED", tasks.c.seq > since)),
        )
        .order_by(tasks.c.seq)
    )


def task_before(conn: Connection, task: Row) -> Row | None:
    """The task for the same external id that came before."""
    query = select(tasks).where(
        tasks.c.app_id == task["app_id"], tasks.c.external_id == task["external_id"], tasks.c.seq < task["seq"]
    )
    return _one(conn, query.order_by(tasks.c.seq.desc()).limit(1))


def twin(conn: Connection, element: Row, organization_id: int) -> int | None:
    """The LinkedIn job number of a listed job with the same content."""
    return conn.execute(_TWIN, {"digest": content.digest(element, organization_id)}).scalar()


def add_posting(conn: Connection, values: Row) -> int:
    """A new posting; returns LinkedIn's job number."""
    return store.add(conn, postings, values)


def change_posting(conn: Connection, posting_id: int, **values: Any) -> None:
    """Replace some columns of a posting."""
    conn.execute(update(postings).where(postings.c.id == posting_id).values(**values))


def finish_task(
    conn: Connection,
    seq: int,
    status: str,
    *,
    gist: str | None = None,
    error: str | None = None,
    posting_id: int | None = None,
) -> None:
    """End a task; why it failed goes with it, as a gist's name and as words."""
    values = {"status": status, "gist": gist, "error_message": error, "posting_id": posting_id}
    conn.execute(_FINISH, {"task": seq, **values})


def organization(conn: Connection, element: Row) -> Row | None:
    """The organization an element means: by URN, else by page, else by exact name."""
    number = ids.number(company_urn(element), ids.ORGANIZATION)
    if number is not None:
        return _one(conn, select(organizations).where(organizations.c.id == number))
    if company_page(element):
        slug = company_page(element).rstrip("/").rpartition("/")[2]
        return _one(conn, select(organizations).where(organizations.c.slug == slug))
    return _one(conn, select(organizations).where(organizations.c.name == element.get("companyName")))


def _one(conn: Connection, query: Any, **values: Any) -> Row | None:
    row = conn.execute(query, values).mappings().first()
    return dict(row) if row else None
