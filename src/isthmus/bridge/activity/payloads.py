"""What a line of Activity carried: the visible copy of what came, the body we sent, the fact we told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge.activity import masking
from isthmus.bridge.activity.masking import Rules
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.postings import RESOURCE
from isthmus.store import audit
from isthmus.sync import rows
from isthmus.sync.models import Delivery, Mirror, Outbox

KINDS = ("deliveries", "postings", "facts")


@dataclass(frozen=True)
class Payload:
    """What passed, by part (`came`, `sent`, `accepted`, `told`), and which of its fields are personal."""

    parts: Mapping[str, Any]
    rules: Rules
    entity: str
    sealed: frozenset[str] = field(default_factory=frozenset)

    def shown(self, *, personal: bool) -> dict[str, Any]:
        """The parts for a reader; with personal data only for one who may see it."""
        return {name: part if personal else masking.masked(part, self.rules) for name, part in self.parts.items()}


def of(kind: str, row_id: UUID) -> Payload:
    """The payload of a line. Raises the row's DoesNotExist, IsthmusError (rejected) for a kind that has none."""
    read = _READERS.get(kind)
    if read is None:
        raise IsthmusError(Failure(Kind.REJECTED, "This line carries nothing that is kept.", code="no_payload"))
    return read(row_id)


def record_look(kind: str, row_id: UUID, payload: Payload, action: str, *, personal: bool) -> None:
    """Write down who looked at a payload, or took it: `viewed`, `unsealed`, `unmasked`, `downloaded`."""
    fields = [*payload.parts, *(["personal"] if personal else [])]
    audit.record(action, payload.entity, row_id, fields=fields)


def _delivery(row_id: UUID) -> Payload:
    visible = Delivery.objects.values_list("visible", flat=True).get(id=row_id)
    return Payload({"came": visible}, masking.DELIVERY, "delivery")


def _posting(row_id: UUID) -> Payload:
    row = Mirror.objects.get(id=row_id, resource=RESOURCE)
    parts = {"sent": rows.body_of(row, "sealed_sent"), "accepted": rows.body_of(row, "sealed_accepted")}
    return Payload(parts, masking.POSTING, "posting", frozenset(parts))


def _fact(row_id: UUID) -> Payload:
    row = Outbox.objects.get(id=row_id, resource=LIFECYCLE)
    return Payload({"told": {"action": row.action, **row.body}}, masking.FACT, "fact")


_READERS: dict[str, Callable[[UUID], Payload]] = {"deliveries": _delivery, "postings": _posting, "facts": _fact}
