"""Posting tasks as a look-up shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from linkedin_sandbox import ids
from linkedin_sandbox.tables import tasks


def shown(conn: Connection, app_id: int, urns: Sequence[str], not_before: int) -> dict[str, dict[str, Any]]:
    """The tasks of one application among `urns`, those made before `not_before` being gone."""
    query = select(tasks).where(tasks.c.app_id == app_id, tasks.c.urn.in_(urns), tasks.c.created_at >= not_before)
    found = {row["urn"]: _entity(dict(row)) for row in conn.execute(query).mappings()}
    return {urn: found[urn] for urn in urns if urn in found}


def _entity(row: dict[str, Any]) -> dict[str, Any]:
    entity = {
        "id": row["urn"],
        "externalJobPostingId": row["external_id"],
        "location": row["element"]["location"],
        "status": row["status"],
    }
    if row["status"] == "SUCCEEDED":
        entity["jobPosting"] = ids.urn(ids.JOB, row["posting_id"])
    if row["error_message"]:
        entity["errorMessage"] = row["error_message"]
    return entity
