"""Carrying events to their URLs: signed, several at a time, never inside a transaction."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from linkedin_sandbox import faults
from linkedin_sandbox.notifications import deliveries, exports, signing
from linkedin_sandbox.notifications.challenges import NO_ANSWER
from linkedin_sandbox.notifications.deliveries import Outcome
from linkedin_sandbox.tables import APPLICATION_EVENT
from linkedin_sandbox.world import World

_AT_ONCE = 4
_LONGEST_DETAIL = 2000
_FAULTS = ("missing_signature", "bad_signature", "old_secret", "delivery_timeout")

Row = dict[str, Any]


def send_due(world: World, now: int) -> int:
    """Try every delivery that is due, at most once each; returns how many were tried."""
    with world.store.read() as conn:
        due = deliveries.due(conn, now)
    if not due:
        return 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda line: _send_all(world, line, now), _lines(due)))
    return len(due)


def _send_all(world: World, line: list[Row], now: int) -> None:
    for delivery in line:
        _send(world, delivery, now)


def _lines(due: list[Row]) -> list[list[Row]]:
    """What goes one after another: a job's notices in their order; anything else stands in no line."""
    lines: dict[Any, list[Row]] = {}
    for delivery in due:
        is_notice = delivery["kind"] != APPLICATION_EVENT and delivery["posting_id"] is not None
        lines.setdefault((delivery["posting_id"],) if is_notice else delivery["id"], []).append(delivery)
    return list(lines.values())


def _send(world: World, delivery: Row, now: int) -> None:
    outcome = _attempt(world, delivery)
    with world.store.write() as conn:
        state = deliveries.record(conn, world, delivery, now, outcome)
        exports.after_attempt(conn, world, delivery, state)


def _attempt(world: World, delivery: Row) -> Outcome:
    """One POST. Ordered to time out, the body is sent all the same and the answer counts for nothing."""
    ordered = _ordered(world, delivery["kind"])
    headers = {"Content-Type": "application/json", "User-Agent": "linkedin-sandbox"}
    if "missing_signature" not in ordered:
        headers["X-LI-Signature"] = _digest(world, _secret(delivery, ordered), delivery["body"])
    outcome = _post(world, delivery, headers)
    return Outcome(0, "no answer: ordered timeout") if "delivery_timeout" in ordered else outcome


def _ordered(world: World, kind: str) -> set[str]:
    """The ordered faults that strike this attempt."""
    with world.store.read() as conn:
        if not faults.any_ordered(conn):
            return set()
    with world.store.write() as conn:
        return {fault for fault in _FAULTS if faults.take(conn, fault, kind) is not None}


def _secret(delivery: Row, ordered: set[str]) -> str:
    own = str(delivery["client_secret"])
    if "bad_signature" in ordered:
        return "not-" + own
    return str(delivery["other_secret"] or own) if "old_secret" in ordered else own


def _post(world: World, delivery: Row, headers: dict[str, str]) -> Outcome:
    try:
        answer = world.client.post(
            delivery["url"],
            content=delivery["body"],
            headers=headers,
            timeout=float(world.choices["delivery_timeout_seconds"]),
        )
    except NO_ANSWER as error:
        return Outcome(0, f"no answer: {type(error).__name__}")
    code, details = stated_failure(answer.text)
    return Outcome(answer.status_code, answer.text[:_LONGEST_DETAIL], code, details)


def stated_failure(text: str) -> tuple[str, str]:
    """`errorCode` and `additionalErrorDetails` of a receiver's answer, empty when it names none. Only the two names are
    documented, so the first of a list called `errors` will do as well."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return "", ""
    if isinstance(said, dict) and isinstance(said.get("errors"), list) and said["errors"]:
        said = said["errors"][0]
    if not isinstance(said, dict):
        return "", ""
    code, details = (said.get(name) for name in ("errorCode", "additionalErrorDetails"))
    return _short(code), _short(details)


def _short(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value)
    return text[:_LONGEST_DETAIL].encode("utf-8", "replace").decode()


def _digest(world: World, secret: str, body: bytes) -> str:
    digest = signing.signature(secret, _escaped(body))
    return f"{signing.PREFIX.decode()}{digest}" if world.choices["signature_header_prefix"] else digest


def _escaped(body: bytes) -> bytes:
    try:
        return json.dumps(json.loads(body), separators=(",", ":")).encode()
    except ValueError:
        return body
