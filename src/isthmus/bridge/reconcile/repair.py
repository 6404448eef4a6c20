"""What closes a gap: the same work the change itself would have led to, through the usual lanes and under their keys.

A repair marks, hurries or puts down; what leaves, leaves by the lane whose work it is, within its limits, and never
while outflow is stopped. Repairing twice is like repairing once.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import connections, integrations
from isthmus.bridge.apply_connect import LIFECYCLE_LANE, rereading
from isthmus.bridge.apply_connect import facts as told
from isthmus.bridge.models import Connection, Integration, ReconcileGap
from isthmus.bridge.postings import MIRROR_LANE, POLL_LANE, RESOURCE, plan
from isthmus.bridge.reconcile import LANE, applications, facts, files, integration, kinds
from isthmus.hiring.models import ApplicationView, Decision, FileDownload
from isthmus.store import audit, tenancy
from isthmus.store.tenancy import acting_for
from isthmus.sync import appointments, inbox, lanes, mirror, outbox, retrieval
from isthmus.sync.models import Delivery, DeliveryState, Mirror, Outbox, Retrieval
from isthmus.sync.notice import nudge
from isthmus.sync.pacing import Urgency

GONE = "The record is not here any more; the next comparison finds that out."


def ask(gap_id: UUID) -> None:
    """Repair one gap of the acting company within moments. Raises ReconcileGap.DoesNotExist for another's."""
    gap = ReconcileGap.objects.get(id=gap_id)
    _ask(ReconcileGap.objects.filter(id=gap.id, settled_at=None))


def ask_all(kind: str) -> int:
    """Repair every open gap of a kind, of all kinds when it is empty. Returns how many. IsthmusError when unknown."""
    if kind and kind not in kinds.KINDS:
        raise IsthmusError(Failure(Kind.REJECTED, "There is no such kind of gap.", code="unknown_kind"))
    found = ReconcileGap.objects.filter(settled_at=None)
    return ask_these(found.filter(kind=kind) if kind else found)


def ask_these(gaps: "QuerySet[ReconcileGap]") -> int:
    """Repair all of these but those that wait for it already. Returns how many."""
    return _ask(gaps.filter(repair_wanted_at=None))


def wanted() -> "QuerySet[ReconcileGap]":
    """The acting company's gaps that wait to be repaired, in the order they were asked for."""
    found: QuerySet[ReconcileGap] = ReconcileGap.objects.filter(settled_at=None, repair_wanted_at__isnull=False)
    return found.order_by("repair_wanted_at", "id")


def carry_out(company_id: UUID, gap_id: UUID) -> None:
    """Repair one gap, and note that it was done or why it could not be. Call outside a transaction."""
    try:
        with acting_for(company_id, cause=f"{LANE}:{gap_id}"):
            gap = ReconcileGap.objects.select_for_update().get(id=gap_id)
            connection = connections.current()
            if connection is None:
                raise IsthmusError(Failure(Kind.REJECTED, "LinkedIn is not connected.", code="not_connected"))
            before = _stands(gap)
            _REPAIRS[gap.kind](connection, gap)
            _note("repaired", gap, f"before: {before}", f"after: {_stands(gap)}")
            gap.repair_wanted_at, gap.repaired_at, gap.repair_why = None, now(), ""
            gap.save(update_fields=["repair_wanted_at", "repaired_at", "repair_why"])
    except IsthmusError as error:
        give_up(company_id, gap_id, error.failure.message)
    except ObjectDoesNotExist:
        give_up(company_id, gap_id, GONE)


def give_up(company_id: UUID, gap_id: UUID, why: str) -> None:
    """It cannot be repaired so; say why."""
    with acting_for(company_id, cause=f"{LANE}:{gap_id}"):
        gap = ReconcileGap.objects.select_for_update().get(id=gap_id)
        _note("not_repaired", gap, f"why: {why}")
        gap.repair_wanted_at, gap.repair_why = None, why
        gap.save(update_fields=["repair_wanted_at", "repair_why"])


def _ask(gaps: "QuerySet[ReconcileGap]") -> int:
    connection = connections.current()
    count = gaps.update(repair_wanted_at=now(), repair_wanted_by=tenancy.current().user_id, repair_why="")
    if count and connection is not None:
        appointments.no_later_than(connection.id, LANE, now())
    return count


def _send(connection: Connection, gap: ReconcileGap) -> None:
    external_id = plan.external_id_of(gap.entity_id)
    mirror.mark(connection.id, RESOURCE, gap.entity_id, external_id, urgency=Urgency.SOON)
    lanes.hurry(connection.id, MIRROR_LANE)


def _send_all_the_same(connection: Connection, gap: ReconcileGap) -> None:
    """Also an equal body: LinkedIn has lost what it accepted."""
    mirror.mark_known(connection.id, RESOURCE, [gap.entity_id], force=True, urgency=Urgency.SOON)
    lanes.hurry(connection.id, MIRROR_LANE)


def _close(connection: Connection, gap: ReconcileGap) -> None:
    mirror.is_there(connection.id, RESOURCE, gap.entity_id)
    _send(connection, gap)


def _hurry(connection: Connection, gap: ReconcileGap) -> None:
    """Due at once, whatever its lane rests for; what an admin stopped stays stopped."""
    for lane in (MIRROR_LANE, POLL_LANE):
        lanes.wake(connection.id, lane)
    mirror.hurry(connection.id, RESOURCE, gap.entity_id)


def _look_again(connection: Connection, gap: ReconcileGap) -> None:
    Mirror.objects.filter(connection_id=connection.id, resource=RESOURCE, entity_id=gap.entity_id).update(
        next_poll_at=now()
    )
    nudge()


def _handle(connection: Connection, gap: ReconcileGap) -> None:
    delivery = Delivery.objects.get(id=gap.entity_id)
    if delivery.state == DeliveryState.RECEIVED:
        inbox.hurry_one(delivery.id)
    else:
        inbox.replay(delivery.id)


def _tell(connection: Connection, gap: ReconcileGap) -> None:
    lanes.wake(connection.id, LIFECYCLE_LANE)
    outbox.hurry(gap.entity_id)


def _put_down(connection: Connection, gap: ReconcileGap) -> None:
    again = {facts.VIEW: told.viewed, facts.DOWNLOAD: told.downloaded, facts.DECISION: told.decided}[gap.entity]
    again(connection, gap.entity_id)


def _fetch(connection: Connection, gap: ReconcileGap) -> None:
    rereading.expect_again(gap.entity_id)
    row_id = Retrieval.objects.values_list("id", flat=True).get(target_id=gap.entity_id)
    retrieval.again(row_id)


def _ask_again(connection: Connection, gap: ReconcileGap) -> None:
    integrations.ask_now(connection.id)


def _note(action: str, gap: ReconcileGap, *said: str) -> None:
    """The audit says who had which record repaired, of which gap, and what that changed."""
    with acting_for(gap.company_id, user_id=gap.repair_wanted_by, cause=f"{LANE}:{gap.id}"):
        audit.record(action, gap.entity, gap.entity_id, fields=[f"gap: {gap.kind}", *said])


def _stands(gap: ReconcileGap) -> str:
    """How the work on the gap's record stands: its state, and when it is due; “nothing” when none is put down."""
    if gap.entity in _DONE_HERE:
        application_id = _DONE_HERE[gap.entity].objects.filter(id=gap.entity_id).values("application_id")
        return f"{Outbox.objects.filter(subject_id__in=application_id).count()} facts put down"
    model, column, moments = _WORK[gap.entity]
    row = model.objects.filter(**{column: gap.entity_id}).values("state", *moments).first()
    if row is None:
        return "nothing"
    due = min((moment for name in moments if (moment := row[name])), default=None)
    return f"{row['state']}, due {due.isoformat(timespec='seconds')}" if due else str(row["state"])


_DONE_HERE: Mapping[str, Any] = {facts.VIEW: ApplicationView, facts.DOWNLOAD: FileDownload, facts.DECISION: Decision}
_WORK: Mapping[str, tuple[Any, str, tuple[str, ...]]] = {
    RESOURCE: (Mirror, "entity_id", ("next_attempt_at", "next_poll_at")),
    applications.ENTITY: (Delivery, "id", ("next_attempt_at",)),
    facts.ENTITY: (Outbox, "id", ("next_attempt_at",)),
    files.ENTITY: (Retrieval, "target_id", ("next_attempt_at",)),
    integration.ENTITY: (Integration, "id", ()),
}

_REPAIRS: Mapping[str, Callable[[Connection, ReconcileGap], None]] = {
    "unmarked": _send,
    "changed": _send,
    "not_sent": _send,
    "not_closed": _send,
    "stuck": _hurry,
    "refused_unseen": _send_all_the_same,
    "gone_there": _send_all_the_same,
    "live_there": _close,
    "status_differs": _look_again,
    "unhandled": _handle,
    "delivery_unseen": _handle,
    "application_missing": _handle,
    "untold": _tell,
    "fact_unseen": _tell,
    "never_told": _put_down,
    "never_fetched": _fetch,
    "fetch_overdue": _fetch,
    "file_unseen": _fetch,
    "content_missing": _fetch,
    "task_over": _look_again,
    "integration_differs": _ask_again,
}
