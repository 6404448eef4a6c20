"""Deliveries of applications as rows: what is to be sent where, how often it was tried, and what follows from the
outcome."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Text, cast, func, insert, select, update

from linkedin_sandbox import faults, ids
from linkedin_sandbox.notifications import payload, webhooks
from linkedin_sandbox.notifications.shapes import VARIANTS
from linkedin_sandbox.tables import apps, deliveries, delivery_attempts, members, postings
from linkedin_sandbox.tables import webhooks as webhook_rows
from linkedin_sandbox.world import World

PENDING, DELIVERED, FAILED, DROPPED, HELD = "pending", "delivered", "failed", "dropped", "held"
_OPERATION = "EXPORT_JOB_APPLICATION"

Row = dict[str, Any]


def enqueue(conn: Connection, world: World, application: Row, posting: Row, now: int) -> None:
    """Queue an application's delivery; ordered faults shape it here, once."""
    webhook = webhooks.get(conn, posting["webhook_id"])
    if webhook is None:
        return
    copies = 1
    duplicate = faults.take(conn, "duplicate_delivery", _OPERATION)
    if duplicate is not None:
        copies = max(1, int(duplicate.get("copies", 2)))
    late = faults.take(conn, "late_delivery", _OPERATION)
    delay = int(float(late.get("seconds", 60)) * 1000) if late is not None else 0
    body, state = _body(conn, world, application, posting), PENDING
    if webhook["state"] == webhooks.BLOCKED:
        state = HELD if world.choices["blocked_deliveries"] == "held" else DROPPED
    row = {
        "application_id": application["id"],
        "posting_id": posting["id"],
        "app_id": posting["app_id"],
        "webhook_id": webhook["id"],
        "url": webhook["url"],
        "body": body,
        "state": state,
        "attempts": 0,
        "next_at": now + delay,
        "created_at": now,
    }
    conn.execute(insert(deliveries), [row] * copies)


def _body(conn: Connection, world: World, application: Row, posting: Row) -> bytes:
    if faults.take(conn, "malformed_body", _OPERATION) is not None:
        return b'{"type":"EXPORT_JOB_APPLICATION","jobApplicationId":'
    member = dict(conn.execute(select(members).where(members.c.id == application["member_id"])).mappings().one())
    foreign = faults.take(conn, "media_url", _OPERATION)
    if foreign is not None and application["answers"].get("resume"):
        file = {**application["answers"]["resume"], "url": str(foreign.get("url", "http://10.0.0.1/resume"))}
        application = {**application, "answers": {**application["answers"], "resume": file}}
    own_id = posting["app_id"] if world.choices["person_id_per_application"] else None
    body = payload.application(
        application,
        member,
        posting,
        VARIANTS[world.choices["payload_shapes"]],
        person_id=ids.person_id(application["member_id"], own_id),
        base_url=world.base_url,
        dialling=world.choices["phone_country_code"] == "dialling",
    )
    if faults.take(conn, "unknown_fields", _OPERATION) is not None:
        body |= {"schemaRevision": 7, "futureMember": {"of": ["no", "known", "meaning"]}}
        body["questionResponses"]["futureQuestionResponses"] = {"answer": {"value": "?"}}
    return payload.encode(body, escape=world.choices["escape_unicode"])[0]


def due(conn: Connection, now: int, limit: int = 50) -> list[Row]:
    """Deliveries whose time has come, oldest first, with the secret to sign them."""
    query = (
        select(deliveries, apps.c.client_secret)
        .join(apps, apps.c.id == deliveries.c.app_id)
        .join(webhook_rows, webhook_rows.c.id == deliveries.c.webhook_id)
        .where(deliveries.c.state == PENDING, deliveries.c.next_at <= now, webhook_rows.c.state == webhooks.ACTIVE)
        .order_by(deliveries.c.next_at, deliveries.c.id)
        .limit(limit)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def record(conn: Connection, world: World, delivery: Row, now: int, *, status: int, detail: str) -> None:
    """Write down one attempt: 200 delivers, anything else is tried again until the re-sends are used up."""
    conn.execute(insert(delivery_attempts).values(delivery_id=delivery["id"], at=now, status=status, detail=detail))
    attempts, delays = delivery["attempts"] + 1, world.choices["resend_delays_seconds"]
    values: Row = {"attempts": attempts}
    if status == 200:
        values["state"] = DELIVERED
    elif attempts > len(delays):
        values["state"] = FAILED
    else:
        values["next_at"] = now + int(delays[attempts - 1] * 1000)
    conn.execute(update(deliveries).where(deliveries.c.id == delivery["id"]).values(**values))
    spent = values.get("state") == FAILED or (status != 200 and world.choices["off_site_after"] == "first_try")
    if spent and not _any_delivered(conn, delivery["posting_id"]):
        _turn_off_site(conn, delivery["posting_id"])


def _any_delivered(conn: Connection, posting_id: int) -> bool:
    query = select(func.count()).where(deliveries.c.posting_id == posting_id, deliveries.c.state == DELIVERED)
    return conn.execute(query).scalar_one() > 0


def _turn_off_site(conn: Connection, posting_id: int) -> None:
    detail = {"errorType": "PARTNER_ERROR", "statusMessage": "The first application could not be delivered"}
    conn.execute(
        update(postings).where(postings.c.id == posting_id).values(apply_status="NOT_ENABLED", apply_detail=detail)
    )


def release_held(conn: Connection, webhook_id: int, now: int) -> None:
    """Send what was held while a webhook was blocked."""
    query = update(deliveries).where(deliveries.c.webhook_id == webhook_id, deliveries.c.state == HELD)
    conn.execute(query.values(state=PENDING, next_at=now))


def listed(conn: Connection, limit: int = 200, *, with_bodies: bool = False) -> list[Row]:
    """Deliveries with their attempts, newest first."""
    columns: list[Any] = [column for column in deliveries.c if column.name != "body"]
    if with_bodies:
        columns.append(cast(deliveries.c.body, Text).label("body"))
    rows = [
        dict(row) for row in conn.execute(select(*columns).order_by(deliveries.c.id.desc()).limit(limit)).mappings()
    ]
    query = select(delivery_attempts).where(delivery_attempts.c.delivery_id.in_([row["id"] for row in rows]))
    tried = [dict(row) for row in conn.execute(query.order_by(delivery_attempts.c.id)).mappings()]
    return [{**row, "log": [one for one in tried if one["delivery_id"] == row["id"]]} for row in rows]
