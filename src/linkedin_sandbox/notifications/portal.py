"""Webhooks a parent registers in the developer portal: one enabled URL per event type, challenged when registered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from linkedin_sandbox import store
from linkedin_sandbox.notifications import challenges, events, webhooks
from linkedin_sandbox.resources.simple_job_postings.rules import is_webhook_url
from linkedin_sandbox.tables import APPLICATION_EVENT, apps
from linkedin_sandbox.tables import webhooks as rows
from linkedin_sandbox.world import World

EVENTS = (events.JOB_STATUS, events.RESYNC)

Row = dict[str, Any]


def register(world: World, app_id: int, event: str, url: str) -> Row:
    """Enable a URL for an event type of a parent application and return it; `ValueError` says why the portal would not.

    A URL that was disabled keeps its history."""
    _check(world, event, url)
    now, interval = world.clock.now_ms(), int(world.choices["challenge_interval_seconds"] * 1000)
    with world.store.read() as conn:
        parent = _parent(conn, app_id)
        if webhooks.enabled(conn, app_id, event) is not None:
            raise ValueError(f"Only one enabled webhook per event type: {event} has one already")
    asked = {"app_id": app_id, "event": event, "url": url, "client_secret": parent["client_secret"]}
    ok, _status, detail = challenges.ask(world, asked)
    if not ok:
        raise ValueError(detail)
    with world.store.write() as conn:
        if webhooks.enabled(conn, app_id, event) is not None:
            raise ValueError(f"Only one enabled webhook per event type: {event} has one already")
        values = {"state": webhooks.ACTIVE, "failures": 0, "next_at": now + interval, "last_result": detail}
        known = conn.execute(
            select(rows.c.id).where(rows.c.app_id == app_id, rows.c.event == event, rows.c.url == url)
        ).scalar()
        if known is None:
            known = store.add(conn, rows, {"app_id": app_id, "event": event, "url": url, **values})
        else:
            conn.execute(update(rows).where(rows.c.id == known).values(**values))
        return webhooks.get(conn, known) or {}


def _check(world: World, event: str, url: str) -> None:
    if event not in EVENTS:
        raise ValueError(f"event must be one of {list(EVENTS)}")
    if not is_webhook_url(url, http_loopback_ok=world.settings.callback_http_ok):
        raise ValueError("url must be a public https URL")


def _parent(conn: Connection, app_id: int) -> Row:
    row = conn.execute(select(apps).where(apps.c.id == app_id, apps.c.audience == "parent")).mappings().first()
    if row is None:
        raise ValueError("Only a parent application has a Webhooks tab")
    return dict(row)


def disable(conn: Connection, webhook_id: int) -> Row | None:
    """Disable a registered webhook and return it; None when there is none by that number."""
    query = update(rows).where(rows.c.id == webhook_id, rows.c.event != APPLICATION_EVENT)
    conn.execute(query.values(state=webhooks.DISABLED))
    found = webhooks.get(conn, webhook_id)
    return found if found and found["event"] != APPLICATION_EVENT else None


def listed(conn: Connection) -> list[Row]:
    """Registered webhooks with their application's name, in order of number."""
    query = (
        select(rows, apps.c.name.label("application"), apps.c.client_id)
        .join(apps, apps.c.id == rows.c.app_id)
        .where(rows.c.event != APPLICATION_EVENT)
        .order_by(rows.c.id)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def parents(conn: Connection) -> list[Row]:
    """The applications that may register webhooks."""
    query = select(apps.c.id, apps.c.client_id, apps.c.name).where(apps.c.audience == "parent").order_by(apps.c.id)
    return [dict(row) for row in conn.execute(query).mappings()]
