"""Posting tasks as a look-up shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from linkedin_sandbox import ids
from linkedin_sandbox.tables import task_locations, tasks

Row = dict[str, Any]
_OUTER = ("id", "externalJobPostingId", "status")


def shown(conn: Connection, app_id: int, urns: Sequence[str], not_before: int, shape: str) -> dict[str, Any]:
    """The tasks of one application among `urns`, those made before `not_before` being gone. `shape` says how the
    results of alternate locations come along (our choice `multi_location_tasks`)."""
    own = tasks.c.app_id == app_id, tasks.c.created_at >= not_before
    rows = [dict(row) for row in conn.execute(select(tasks).where(*own, tasks.c.urn.in_(urns))).mappings()]
    found: dict[str, Any] = {row["urn"]: _entity(row) for row in rows}
    if shape != "single" and any(row["element"].get("alternateLocations") for row in rows):
        _add_locations(found, rows, _of(conn, [row["urn"] for row in rows]), shape)
    missing = [urn for urn in urns if urn not in found]
    if shape == "tasks" and missing:
        query = select(task_locations, tasks.c.external_id, tasks.c.posting_id).join(tasks)
        for row in conn.execute(query.where(*own, task_locations.c.urn.in_(missing))).mappings():
            found[row["urn"]] = _result(dict(row), dict(row))
    return {urn: found[urn] for urn in (*urns, *found) if urn in found}


def _of(conn: Connection, urns: Sequence[str]) -> dict[str, list[Row]]:
    query = select(task_locations).where(task_locations.c.task_urn.in_(urns)).order_by(task_locations.c.position)
    found = defaultdict[str, list[Row]](list)
    for row in conn.execute(query).mappings():
        found[row["task_urn"]].append(dict(row))
    return found


def _add_locations(found: dict[str, Any], rows: Sequence[Row], places: dict[str, list[Row]], shape: str) -> None:
    for task in rows:
        results = [_result(task, place) for place in places.get(task["urn"], [])]
        first = found[task["urn"]]
        if shape == "tasks":
            found.update({one["id"]: one for one in results})
        elif results and shape == "list":
            found[task["urn"]] = [first, *({**one, "id": task["urn"]} for one in results)]
        elif results:
            outer = {name: first[name] for name in _OUTER}
            inner = [_without(one, "id", "externalJobPostingId") for one in (first, *results)]
            found[task["urn"]] = {**outer, "results": inner}


def _without(entity: Row, *names: str) -> Row:
    return {name: value for name, value in entity.items() if name not in names}


def _entity(row: Row) -> Row:
    location = row["element"].get("location")
    return _told(row["urn"], row["external_id"], location, row["status"], row["posting_id"], row["error_message"])


def _result(task: Row, place: Row) -> Row:
    return _told(
        place["urn"],
        task["external_id"],
        place["location"],
        place["status"],
        task["posting_id"],
        place["error_message"],
    )


def _told(
    urn: str, external_id: str, location: str | None, status: str, posting_id: int | None, error: str | None
) -> Row:
    entity: Row = {"id": urn, "externalJobPostingId": external_id, "location": location, "status": status}
    if location is None:
        del entity["location"]
    if status == "SUCCEEDED":
        entity["jobPosting"] = ids.urn(ids.JOB, posting_id)
    if error:
        entity["errorMessage"] = error
    return entity
