"""Who a job is shown to come from: the holder of a seat, when the job asks for it (*Premium Job Posting*, poster)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.simple_job_postings.listing import PREMIUM
from linkedin_sandbox.tables import members, seats

Row = dict[str, Any]


def shown(conn: Connection, posting: Row) -> Row | None:
    """The member a posting shows as its poster, or None. A premium job without a seat holder's address falls back to
    the default job poster of its contract; a free one shows nobody then."""
    if not posting["element"].get("showPosterInfo"):
        return None
    email = posting["element"].get("posterEmail") or ""
    if posting["listing_type"] != PREMIUM or posting["contract_id"] is None:
        return _seat_holder(conn, email, None)
    contract = contracts.get(conn, posting["contract_id"])
    default = (contract or {}).get("default_poster") or ""
    return _seat_holder(conn, email, posting["contract_id"]) or _member(conn, default)


def _seat_holder(conn: Connection, email: str, contract_id: int | None) -> Row | None:
    query = select(members).join(seats, seats.c.member_id == members.c.id).where(members.c.email == email)
    if contract_id is not None:
        query = query.where(seats.c.contract_id == contract_id)
    row = conn.execute(query.limit(1)).mappings().first()
    return dict(row) if row else None


def _member(conn: Connection, email: str) -> Row | None:
    row = conn.execute(select(members).where(members.c.email == email)).mappings().first()
    return dict(row) if row else None
