"""What came, what went and what waits between a company and LinkedIn, for the Activity screen and the API.

Of a delivery only the visible copy is ever shown; the sealed original, and with it self-identification, is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from isthmus.bridge.activity import lines
from isthmus.bridge.activity.lines import Row
from isthmus.bridge.activity.retrying import retry
from isthmus.bridge.activity.searching import FAILURES, LISTINGS, Asked
from isthmus.hiring import paging
from isthmus.hiring.paging import Page
from isthmus.sync.models import Delivery

__all__ = [
    "FAILURES",
    "KINDS",
    "Asked",
    "DeliveryDetail",
    "Row",
    "delivery_detail",
    "hits",
    "line",
    "page",
    "retry",
    "states",
]

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


def page(
    kind: str, after: str | None = None, *, state: str = "", asked: Asked | None = None, limit: int = PAGE
) -> Page[Row]:
    """One page of a kind, newest first. Raises KeyError for an unknown kind, Refused for an `after` not of ours."""
    listing = LISTINGS[kind]
    found = listing.found(asked or Asked(state=state))
    rows, following = paging.newest_first(found, listing.column, after, paging.size(limit))
    return Page(listing.shown(rows), following)


def hits(query: str) -> dict[str, int]:
    """How many lines of each kind bear this id, at most a page of each."""
    asked = Asked(query=query)
    return {kind: listing.found(asked)[:PAGE].count() for kind, listing in LISTINGS.items()}


def states(kind: str) -> Mapping[str, str]:
    """The states a line of this kind can be in, in words; none for calls. Raises KeyError for an unknown kind."""
    return LISTINGS[kind].states


def line(kind: str, row_id: UUID) -> Row:
    """One line. Raises KeyError for an unknown kind, ObjectDoesNotExist for another company's."""
    listing = LISTINGS[kind]
    (row,) = listing.shown([listing.rows().get(id=row_id)])
    return row


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
