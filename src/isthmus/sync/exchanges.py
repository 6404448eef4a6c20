"""One row per call to the other system: what for, how many records, the answer, how long; never what was in it."""

from dataclasses import dataclass
from uuid import UUID

from isthmus.base import tallies
from isthmus.base.failures import Kind
from isthmus.sync.models import Exchange


@dataclass(frozen=True)
class Call:
    """One finished call; `status` is 0 when no answer came."""

    operation: str
    items: int
    status: int
    milliseconds: int
    request_id: str = ""
    failure_kind: Kind | None = None


def record(connection_id: UUID, call: Call) -> None:
    """Remember the call for the Activity page of the acting company, and count it."""
    tallies.CALLS.labels(call.operation, tallies.answer_class(call.status)).inc()
    tallies.CALL_SECONDS.labels(call.operation).observe(call.milliseconds / 1000)
    Exchange.objects.create(
        connection_id=connection_id,
        operation=call.operation[:60],
        items=call.items,
        status=call.status,
        milliseconds=call.milliseconds,
        request_id=call.request_id[:120],
        failure_kind=call.failure_kind.value if call.failure_kind else "",
    )
