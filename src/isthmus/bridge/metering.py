"""Every call to LinkedIn is counted against its application's budget, and what is sent keeps to LinkedIn's limits.

Limits are per application. Each company has a child application, or one of its own, and so its own budgets: no company
waits for another. Calls of the shared parent application are few and without a published limit; they are only counted.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings

from isthmus.base.failures import Failure
from isthmus.bridge.models import Connection
from isthmus.linkedin import LARGEST_BATCH, Limit, limit_of
from isthmus.sync import budgets, holding
from isthmus.sync.budgets import Meter, Reading
from isthmus.sync.claiming import Pace
from isthmus.sync.models import Budget


@dataclass(frozen=True)
class Metering:
    """Counts the calls of one application over one connection; what LinkedIn's client calls a meter."""

    company_id: UUID
    connection_id: UUID
    application: str

    def begin(self, limit: Limit, items: int) -> str:
        name = budgets.take(self.company_id, self.counted_on(limit), items)
        holding.check()
        return name

    def end(self, limit: Limit, name: str, *, throttled: bool, retry_at: datetime | None) -> None:
        meter = self.counted_on(limit)
        budgets.ended(self.company_id, meter, name, throttled=throttled, closed_until=retry_at)

    def counted_on(self, limit: Limit) -> Meter:
        """The budget a call with this limit is counted in."""
        return Meter(self.connection_id, self.application, limit.resource, limit.scaled(settings.CONFIG.limit_share))


def of_child(connection: Connection) -> Metering:
    """Counts for the connection's own application."""
    return Metering(connection.company_id, connection.id, connection.client_id)


def of_parent(connection: Connection) -> Metering:
    """Counts what our parent application asks for this connection."""
    return Metering(connection.company_id, connection.id, settings.CONFIG.parent_client_id)


def pace(connection: Connection, resource: str) -> Pace:
    """What of a resource may be sent now, for the acting company."""
    meter = of_child(connection).counted_on(limit_of(resource))
    return Pace(budgets.permit(meter, batch=LARGEST_BATCH), partial(_waiting, meter))


def reading(connection: Connection, resource: str) -> Reading:
    """How much of one resource the acting company's connection has used."""
    return budgets.read(of_child(connection).counted_on(limit_of(resource)))


def readings(connection: Connection) -> list[Reading]:
    """How much of every resource it ever called the acting company's connection has used, most calls first."""
    names = Budget.objects.filter(connection_id=connection.id, application=connection.client_id)
    found = [reading(connection, name) for name in names.values_list("resource", flat=True)]
    return sorted(found, key=lambda one: (-one.requests, one.resource))


def _waiting(meter: Meter, until: datetime) -> Failure:
    return budgets.waiting(meter, until=until)
