"""What LinkedIn tells a partner besides applications: a job's status changed, jobs are to be sent again, a customer's
integration changed. Call these in the transaction that made the change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from linkedin_sandbox import ids, store
from linkedin_sandbox.notifications import deliveries, webhooks
from linkedin_sandbox.resources.job_posting_status import state as job_status
from linkedin_sandbox.tables import apps, push_requests
from linkedin_sandbox.world import World

JOB_STATUS, RESYNC, INTEGRATION_STATUS = "JOB_POSTING_STATUS", "RESYNC_JOBS", "INTEGRATION_STATUS_CHANGE"

Row = dict[str, Any]


def job_status_changed(conn: Connection, world: World, posting: Mapping[str, Any]) -> None:
    """Tell the parent that a posting's status is another one now (*Job Status Change Notifications*): the whole record
    of `jobPostingStatus`. Nothing happens when no webhook is registered for it."""
    record = job_status.shown(conn, posting["app_id"], posting["external_id"], world.base_url)
    if record is not None:
        _tell_parent(conn, world, JOB_STATUS, posting["app_id"], record, posting["id"])


def resync(conn: Connection, world: World, child_app_id: int, external_ids: Sequence[str] | None) -> bool:
    """Ask the parent to send jobs of one child again (*Job Resync Notifications*): those named, or with None all that
    are open. Returns whether a webhook is registered for it."""
    asked: Row = {"syncAllOpenJobs": external_ids is None}
    if external_ids is not None:
        asked["externalJobPostingIds"] = list(external_ids)
    return _tell_parent(conn, world, RESYNC, child_app_id, asked, None)


def _tell_parent(
    conn: Connection, world: World, kind: str, child_app_id: int, rest: Row, posting_id: int | None
) -> bool:
    parent = conn.execute(select(apps.c.id).where(apps.c.audience == "parent").order_by(apps.c.id)).scalar()
    webhook = webhooks.enabled(conn, parent, kind) if parent is not None else None
    if webhook is None:
        return False
    signs = webhook["app_id"] if world.choices["portal_webhook_signing_key"] == "parent" else child_app_id
    event = deliveries.Event(
        kind,
        app_id=child_app_id,
        signer_id=signs,
        url=webhook["url"],
        body={"type": kind, "developerApplicationUrn": ids.urn("developerApplication", child_app_id), **rest},
        webhook_id=webhook["id"],
        posting_id=posting_id,
    )
    deliveries.enqueue(conn, world, event, world.clock.now_ms())
    return True


def integration_status_changed(conn: Connection, world: World, integration: Mapping[str, Any]) -> str | None:
    """Push `INTEGRATION_STATUS_CHANGE` to a customer's `CALLBACK_URL` (*Receive push events*): its type and a request
    id alone. `integration` holds `app_id` (the child), `callback_url` and `subject` (what `q=request` shall answer
    with, given back by `requested`). Returns the request id, or None when the customer has no callback URL."""
    if not integration.get("callback_url"):
        return None
    now, app_id = world.clock.now_ms(), integration["app_id"]
    row = {"app_id": app_id, "kind": INTEGRATION_STATUS, "subject": integration["subject"], "created_at": now}
    number = store.add(conn, push_requests, row)
    event = deliveries.Event(
        INTEGRATION_STATUS,
        app_id=app_id,
        signer_id=app_id,
        url=integration["callback_url"],
        body=_envelope(world, INTEGRATION_STATUS, number),
    )
    deliveries.enqueue(conn, world, event, now)
    return str(number)


def _envelope(world: World, kind: str, number: int) -> Row:
    request_id = number if world.choices["push_request_id"] == "number" else str(number)
    return {world.choices["push_event_type_name"]: kind, "requestId": request_id}


def requested(conn: Connection, app_id: int, request_id: str, kind: str = INTEGRATION_STATUS) -> Any:
    """The subject of a pushed event by its request id, or None when this child was never told of it."""
    if not request_id.isascii() or not request_id.isdigit() or len(request_id) > 18:
        return None
    query = select(push_requests.c.subject).where(
        push_requests.c.id == int(request_id), push_requests.c.app_id == app_id, push_requests.c.kind == kind
    )
    return conn.execute(query).scalar()
