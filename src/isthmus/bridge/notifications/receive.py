"""The source LinkedIn's events come from: how they are checked, challenged, read, and acted on."""

from collections.abc import Mapping, Sequence
from typing import Any

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import connections, integrations
from isthmus.bridge.apply_connect.receive import SIGNATURE, key_for
from isthmus.bridge.notifications import STREAM
from isthmus.bridge.postings import resync, told
from isthmus.linkedin import (
    OtherEvent,
    PushEvent,
    ResyncJobs,
    StatusNotice,
    answer_challenge,
    application_named,
    application_number,
    is_thin,
    read_event,
    verify,
)
from isthmus.sync.inbox import Handled, Seen
from isthmus.sync.models import Delivery
from isthmus.sync.receiving import Key

MOST_SHOWN = 100
LARGEST_UNSIGNED = 4096


class LinkedInEvents:
    """What the inbox asks about events ("Webhook Validation", "Job Resync Notifications", "Receive Push Events")."""

    stream = STREAM

    def verify(self, headers: Mapping[str, str], body: bytes, keys: Sequence[Key]) -> bool:
        """Whether the signature is right. A thin push event may come without one: it only says where to look."""
        if SIGNATURE not in headers and len(body) <= LARGEST_UNSIGNED and is_thin(body):
            return True
        return verify(headers.get(SIGNATURE), body, [key.value for key in keys])

    def challenge(self, params: Mapping[str, str], keys: Sequence[Key]) -> dict[str, Any] | None:
        """LinkedIn's proof that this address is ours; None for a code or an application that must not be answered."""
        key = key_for(params.get("applicationId", ""), keys)
        return answer_challenge(params.get("challengeCode", ""), key.value) if key else None

    def look(self, body: bytes) -> Seen:
        """What may be shown of an event. Raises IsthmusError (bug) for one that cannot be read."""
        event = read_event(body)
        if isinstance(event, ResyncJobs):
            ids = event.external_job_posting_ids
            shown = [one.replace("\x00", "")[:200] for one in ids[:MOST_SHOWN]]
            visible = {"type": "RESYNC_JOBS", "all": event.sync_all_open_jobs, "count": len(ids), "ids": shown}
            return Seen(visible=visible)
        if isinstance(event, StatusNotice):
            return _seen_notice(event)
        if isinstance(event, PushEvent):
            return Seen(event.request_id, {"type": event.type}, understood=event.type == integrations.EVENT)
        return Seen(visible={"type": event.type}, understood=False)

    def handle(self, delivery: Delivery, body: bytes) -> Handled:
        """Act on the event; acting twice does no harm. Raises IsthmusError for one about another application."""
        event = read_event(body)
        _must_be_ours(application_named(body))
        if isinstance(event, ResyncJobs):
            ids = None if event.sync_all_open_jobs else event.external_job_posting_ids
            return Handled(outcome=resync.ask(delivery.connection_id, ids, delivery.last_received_at))
        if isinstance(event, StatusNotice):
            return Handled(outcome=told.take_in(delivery.connection_id, event, delivery.last_received_at))
        if isinstance(event, OtherEvent):
            return Handled()
        return _integration_changed(delivery, event)


def _seen_notice(notice: StatusNotice) -> Seen:
    external_id = notice.external_job_posting_id.replace("\x00", "")
    said = {
        "externalJobId": external_id,
        "listingStatus": notice.listing_status,
        "linkedInApplyStatus": notice.linked_in_apply_status,
        "promotionStatus": notice.promotion_status,
    }
    shown = {name: value.replace("\x00", "")[:200] for name, value in said.items() if value}
    return Seen(external_id, {"type": "JOB_POSTING_STATUS", **shown}, about=external_id)


def _must_be_ours(named: str) -> None:
    connection = connections.current()
    own = application_number(connection.application) if connection else ""
    if named and own and named != own:
        words = "This event is about another LinkedIn application than this company’s."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="another_application"))


def _integration_changed(delivery: Delivery, event: PushEvent) -> Handled:
    """LinkedIn is asked what changed, once for each request id."""
    handled = Delivery.objects.filter(source=delivery.source, external_id=event.request_id).exclude(handled_at=None)
    if handled.filter(connection_id=delivery.connection_id).exists():
        return Handled(duplicate=True, outcome="This change was looked up already.")
    integrations.look_up(delivery.connection_id, event.request_id)
    return Handled(outcome="LinkedIn is asked what changed.")
