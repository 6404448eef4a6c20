"""What came in from LinkedIn, over the API: each delivery and its visible copy."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from isthmus.api.v1.paging import Page, cut
from isthmus.api.v1.sections import Section, holder_of, key_id
from isthmus.api.v1.shapes import shape
from isthmus.store import audit
from isthmus.sync.models import Delivery

section = Section("deliveries")

State = Literal["received", "done", "duplicate", "waiting", "kept", "failed", "refused"]


class DeliveryOut(Schema):
    """One inbound request, stored as received."""

    id: UUID
    source: str = Field(description="Who sends to this kind of address.")
    state: State = Field(description="`failed` needs a person; `refused` had no valid signature.")
    genuine: bool = Field(description="Whether its signature was right.")
    external_id: str = Field(description="The sender's id of what it is about.")
    result_id: UUID | None = Field(description="The record it led to, such as an application.")
    size: int = Field(description="In bytes.")
    times_received: int = Field(description="How often the very same body came.")
    received_at: datetime
    last_received_at: datetime
    handled_at: datetime | None
    attempts: int = Field(description="How often handling it failed.")
    next_attempt_at: datetime | None
    failure_kind: str = Field(description="One of the five kinds, or empty.")
    failure_message: str


class DeliveryWhole(DeliveryOut):
    """A delivery with the copy of it that may be shown."""

    visible: dict[str, Any] | None = Field(
        description="The members Isthmus knows, without anything private. Null for a key without `candidates:read`."
    )


class DeliveryPage(Schema):
    """One page of deliveries, newest first."""

    items: list[DeliveryOut]
    next: UUID | None = Field(description="Give it as `after` for the next page; null on the last.")


class DeliveryFilters(Page):
    """Which deliveries."""

    state: State | None = Field(None, description="Only deliveries in this state.")


@section.get("", scope="sync:read", answer=DeliveryPage)
def list_deliveries(request: HttpRequest, filters: Query[DeliveryFilters]) -> DeliveryPage:
    """List what came in, newest first."""
    rows = Delivery.objects.defer("sealed_body", "visible")
    if filters.state is not None:
        rows = rows.filter(state=filters.state)
    items, after = cut(rows, filters, delivery_shape)
    return DeliveryPage(items=items, next=after)


@section.get("/{delivery_id}", scope="sync:read", answer=DeliveryWhole)
def get_delivery(request: HttpRequest, delivery_id: UUID) -> DeliveryWhole:
    """Read a delivery and its visible copy."""
    delivery = Delivery.objects.defer("sealed_body").get(id=delivery_id)
    may_see = "candidates:read" in holder_of(request).scopes
    if may_see:
        audit.record("read", "delivery", delivery.id, fields=["visible"], api_key_id=key_id(request))
    return shape(DeliveryWhole, delivery, visible=delivery.visible if may_see else None)


def delivery_shape(delivery: Delivery) -> DeliveryOut:
    """A delivery as it appears in lists."""
    return shape(DeliveryOut, delivery)
