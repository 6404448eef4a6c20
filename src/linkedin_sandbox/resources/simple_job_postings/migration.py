"""The evaluation of a customer who moves from a feed or a scraped career site to the API (PROCESSED): until it ends,
LinkedIn accepts the jobs a child sends for that organization and publishes none of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from linkedin_sandbox.resources.simple_job_postings import effects, state
from linkedin_sandbox.tables import migrations, tasks
from linkedin_sandbox.world import World

DETAILS = ("", "MIGRATION_MISSING_SCRAPED_JOB", "MIGRATION_MISSING_JOB_POSTING")

Row = dict[str, Any]


def begin(conn: Connection, app_id: int, organization_id: int, detail: str = "") -> None:
    """Evaluate from now on what the child sends for the organization. `detail` is what its jobs' status says meanwhile;
    `ValueError` when LinkedIn has no such name."""
    if detail not in DETAILS:
        raise ValueError(f"detail must be one of {list(DETAILS)}")
    conn.execute(delete(migrations).where(*_key(app_id, organization_id)))
    conn.execute(insert(migrations).values(app_id=app_id, organization_id=organization_id, detail=detail))


def end(conn: Connection, world: World, app_id: int, organization_id: int) -> int:
    """The migration is complete: every job that passed is published as last sent. Returns how many were."""
    conn.execute(delete(migrations).where(*_key(app_id, organization_id)))
    query = select(tasks).where(tasks.c.app_id == app_id, tasks.c.status == "PROCESSED").order_by(tasks.c.seq)
    newest: dict[str, Row] = {}
    for task in [dict(row) for row in conn.execute(query).mappings()]:
        found = state.organization(conn, task["element"])
        if found is not None and found["id"] == organization_id:
            newest[task["external_id"]] = task
    return sum(_publish(conn, world, task, organization_id) for task in newest.values())


def _publish(conn: Connection, world: World, task: Row, organization_id: int) -> bool:
    if task["operation"] == "CLOSE" or task["error_message"]:
        return False
    job = effects.Job(task, organization_id, None, None)
    posting_id = effects.create(conn, world, job, world.clock.now_ms())
    mine = tasks.c.app_id == task["app_id"], tasks.c.external_id == task["external_id"]
    done = update(tasks).where(*mine, tasks.c.status == "PROCESSED")
    conn.execute(done.values(status="SUCCEEDED", error_message=None, posting_id=posting_id))
    return True


def evaluated(conn: Connection, app_id: int, organization_id: int | None) -> Row | None:
    """The evaluation under way for a child and organization."""
    if organization_id is None:
        return None
    row = conn.execute(select(migrations).where(*_key(app_id, organization_id))).mappings().first()
    return dict(row) if row else None


def _key(app_id: int, organization_id: int) -> tuple[Any, ...]:
    return migrations.c.app_id == app_id, migrations.c.organization_id == organization_id
