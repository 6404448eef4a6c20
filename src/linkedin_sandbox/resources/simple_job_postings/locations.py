"""Jobs of several locations: what becomes of each alternate location, beside the task of the whole job. How LinkedIn
tells of them changed in 2026 and was not seen in full, so the shape is a choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, select, update

from linkedin_sandbox import ids
from linkedin_sandbox.resources.simple_job_postings import content
from linkedin_sandbox.resources.simple_job_postings.content import Sieve
from linkedin_sandbox.resources.simple_job_postings.gists import Failure
from linkedin_sandbox.resources.simple_job_postings.schema import Element
from linkedin_sandbox.tables import task_locations

Row = dict[str, Any]


def failure(element: Element, sieve: Sieve) -> Failure | None:
    """The first alternate location a job cannot be posted at, or None."""
    workplaces = element.get("workplaceTypes")
    tried = (content.location_failure(place, workplaces, sieve) for place in element.get("alternateLocations") or [])
    return next((one for one in tried if one), None)


def begin(conn: Connection, accepted: Iterable[tuple[str, Element]]) -> None:
    """A result of its own for each alternate location of the accepted elements."""
    rows = [
        {
            "urn": ids.new_task_urn(),
            "task_urn": urn,
            "position": position,
            "location": location,
            "status": "IN_PROGRESS",
        }
        for urn, element in accepted
        for position, location in enumerate(element.get("alternateLocations") or [], 1)
    ]
    if rows:
        conn.execute(insert(task_locations), rows)


def have_results(conn: Connection, task_urn: str) -> bool:
    """Whether a task's alternate locations end by themselves."""
    return conn.execute(select(task_locations.c.urn).where(task_locations.c.task_urn == task_urn)).first() is not None


def end(conn: Connection, task: Row, status: str, error: str | None, sieve: Sieve) -> None:
    """Each alternate location ends as its task does, or FAILED when it is the one that cannot be placed."""
    own = task_locations.c.task_urn == task["urn"]
    conn.execute(update(task_locations).where(own).values(status=status, error_message=error))
    if status == "FAILED":
        return
    workplaces = task["element"].get("workplaceTypes")
    for place in task["element"].get("alternateLocations") or []:
        found = content.location_failure(place, workplaces, sieve)
        if found:
            wrong = update(task_locations).where(own, task_locations.c.location == place)
            conn.execute(wrong.values(status="FAILED", error_message=found.message))
