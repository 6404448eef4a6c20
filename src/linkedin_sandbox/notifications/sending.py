"""Carrying deliveries to their webhooks: signed with the child's secret, several at a time, never inside a
transaction."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2

from linkedin_sandbox import faults
from linkedin_sandbox.notifications import deliveries, signing
from linkedin_sandbox.world import World

_OPERATION = "EXPORT_JOB_APPLICATION"
_AT_ONCE = 4
_LONGEST_DETAIL = 2000

Row = dict[str, Any]


def send_due(world: World, now: int) -> int:
    """Try every delivery that is due, at most once each; returns how many were tried."""
    with world.store.read() as conn:
        due = deliveries.due(conn, now)
    if not due:
        return 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda delivery: _send(world, delivery, now), due))
    return len(due)


def _send(world: World, delivery: Row, now: int) -> None:
    status, detail = _attempt(world, delivery)
    with world.store.write() as conn:
        deliveries.record(conn, world, delivery, now, status=status, detail=detail)


def _attempt(world: World, delivery: Row) -> tuple[int, str]:
    headers = {"Content-Type": "application/json", "User-Agent": "linkedin-sandbox"}
    digest = _digest(world, delivery)
    if digest is not None:
        headers["X-LI-Signature"] = digest
    try:
        answer = world.client.post(
            delivery["url"],
            content=delivery["body"],
            headers=headers,
            timeout=float(world.choices["delivery_timeout_seconds"]),
        )
    except httpx2.HTTPError as error:
        return 0, f"no answer: {type(error).__name__}"
    return answer.status_code, answer.text[:_LONGEST_DETAIL]


def _digest(world: World, delivery: Row) -> str | None:
    with world.store.write() as conn:
        if faults.take(conn, "missing_signature", _OPERATION) is not None:
            return None
        forged = faults.take(conn, "bad_signature", _OPERATION) is not None
    secret = "not-" + delivery["client_secret"] if forged else delivery["client_secret"]
    digest = signing.signature(secret, _escaped(delivery["body"]))
    return f"{signing.PREFIX.decode()}{digest}" if world.choices["signature_header_prefix"] else digest


def _escaped(body: bytes) -> bytes:
    try:
        return json.dumps(json.loads(body), separators=(",", ":")).encode()
    except ValueError:
        return body
