"""What LinkedIn tells a partner besides applications: a job's status changed, jobs are to be sent again, a customer's
integration changed. Call these in the transaction that made the change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from linkedin_sandbox import ids
from linkedin_sandbox.notifications import deliveries, webhooks
from linkedin_sandbox.resources.job_posting_status import state as job_status
from linkedin_sandbox.tables import apps
from linkedin_sandbox.world import World

JOB_STATUS, RESYNC, INTEGRATION_STATUS = "JOB_POSTING_STATUS", "RESYNC_JOBS", "INTEGRATION_STATUS_CHANGE"

Row = dict[str, Any]


def job_status_changed(conn: Connection, world: World, posting: Mapping[str, Any]) -> None:
    """Tell the parent that a posting's status is another one now (*Job Status Change Notifications*): the whole record
    of `jobPostingStatus`. Nothing happens when no webhook is registered for it."""
    record = job_status.shown(conn, world, posting["app_id"], [posting["external_id"]]).get(posting["external_id"])
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


def integration_status_changed(
    conn: Connection, world: World, integration: Mapping[str, Any], *, request_id: str, callback_url: str | None
) -> bool:
    """Push `INTEGRATION_STATUS_CHANGE` to the customer's `CALLBACK_URL` (*Receive push events*): its type and the
    request id under which the change can be read. Signed by the child, `integration["app_id"]`; neither challenged nor
    blocked. Returns whether there is a URL to push to."""
    if not callback_url:
        return False
    event = deliveries.Event(
        INTEGRATION_STATUS,
        app_id=integration["app_id"],
        signer_id=integration["app_id"],
        url=callback_url,
        body=_envelope(world, INTEGRATION_STATUS, request_id),
    )
    deliveries.enqueue(conn, world, event, world.clock.now_ms())
    return True


def _envelope(world: World, kind: str, request_id: str) -> Row:
    is_number = world.choices["push_request_id"] == "number" and request_id.isdigit()
    return {world.choices["push_event_type_name"]: kind, "requestId": int(request_id) if is_number else request_id}
