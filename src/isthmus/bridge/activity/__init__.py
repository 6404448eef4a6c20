"""What came, what went and what waits between a company and LinkedIn, for the Activity screen and the API.

Of a delivery only the visible copy is ever shown; the sealed original, and with it self-identification, is not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from isthmus.bridge.activity import lines
from isthmus.bridge.activity.lines import Row
from isthmus.bridge.activity.retrying import retry
from isthmus.bridge.apply_connect import LIFECYCLE, MEDIA
from isthmus.bridge.postings import RESOURCE
from isthmus.hiring import paging
from isthmus.hiring.paging import Page
from isthmus.sync.models import Delivery, Exchange, Issue, Mirror, Outbox, Retrieval

__all__ = ["KINDS", "DeliveryDetail", "Row", "delivery_detail", "page", "retry"]

KINDS = ("deliveries", "postings", "facts", "files", "calls", "issues")
PAGE = 50


@dataclass(frozen=True)
class DeliveryDetail:
    """One delivery as it may be shown: known members only."""

    row: Row
    visible: Mapping[str, Any]
    external_id: str
    genuine: bool
    size: int
    times_received: int
    received_at: datetime
    last_received_at: datetime
    handled_at: datetime | None
    application_id: UUID | None


def page(kind: str, after: str | None = None, *, state: str = "", limit: int = PAGE) -> Page[Row]:
    """One page of a kind, newest first. Raises KeyError for an unknown kind, Refused for an `after` not of ours."""
    listing = _LISTINGS[kind]
    found = listing.rows()
    if state:
        found = found.filter(**{listing.state_column: state})
    rows, following = paging.newest_first(found, listing.column, after, paging.size(limit))
    return Page(listing.shown(rows), following)


def delivery_detail(delivery_id: UUID) -> DeliveryDetail:
    """One delivery. Raises Delivery.DoesNotExist for another company's."""
    delivery = Delivery.objects.get(id=delivery_id)
    (row,) = lines.of_deliveries([delivery])
    return DeliveryDetail(
        row=row,
        visible=delivery.visible,
        external_id=delivery.external_id,
        genuine=delivery.genuine,
        size=delivery.size,
        times_received=delivery.times_received,
        received_at=delivery.received_at,
        last_received_at=delivery.last_received_at,
        handled_at=delivery.handled_at,
        application_id=delivery.result_id,
    )


@dataclass(frozen=True)
class _Listing:
    """How a kind is read: its rows, the column of their order, and how they are shown."""

    rows: Callable[[], Any]
    column: str
    shown: Callable[[Any], list[Row]]
    state_column: str = "state"


_LISTINGS = {
    "deliveries": _Listing(lambda: Delivery.objects.all(), "received_at", lines.of_deliveries),
    "postings": _Listing(lambda: Mirror.objects.filter(resource=RESOURCE), "marked_at", lines.of_postings),
    "facts": _Listing(lambda: Outbox.objects.filter(resource=LIFECYCLE), "created_at", lines.of_facts),
    "files": _Listing(lambda: Retrieval.objects.filter(resource=MEDIA), "created_at", lines.of_files),
    "calls": _Listing(lambda: Exchange.objects.all(), "at", lines.of_calls, "failure_kind"),
    "issues": _Listing(lambda: Issue.objects.all(), "last_seen_at", lines.of_issues),
}
