"""What a group of tasks that settle in one transaction shares, read once instead of once for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from linkedin_sandbox import faults
from linkedin_sandbox.resources.simple_job_postings import migration, state
from linkedin_sandbox.resources.simple_job_postings.fields import company_page, company_urn
from linkedin_sandbox.tables import tasks

Row = dict[str, Any]


class Turn:
    """One group, inside the transaction that ends its tasks."""

    def __init__(self, conn: Connection, group: Sequence[Row]) -> None:
        self.conn = conn
        self.faults_ordered = faults.any_ordered(conn)
        self._waiting = _waiting(conn, group)
        self._organizations: dict[Any, Row | None] = {}
        self._evaluated: dict[tuple[int, int], bool] = {}

    def is_next(self, task: Row) -> bool:
        """Whether no older task of the same job is in progress."""
        waiting = self._waiting[(task["app_id"], task["external_id"])]
        return bool(waiting) and waiting[0] == task["seq"]

    def has_ended(self, task: Row) -> None:
        """The next task of the same job may go."""
        self._waiting[(task["app_id"], task["external_id"])].pop(0)

    def organization(self, element: Row) -> Row | None:
        """The organization an element means."""
        key = (company_urn(element), company_page(element), element.get("companyName"))
        if key not in self._organizations:
            self._organizations[key] = state.organization(self.conn, element)
        return self._organizations[key]

    def is_evaluated(self, app_id: int, organization_id: int) -> bool:
        """Whether LinkedIn only evaluates what this child sends for this organization."""
        key = (app_id, organization_id)
        if key not in self._evaluated:
            self._evaluated[key] = migration.evaluated(self.conn, *key) is not None
        return self._evaluated[key]


def _waiting(conn: Connection, group: Sequence[Row]) -> defaultdict[tuple[int, str], list[int]]:
    query = select(tasks.c.app_id, tasks.c.external_id, tasks.c.seq).where(
        tasks.c.app_id.in_({task["app_id"] for task in group}),
        tasks.c.external_id.in_({task["external_id"] for task in group}),
        tasks.c.status == "IN_PROGRESS",
    )
    waiting = defaultdict[tuple[int, str], list[int]](list)
    for row in conn.execute(query.order_by(tasks.c.seq)):
        waiting[(row.app_id, row.external_id)].append(row.seq)
    return waiting
