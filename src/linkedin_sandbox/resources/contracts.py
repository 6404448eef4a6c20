"""What customers have bought from LinkedIn: job slots that a premium job occupies, or money that results use up.

Money is decimal and kept as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, select, update

from linkedin_sandbox.tables import contracts

RECRUITER, SLOTS, PAY_FOR_PERFORMANCE, LITE = "recruiter", "slots", "fp4p", "lite"
KINDS = (RECRUITER, SLOTS, PAY_FOR_PERFORMANCE, LITE)
# What a contract's state makes of the tasks that want its money, by the name of the gist.
STANDINGS = ("good", "OFFER_ENDED", "TRIAL_SPENT", "PAYMENT_FAILED", "CAMPAIGN_INVALID")

Row = dict[str, Any]


def get(conn: Connection, contract_id: int) -> Row | None:
    """A contract by number."""
    return many(conn, [contract_id]).get(contract_id)


def many(conn: Connection, contract_ids: Iterable[int]) -> dict[int, Row]:
    """Contracts by number; unknown numbers are left out."""
    query = select(contracts).where(contracts.c.id.in_(list(contract_ids)))
    return {row["id"]: dict(row) for row in conn.execute(query).mappings()}


def listed(conn: Connection) -> list[Row]:
    """Every contract, in order of number."""
    return [dict(row) for row in conn.execute(select(contracts).order_by(contracts.c.id)).mappings()]


def add(conn: Connection, values: Row) -> int:
    """Sell a customer a contract and return its number; `ValueError` for a kind there is none of."""
    if values.get("kind", RECRUITER) not in KINDS:
        raise ValueError(f"kind must be one of {list(KINDS)}")
    key = conn.execute(insert(contracts).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def change(conn: Connection, contract_id: int, **values: Any) -> None:
    """Change a contract: slots, budget, toggle, standing, expiry; `ValueError` for a standing there is none of."""
    if values.get("standing", "good") not in STANDINGS:
        raise ValueError(f"standing must be one of {list(STANDINGS)}")
    conn.execute(update(contracts).where(contracts.c.id == contract_id).values(**values))


def may_be_used(contract: Row | None, now: int) -> bool:
    """Whether a contract exists and has not run out."""
    return contract is not None and (contract["expires_at"] is None or contract["expires_at"] > now)
