"""Comparisons as rows: one at a time, carried on page by page, ended with what is new, what stays and what is gone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import connections
from isthmus.bridge.models import ReconcileGap, ReconcileRun, RunState
from isthmus.bridge.reconcile import LANE, RESOURCES, STREAM, kinds
from isthmus.bridge.reconcile.pages import Found, Page
from isthmus.store import tenancy
from isthmus.sync import appointments, freshness, issues

DRIFT_AFTER = 2
AT_ONCE = 200
KEPT_RUNS = 100
WHAT_TO_DO = "Repair it under Activity → Reconcile. If it comes back after that, report it to Isthmus’s developers."


def ask(resources: Collection[str] = ()) -> ReconcileRun:
    """Have the acting company compared now; a comparison under way is the answer to that too.

    Raises IsthmusError (rejected) without a connection, and for a resource that is not known.
    """
    connection = connections.current()
    if connection is None:
        raise _refused("LinkedIn is not connected: there is nothing to compare with.", "not_connected")
    if unknown := [one for one in resources if one not in RESOURCES]:
        raise _refused(f"There is no such resource: {', '.join(unknown)[:100]}.", "unknown_resource")
    run = begin(connection.id, resources, asked_by=tenancy.current().user_id)
    appointments.no_later_than(connection.id, LANE, now())
    return run


def begin(connection_id: UUID, resources: Collection[str] = (), *, asked_by: UUID | None = None) -> ReconcileRun:
    """The comparison under way, or a new one of these resources (of all when none is named)."""
    chosen = [one for one in RESOURCES if not resources or one in resources]
    run: ReconcileRun
    run, _ = ReconcileRun.objects.get_or_create(
        ended_at=None, defaults={"connection_id": connection_id, "resources": chosen, "asked_by": asked_by}
    )
    return run


def under_way() -> ReconcileRun | None:
    """The acting company's comparison that has not ended."""
    found: ReconcileRun | None = ReconcileRun.objects.filter(ended_at=None).first()
    return found


def recent(count: int = 10) -> list[ReconcileRun]:
    """The latest comparisons, newest first."""
    return list(ReconcileRun.objects.order_by("-began_at", "-id")[:count])


def open_gaps(resources: Collection[str] = RESOURCES) -> "QuerySet[ReconcileGap]":
    """The acting company's gaps that the last comparison of their resource found."""
    found: QuerySet[ReconcileGap] = ReconcileGap.objects.filter(settled_at=None, resource__in=list(resources))
    return found


def counts() -> Mapping[str, int]:
    """How many gaps of each kind are open."""
    counted = open_gaps().order_by().values_list("kind").annotate(found=Count("id"))
    return {kind: found for kind, found in counted if kind in kinds.KINDS}


def record(run: ReconcileRun, page: Page, *, resource: str, asked: int = 0) -> None:
    """Keep what a page held and where the comparison goes on, in one transaction with each other."""
    for found in page.found:
        _keep(run, found)
    run.looked = {**run.looked, resource: run.looked.get(resource, 0) + page.looked}
    run.asked += asked
    run.after = page.after
    run.step += page.after is None
    run.waits_until = None
    run.save()


def end_some(run: ReconcileRun) -> bool:
    """Settle what was not found any more, and make issues of what stays; a piece at a time. Whether that is all."""
    gone = list(_gone(run)[:AT_ONCE])
    if gone:
        for gap in gone:
            issues.settle(_fingerprint(gap))
        ReconcileGap.objects.filter(id__in=[gap.id for gap in gone]).update(settled_at=now())
        run.settled += len(gone)
        run.save(update_fields=["settled"])
        return False
    return not _announce_some(run)


def end(run: ReconcileRun) -> None:
    """The comparison is over."""
    run.state, run.ended_at, run.waits_until = RunState.DONE, now(), None
    run.found = ReconcileGap.objects.filter(last_run_id=run.id).count()
    run.save()
    freshness.worked(run.connection_id, STREAM, count=0)
    old = ReconcileRun.objects.order_by("-began_at").values_list("id", flat=True)[KEPT_RUNS:]
    ReconcileRun.objects.filter(id__in=list(old)).delete()


def _keep(run: ReconcileRun, found: Found) -> None:
    present = now()
    kind = kinds.KINDS[found.kind]
    fields: dict[str, object] = {
        "name": found.name.replace("\x00", "")[:300],
        "owner": found.owner or kind.owner.value,
        "detail": found.detail,
        "since": found.since,
        "last_seen_at": present,
    }
    gap, is_new = ReconcileGap.objects.select_for_update().get_or_create(
        key=f"{found.kind}:{found.entity}:{found.entity_id}"[:200],
        defaults={
            **fields,
            "kind": found.kind,
            "resource": kind.resource,
            "entity": found.entity,
            "entity_id": found.entity_id,
            "last_run_id": run.id,
        },
    )
    if is_new or gap.last_run_id == run.id:
        return
    fields |= {"last_run_id": run.id} | (_anew(present) if gap.settled_at is not None else {"times": gap.times + 1})
    ReconcileGap.objects.filter(id=gap.id).update(**fields)


def _anew(present: datetime) -> dict[str, object]:
    """A gap that was gone and is there again is a new one."""
    return {
        "first_seen_at": present,
        "times": 1,
        "settled_at": None,
        "repair_wanted_at": None,
        "repaired_at": None,
        "repair_why": "",
    }


def _gone(run: ReconcileRun) -> "QuerySet[ReconcileGap]":
    """Open gaps of what was looked at that this comparison did not find; what LinkedIn was not asked about stays."""
    found = open_gaps(run.resources).exclude(last_run_id=run.id)
    if run.not_asked:
        found = found.exclude(kind__in=[name for name, kind in kinds.KINDS.items() if kind.reads_back])
    return found.order_by("id")


def _announce_some(run: ReconcileRun) -> bool:
    """Open the issues of gaps that stay; returns whether there were any left to open."""
    rows = ReconcileGap.objects.filter(last_run_id=run.id, times__gte=DRIFT_AFTER).order_by("id")
    gaps = list((rows.filter(id__gt=run.after) if run.after else rows)[:AT_ONCE])
    for gap in gaps:
        cause = issues.Cause(_fingerprint(gap), WHAT_TO_DO, "retry", "gap", gap.id, f"reconcile:{gap.kind}")
        failure = Failure(Kind(gap.owner), kinds.KINDS[gap.kind].cause, code=f"reconcile:{gap.kind}")
        issues.raise_issue(cause, failure, title=kinds.KINDS[gap.kind].title)
        run.after = gap.id
    run.save(update_fields=["after"])
    return bool(gaps)


def _fingerprint(gap: ReconcileGap) -> str:
    return f"reconcile:{gap.key}"


def _refused(words: str, code: str) -> IsthmusError:
    return IsthmusError(Failure(Kind.REJECTED, words, code=code))
