"""What LinkedIn has to tell, as rows: which event is to be sent where, whose secret signs it, how often it was tried
and what the receiver said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, cast, func, insert, or_, select, update

from linkedin_sandbox import faults
from linkedin_sandbox.notifications import payload, webhooks
from linkedin_sandbox.tables import APPLICATION_EVENT, apps, deliveries, delivery_attempts
from linkedin_sandbox.tables import webhooks as webhook_rows
from linkedin_sandbox.world import World

PENDING, DELIVERED, FAILED, DROPPED, HELD = "pending", "delivered", "failed", "dropped", "held"
_REORDERED = "reordered"

Row = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """One thing to tell: about whose child application, signed with whose secret; a `webhook_id` when the URL is
    challenged and can be blocked."""

    kind: str
    app_id: int
    signer_id: int
    url: str
    body: Row
    webhook_id: int | None = None
    application_id: int | None = None
    posting_id: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What one attempt came to: the HTTP status (0 without an answer), the answer's text, and the two members in which
    a receiver says what went wrong."""

    status: int
    detail: str
    error_code: str = ""
    error_details: str = ""


def enqueue(conn: Connection, world: World, event: Event, now: int) -> None:
    """Queue an event; ordered faults shape it here, once."""
    copies = 1
    duplicate = faults.take(conn, "duplicate_delivery", event.kind)
    if duplicate is not None:
        copies = max(1, int(duplicate.get("copies", 2)))
    fault, delay = _hold(conn, event.kind)
    row = {
        "kind": event.kind,
        "application_id": event.application_id,
        "posting_id": event.posting_id,
        "app_id": event.app_id,
        "signer_id": event.signer_id,
        "webhook_id": event.webhook_id,
        "url": event.url,
        "body": _bytes(conn, world, event),
        "fault": fault,
        "state": _first_state(conn, world, event.webhook_id),
        "attempts": 0,
        "next_at": now + delay,
        "created_at": now,
    }
    conn.execute(insert(deliveries), [row] * copies)


def _hold(conn: Connection, kind: str) -> tuple[str, int]:
    """The mark and the milliseconds an ordered fault holds a first attempt back."""
    late = faults.take(conn, "late_delivery", kind)
    if late is not None:
        return "", int(float(late.get("seconds", 60)) * 1000)
    reordered = faults.take(conn, "reordered_delivery", kind)
    if reordered is not None:
        return _REORDERED, int(float(reordered.get("seconds", 3600)) * 1000)
    return "", 0


def _bytes(conn: Connection, world: World, event: Event) -> bytes:
    body = event.body
    if faults.take(conn, "unknown_fields", event.kind) is not None:
        body = body | {"schemaRevision": 7, "futureMember": {"of": ["no", "known", "meaning"]}}
        if "questionResponses" in body:
            future = {"futureQuestionResponses": {"answer": {"value": "?"}}}
            body |= {"questionResponses": body["questionResponses"] | future}
    sent = payload.encode(body, escape=world.choices["escape_unicode"])[0]
    if faults.take(conn, "malformed_body", event.kind) is not None:
        return b":".join(sent.split(b":", 2)[:2]) + b":"
    return sent


def _first_state(conn: Connection, world: World, webhook_id: int | None) -> str:
    webhook = webhooks.get(conn, webhook_id) if webhook_id is not None else None
    if webhook is None or webhook["state"] == webhooks.ACTIVE:
        return PENDING
    return HELD if world.choices["blocked_deliveries"] == "held" else DROPPED


def due(conn: Connection, now: int, limit: int = 50) -> list[Row]:
    """Deliveries whose time has come, oldest first, with the secret to sign them."""
    query = (
        select(deliveries, apps.c.client_secret, apps.c.other_secret)
        .join(apps, apps.c.id == deliveries.c.signer_id)
        .outerjoin(webhook_rows, webhook_rows.c.id == deliveries.c.webhook_id)
        .where(
            deliveries.c.state == PENDING,
            deliveries.c.next_at <= now,
            or_(deliveries.c.webhook_id.is_(None), webhook_rows.c.state == webhooks.ACTIVE),
        )
        .order_by(deliveries.c.next_at, deliveries.c.id)
        .limit(limit)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def is_accepted(kind: str, status: int) -> bool:
    """Exactly 200 for an application (*Receive Applications*), any 2xx for other events (*Webhook Validation*)."""
    return status == 200 if kind == APPLICATION_EVENT else 200 <= status < 300


def record(conn: Connection, world: World, delivery: Row, now: int, outcome: Outcome) -> str:
    """Write down one attempt: it delivers, or is made again until the re-sends are used up. Returns the new state."""
    conn.execute(
        insert(delivery_attempts).values(
            delivery_id=delivery["id"],
            at=now,
            status=outcome.status,
            detail=outcome.detail,
            error_code=outcome.error_code,
            error_details=outcome.error_details,
        )
    )
    attempts, delays = delivery["attempts"] + 1, world.choices["resend_delays_seconds"]
    values: Row = {"attempts": attempts}
    if is_accepted(delivery["kind"], outcome.status):
        values["state"] = DELIVERED
        _let_follow(conn, delivery, now)
    elif attempts > len(delays):
        values["state"] = FAILED
    else:
        values["next_at"] = now + int(delays[attempts - 1] * 1000)
    conn.execute(update(deliveries).where(deliveries.c.id == delivery["id"]).values(**values))
    return str(values.get("state", PENDING))


def _let_follow(conn: Connection, delivery: Row, now: int) -> None:
    """Send what was held back until another event of its kind had gone."""
    waiting = update(deliveries).where(
        deliveries.c.fault == _REORDERED,
        deliveries.c.state == PENDING,
        deliveries.c.kind == delivery["kind"],
        deliveries.c.id < delivery["id"],
    )
    conn.execute(waiting.values(fault="", next_at=now))


def any_delivered(conn: Connection, posting_id: int, kind: str) -> bool:
    """Whether any event of a kind has reached the receiver of a posting."""
    query = select(func.count()).where(
        deliveries.c.posting_id == posting_id, deliveries.c.kind == kind, deliveries.c.state == DELIVERED
    )
    return conn.execute(query).scalar_one() > 0


def release_held(conn: Connection, webhook_id: int, now: int) -> None:
    """Send what was held while a webhook was blocked."""
    query = update(deliveries).where(deliveries.c.webhook_id == webhook_id, deliveries.c.state == HELD)
    conn.execute(query.values(state=PENDING, next_at=now))


def listed(
    conn: Connection, limit: int = 200, *, before: int = 0, with_bodies: bool = False, kind: str = ""
) -> list[Row]:
    """Deliveries with their attempts, newest first; below a number, or of one kind, when that is named."""
    columns: list[Any] = [column for column in deliveries.c if column.name != "body"]
    if with_bodies:
        columns.append(cast(deliveries.c.body, Text).label("body"))
    wanted = select(*columns).order_by(deliveries.c.id.desc()).limit(limit)
    if kind:
        wanted = wanted.where(deliveries.c.kind == kind)
    if before:
        wanted = wanted.where(deliveries.c.id < before)
    rows = [dict(row) for row in conn.execute(wanted).mappings()]
    query = select(delivery_attempts).where(delivery_attempts.c.delivery_id.in_([row["id"] for row in rows]))
    tried: dict[int, list[Row]] = {row["id"]: [] for row in rows}
    for one in conn.execute(query.order_by(delivery_attempts.c.id)).mappings():
        tried[one["delivery_id"]].append(dict(one))
    return [{**row, "log": tried[row["id"]]} for row in rows]
