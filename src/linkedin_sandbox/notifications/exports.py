"""Applications on their way to the employer: the event of one application, and what becomes of its job when the event
cannot be delivered (*Receive Applications*)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from linkedin_sandbox import faults, ids
from linkedin_sandbox.notifications import deliveries, events, payload, webhooks
from linkedin_sandbox.notifications.shapes import VARIANTS
from linkedin_sandbox.tables import APPLICATION_EVENT, members, postings
from linkedin_sandbox.world import World

UNDELIVERABLE = {"errorType": "PARTNER_ERROR", "statusMessage": "The first application could not be delivered"}

Row = dict[str, Any]


def enqueue(conn: Connection, world: World, application: Row, posting: Row, now: int) -> None:
    """Queue an application's delivery to its job's webhook."""
    webhook = webhooks.get(conn, posting["webhook_id"])
    if webhook is None:
        return
    event = deliveries.Event(
        APPLICATION_EVENT,
        app_id=posting["app_id"],
        signer_id=posting["app_id"],
        url=webhook["url"],
        body=_body(conn, world, application, posting),
        webhook_id=webhook["id"],
        application_id=application["id"],
        posting_id=posting["id"],
    )
    deliveries.enqueue(conn, world, event, now)


def _body(conn: Connection, world: World, application: Row, posting: Row) -> Row:
    member = dict(conn.execute(select(members).where(members.c.id == application["member_id"])).mappings().one())
    foreign = faults.take(conn, "media_url", APPLICATION_EVENT)
    if foreign is not None and application["answers"].get("resume"):
        file = {**application["answers"]["resume"], "url": str(foreign.get("url", "http://10.0.0.1/resume"))}
        application = {**application, "answers": {**application["answers"], "resume": file}}
    own_id = posting["app_id"] if world.choices["person_id_per_application"] else None
    return payload.application(
        application,
        member,
        posting,
        VARIANTS[world.choices["payload_shapes"]],
        person_id=ids.person_id(application["member_id"], own_id),
        base_url=world.base_url,
        dialling=world.choices["phone_country_code"] == "dialling",
    )


def after_attempt(conn: Connection, world: World, delivery: Row, state: str) -> None:
    """A first application that cannot be delivered turns its job off-site."""
    if delivery["kind"] != APPLICATION_EVENT or state == deliveries.DELIVERED:
        return
    spent = state == deliveries.FAILED or world.choices["off_site_after"] == "first_try"
    if spent and not deliveries.any_delivered(conn, delivery["posting_id"], APPLICATION_EVENT):
        _turn_off_site(conn, world, delivery["posting_id"])


def _turn_off_site(conn: Connection, world: World, posting_id: int) -> None:
    own = postings.c.id == posting_id
    turned = update(postings).where(own, postings.c.apply_status == "ENABLED")
    if conn.execute(turned.values(apply_status="NOT_ENABLED", apply_detail=UNDELIVERABLE)).rowcount:
        posting = dict(conn.execute(select(postings).where(own)).mappings().one())
        events.job_status_changed(conn, world, posting)
