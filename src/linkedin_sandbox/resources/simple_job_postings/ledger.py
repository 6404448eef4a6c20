"""What a batch may still take from a contract: free job slots and free money, counted down as elements are accepted.

Slots are held by premium jobs that are listed and by tasks on their way to one; money by what jobs may yet spend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from linkedin_sandbox import ids
from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.integrations import state as integrations
from linkedin_sandbox.resources.integrations.types import PREMIUM_JOB_POSTING
from linkedin_sandbox.tables import postings, tasks

Row = dict[str, Any]
PROMOTED, NOT_PROMOTED = "PROMOTED", "NOT_PROMOTED"


@dataclass
class Account:
    """One contract as a child sees it in a batch. `spends` is whether it pays by results rather than by slots."""

    number: int
    is_owned: bool
    spends: bool = False
    has_partner_toggle: bool = True
    free_slots: int = 0
    free_money: Decimal = Decimal(0)

    @property
    def urn(self) -> str:
        return ids.urn(ids.CONTRACT, self.number)


def open_accounts(conn: Connection, app_id: int, contract_ids: Iterable[int], now: int) -> dict[int, Account]:
    """The contracts a batch names; those that do not exist, have run out or are not the child's are not owned."""
    wanted = set(contract_ids)
    rows = contracts.many(conn, wanted) if wanted else {}
    return {number: _account(conn, app_id, number, rows.get(number), now) for number in wanted}


def _account(conn: Connection, app_id: int, number: int, row: Row | None, now: int) -> Account:
    enabled = integrations.is_enabled(conn, app_id, ids.urn(ids.CONTRACT, number), PREMIUM_JOB_POSTING)
    if row is None or not contracts.may_be_used(row, now) or not enabled:
        return Account(number, is_owned=False)
    if row["kind"] == contracts.PAY_FOR_PERFORMANCE:
        free = free_money(conn, row)
        return Account(number, True, True, row["partner_toggle"], free_money=free)
    return Account(number, True, free_slots=free_slots(conn, row))


def free_slots(conn: Connection, contract: Row) -> int:
    """How many more premium jobs fit on a contract."""
    listed = select(func.count()).where(*_holds(contract["id"]))
    coming = select(func.count()).where(*_coming(contract["id"]))
    return int(contract["job_slots"] - conn.execute(listed).scalar_one() - conn.execute(coming).scalar_one())


def free_money(conn: Connection, contract: Row) -> Decimal:
    """How much of a contract's budget is neither spent nor set aside for a job."""
    jobs = conn.execute(select(postings.c.budget, postings.c.spent).where(*_holds(contract["id"])))
    coming = conn.execute(select(tasks.c.reserves_money).where(*_coming(contract["id"]))).scalars()
    held = sum((Decimal(budget or 0) - Decimal(spent) for budget, spent in jobs), Decimal(0))
    held += sum((Decimal(money or 0) for money in coming), Decimal(0))
    return Decimal(contract["budget"] or 0) - Decimal(contract["spent"]) - held


def _holds(contract_id: int) -> tuple[Any, ...]:
    return (
        postings.c.contract_id == contract_id,
        postings.c.state == "LISTED",
        postings.c.promotion_status == PROMOTED,
    )


def _coming(contract_id: int) -> tuple[Any, ...]:
    return tasks.c.reserves_contract == contract_id, tasks.c.status == "IN_PROGRESS"
