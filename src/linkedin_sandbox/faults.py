"""Faults to order: named failures that strike the next N times their moment comes, then are gone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, select, update

from linkedin_sandbox import store
from linkedin_sandbox.tables import faults

KINDS: dict[str, str] = {
    "http_status": "Answer an operation with params.status (and params.message, params.retry_after); "
    "with params.apply true the effect happens and only the answer is lost.",
    "timeout": "Hold an operation's answer for params.seconds (default 30, at most 600), then 504; "
    "params.apply as above.",
    "slow": "Do an operation's work and hold its answer for params.seconds (default 5, at most 600).",
    "partial_batch": "Fail the items at params.items (positions from 0; every second one by default) of a batch with "
    "params.status (default 500). In a batch create they have no effect; elsewhere only their answer changes.",
    "malformed_answer": "Let an operation do its work and answer the first half of what it would say.",
    "expired_token": "Treat the token used on an operation as expired, for good.",
    "task_fails": "Settle a posting task as FAILED with the gist named in params.gist.",
    "task_processed": "Settle a posting task as PROCESSED (migration evaluation), params.message optional.",
    "duplicate_delivery": "Deliver an event params.copies times (default 2).",
    "bad_signature": "Sign one delivery attempt with a wrong secret.",
    "old_secret": "Sign one delivery attempt with the other of an application's two live secrets (with one: with it).",
    "missing_signature": "Send one delivery attempt without a signature.",
    "delivery_timeout": "Give up one delivery attempt as if the receiver were too slow; the body is sent all the same.",
    "challenge_fails": "Count one challenge of a webhook as failed, whatever it answers.",
    "malformed_body": "Deliver a correctly signed body that is not JSON.",
    "unknown_fields": "Deliver with extra members nobody documented.",
    "late_delivery": "Hold an event's first delivery for params.seconds (default 60).",
    "reordered_delivery": "Hold an event until the next of its kind has gone, at most params.seconds (default 3600).",
    "media_redirect": "Answer a media request with a redirect to params.location.",
    "media_wrong_content": "Answer a media request with bytes that are not what the type says.",
    "media_url": "Deliver params.url as mediaUrl instead of the real one (a private address, another host).",
}


def order(
    conn: Connection, kind: str, operation: str = "", times: int = 1, params: dict[str, Any] | None = None
) -> int:
    """Order a fault and return its id; `ValueError` for an unknown kind or a count below one. An empty operation is
    any."""
    if kind not in KINDS:
        raise ValueError(f"unknown fault: {kind}; known: {', '.join(KINDS)}")
    if times < 1:
        raise ValueError("times must be at least 1")
    values = {"kind": kind, "operation": operation, "remaining": times, "params": params or {}}
    return store.add(conn, faults, values)


def take(conn: Connection, kind: str, operation: str = "") -> dict[str, Any] | None:
    """Use up one strike of the oldest matching fault and return its params, or None when there is none."""
    query = (
        select(faults)
        .where(faults.c.kind == kind, faults.c.operation.in_(("", operation)))
        .order_by(faults.c.id)
        .limit(1)
    )
    row = conn.execute(query).mappings().first()
    if row is None:
        return None
    if row["remaining"] > 1:
        conn.execute(update(faults).where(faults.c.id == row["id"]).values(remaining=row["remaining"] - 1))
    else:
        conn.execute(delete(faults).where(faults.c.id == row["id"]))
    return dict(row["params"])


def any_ordered(conn: Connection) -> bool:
    """Whether there is any fault at all."""
    return conn.execute(select(faults.c.id).limit(1)).first() is not None


def ordered(conn: Connection) -> list[dict[str, Any]]:
    """What is still to strike."""
    return [dict(row) for row in conn.execute(select(faults).order_by(faults.c.id)).mappings()]


def cancel(conn: Connection, fault_id: int | None = None) -> int:
    """Cancel one fault, or all; returns how many."""
    query = delete(faults) if fault_id is None else delete(faults).where(faults.c.id == fault_id)
    return conn.execute(query).rowcount
