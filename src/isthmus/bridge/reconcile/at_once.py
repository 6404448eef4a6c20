"""One comparison from beginning to end in this process, for an operator who waits for it."""

import time
from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import connections
from isthmus.bridge.models import ReconcileGap, ReconcileRun
from isthmus.bridge.reconcile import LANE, kinds, repair, runs
from isthmus.store.tenancy import acting_for
from isthmus.sync import lanes

LOOK_AGAIN_SECONDS = 0.5
MOST_LOOKS = 7200


def compare(company_id: UUID, resources: Collection[str] = (), *, repair_all: bool) -> dict[str, Any]:
    """Compare the company, in all or in these resources, and carry the repairs out when told to.

    Returns what was found there, without anybody's data. A worker that is at it already is waited for, and what it
    compares is what is told. Raises IsthmusError without a connection, or when it must wait.
    """
    with acting_for(company_id, cause=LANE):
        run = runs.ask(resources)
        connection = connections.current()
    assert connection is not None
    _until_it_ended(company_id, connection.id, run)
    with acting_for(company_id, cause=LANE):
        found = runs.open_gaps(run.resources)
        gaps = [_told(gap) for gap in found.order_by("kind", "since", "id")]
        to_repair = repair.ask_these(found) if repair_all else 0
    if to_repair:
        _until(lambda: _is_repaired(company_id), company_id, connection.id)
    with acting_for(company_id, cause=LANE):
        failed = runs.open_gaps(run.resources).exclude(repair_why="").count()
    return {
        "looked": run.looked,
        "asked": run.asked,
        "not_asked": run.not_asked,
        "gaps": gaps,
        "repaired": to_repair - failed if to_repair else 0,
    }


def _until_it_ended(company_id: UUID, connection_id: UUID, run: ReconcileRun) -> None:
    def is_over() -> bool:
        with acting_for(company_id, cause=LANE):
            run.refresh_from_db()
        if run.ended_at is None and run.waits_until is not None:
            words = f"LinkedIn's limit has no room until {run.waits_until:%H:%M} UTC; a worker goes on with it then."
            raise IsthmusError(Failure(Kind.THROTTLED, words, code="budget", retry_at=run.waits_until))
        return run.ended_at is not None

    _until(is_over, company_id, connection_id)


def _is_repaired(company_id: UUID) -> bool:
    with acting_for(company_id, cause=LANE):
        return not repair.wanted().exists()


def _until(is_over: Callable[[], bool], company_id: UUID, connection_id: UUID) -> None:
    """Run the lane here until that is so; while a worker runs it, wait."""
    for _ in range(MOST_LOOKS):
        if not lanes.run(company_id, connection_id, LANE):
            time.sleep(LOOK_AGAIN_SECONDS)
        if is_over():
            return
    raise IsthmusError(Failure(Kind.TRANSIENT, "The comparison takes very long; look under Activity.", code="slow"))


def _told(gap: ReconcileGap) -> dict[str, Any]:
    return {
        "kind": gap.kind,
        "title": kinds.title(gap.kind),
        "cause": kinds.cause(gap.kind),
        "resource": gap.resource,
        "name": gap.name,
        "entity": gap.entity,
        "entity_id": str(gap.entity_id),
        "owner": gap.owner,
        "detail": gap.detail,
        "since": gap.since.isoformat() if gap.since else "",
        "times": gap.times,
    }
