"""Compares what LinkedIn delivered with what came of it; LinkedIn has no door for reading applications."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from isthmus.bridge import connections
from isthmus.bridge.reconcile.pages import SIZE, Found, Page, Scene, page_of
from isthmus.hiring.models import Application
from isthmus.sync import issues
from isthmus.sync.inbox import PROCESSABLE
from isthmus.sync.models import Delivery, DeliveryState

ENTITY = "delivery"


def unhandled(scene: Scene, after: UUID | None) -> Page:
    """Deliveries that should have been handled by now, or failed without anybody being told."""
    overdue = Q(state__in=PROCESSABLE) & (Q(next_attempt_at__lt=scene.due_before) | Q(next_attempt_at=None))
    old_enough = Q(received_at__lt=scene.due_before)
    rows = Delivery.objects.filter((overdue & old_enough) | Q(state=DeliveryState.FAILED), genuine=True)
    rows = rows.defer("sealed_body", "visible").order_by("id")
    deliveries = list((rows.filter(id__gt=after) if after else rows)[:SIZE])
    found = [one for delivery in deliveries if (one := _found(delivery)) is not None]
    looked = Delivery.objects.filter(genuine=True).count() if after is None else 0
    return page_of(found, [delivery.id for delivery in deliveries], looked=looked)


def missing(scene: Scene, after: UUID | None) -> Page:
    """Deliveries of applications that were handled, whose application is not here."""
    here = Application.objects.filter(id=OuterRef("result_id"))
    handled = Delivery.objects.filter(
        ~Exists(here), source=connections.SOURCE, genuine=True, state=DeliveryState.DONE, result_id__isnull=False
    )
    rows = handled.filter(handled_at__lt=scene.settled_before).defer("sealed_body", "visible").order_by("id")
    deliveries = list((rows.filter(id__gt=after) if after else rows)[:SIZE])
    found = [
        Found("application_missing", ENTITY, delivery.id, delivery.external_id, delivery.handled_at)
        for delivery in deliveries
    ]
    return page_of(found, [delivery.id for delivery in deliveries], looked=0)


def _found(delivery: Delivery) -> Found | None:
    if delivery.state != DeliveryState.FAILED:
        owner = delivery.failure_kind
        since = delivery.next_attempt_at or delivery.received_at
        return Found("unhandled", ENTITY, delivery.id, delivery.external_id, since, delivery.failure_message, owner)
    if issues.is_open(f"delivery:{delivery.id}"):
        return None
    words, owner = delivery.failure_message, delivery.failure_kind
    return Found("delivery_unseen", ENTITY, delivery.id, delivery.external_id, delivery.last_received_at, words, owner)
