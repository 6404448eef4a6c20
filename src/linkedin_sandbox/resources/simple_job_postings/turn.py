"""What a group of tasks that settle in one transaction shares, read once instead of once for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from linkedin_sandbox import faults
from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.simple_job_postings import migration, state
from linkedin_sandbox.resources.simple_job_postings.content import Sieve
from linkedin_sandbox.resources.simple_job_postings.fields import company_page, company_urn
from linkedin_sandbox.tables import postings, tasks
from linkedin_sandbox.world import World

Row = dict[str, Any]


class Turn:
    """One group, inside the transaction that ends its tasks."""

    def __init__(self, conn: Connection, world: World, now: int, group: Sequence[Row]) -> None:
        self.conn, self.world, self.now = conn, world, now
        self.faults_ordered = faults.any_ordered(conn)
        self.sieve = Sieve(
            world.choices["blocked_countries"],
            world.choices["description_counts"] == "text",
            world.settings.callback_http_ok,
        )
        self._waiting = _waiting(conn, group)
        self._newest = _newest_postings(conn, group)
        self._organizations: dict[Any, Row | None] = {}
        self._contracts: dict[int, Row | None] = {}
        self._evaluated: dict[tuple[int, int], bool] = {}

    def is_next(self, task: Row) -> bool:
        """Whether no older task of the same job is in progress."""
        waiting = self._waiting[(task["app_id"], task["external_id"])]
        return bool(waiting) and waiting[0] == task["seq"]

    def has_ended(self, task: Row) -> None:
        """The next task of the same job may go, and finds another listing."""
        key = (task["app_id"], task["external_id"])
        self._waiting[key].pop(0)
        self._newest.pop(key, None)

    def newest_posting(self, task: Row) -> Row | None:
        """The job's last listing, whatever became of it; the one that stands is always the last."""
        key = (task["app_id"], task["external_id"])
        if key not in self._newest:
            self._newest[key] = state.latest_posting(self.conn, *key)
        return self._newest[key]

    def contract(self, number: int | None) -> Row | None:
        """A contract by number."""
        if number is None:
            return None
        if number not in self._contracts:
            self._contracts[number] = contracts.get(self.conn, number)
        return self._contracts[number]

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


def _newest_postings(conn: Connection, group: Sequence[Row]) -> dict[tuple[int, str], Row | None]:
    newest = (
        select(func.max(postings.c.id))
        .where(
            postings.c.app_id.in_({task["app_id"] for task in group}),
            postings.c.external_id.in_({task["external_id"] for task in group}),
        )
        .group_by(postings.c.app_id, postings.c.external_id)
    )
    found: dict[tuple[int, str], Row | None] = {(task["app_id"], task["external_id"]): None for task in group}
    for row in conn.execute(select(postings).where(postings.c.id.in_(newest))).mappings():
        found[(row["app_id"], row["external_id"])] = dict(row)
    return found
