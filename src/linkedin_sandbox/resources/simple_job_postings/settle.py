"""How a posting task ends once its time has come: in order per job, a few in one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from linkedin_sandbox import faults
from linkedin_sandbox.notifications import events, webhooks
from linkedin_sandbox.resources.simple_job_postings import effects, gists, locations, state, verdict
from linkedin_sandbox.resources.simple_job_postings.effects import Job
from linkedin_sandbox.resources.simple_job_postings.gists import Failure
from linkedin_sandbox.resources.simple_job_postings.turn import Turn
from linkedin_sandbox.tables import postings, tasks
from linkedin_sandbox.world import World

_OPERATION = "simpleJobPostings.batch_create"
_AT_ONCE = 500
_TOGETHER = 50

Row = dict[str, Any]


def settle_due(world: World, now: int) -> int:
    """End every task that is due and challenged; returns how many ended."""
    ended = 0
    with world.store.read() as conn:
        due = _due(conn, now)
    for start in range(0, len(due), _TOGETHER):
        with world.store.write() as conn:
            some = due[start : start + _TOGETHER]
            ended += _settle_some(Turn(conn, world, now, some), some)
            webhooks.drop_unused(conn)
    return ended


def _settle_some(at: Turn, due: list[Row]) -> int:
    ended = 0
    for task in due:
        if at.is_next(task):
            _settle(at, task)
            at.has_ended(task)
            ended += 1
    return ended


def expire_due(world: World, now: int) -> None:
    """Postings past their expiry are no longer listed."""
    with world.store.read() as conn:
        late = conn.execute(
            select(postings.c.id).where(postings.c.state == state.OPEN, postings.c.expire_at <= now).limit(1)
        ).first()
    if late:
        with world.store.write() as conn:
            query = update(postings).where(postings.c.state == state.OPEN, postings.c.expire_at <= now)
            conn.execute(query.values(state=state.EXPIRED))
            webhooks.drop_unused(conn)


def _due(conn: Connection, now: int) -> list[Row]:
    query = select(tasks).where(tasks.c.status == "IN_PROGRESS", tasks.c.due_at <= now, tasks.c.challenge != "pending")
    query = query.order_by(tasks.c.due_at, tasks.c.seq).limit(_AT_ONCE)
    return [dict(row) for row in conn.execute(query).mappings()]


def _settle(at: Turn, task: Row) -> None:
    if at.faults_ordered:
        processed = faults.take(at.conn, "task_processed", _OPERATION)
        if processed is not None:
            _end(at, task, "PROCESSED", error=processed.get("message"))
            return
    newest = at.newest_posting(task)
    standing = newest if newest and newest["state"] != state.CLOSED else None
    failed = _ordered_failure(at, task)
    if failed:
        _fail(at, task, standing, failed)
        return
    organization = at.organization(task["element"]) if task["operation"] in verdict.DESCRIBING else None
    if standing is None and _is_evaluated(at, task, organization):
        found = verdict.content_failure(task, None, organization, at.sieve, alternates=True)
        _end(at, task, "PROCESSED", gist=found.gist if found else None, error=found.message if found else None)
        return
    contract = at.contract(verdict.contract_number(task, standing))
    job = Job(task, organization["id"] if organization else 0, standing, contract)
    failed = _failure(at, job, organization, newest["closed_because"] if newest else "")
    if failed:
        _fail(at, task, standing, failed)
    else:
        _succeed(at, job)


def _fail(at: Turn, task: Row, standing: Row | None, failed: Failure) -> None:
    posting_id = standing["id"] if standing else None
    _end(at, task, "FAILED", gist=failed.gist, error=failed.message, posting_id=posting_id)


def _succeed(at: Turn, job: Job) -> None:
    posting_id = effects.EFFECTS[job.task["operation"]](at.conn, at.world, job, at.now)
    _end(at, job.task, "SUCCEEDED", posting_id=posting_id)
    if job.element.get("onsiteApplyConfiguration") and job.task["operation"] in verdict.DESCRIBING:
        posting = state.posting(at.conn, posting_id)
        if posting and posting["apply_status"] != "ENABLED":
            events.job_status_changed(at.conn, at.world, posting)


def _end(
    at: Turn,
    task: Row,
    status: str,
    *,
    gist: str | None = None,
    error: str | None = None,
    posting_id: int | None = None,
) -> None:
    state.finish_task(at.conn, task["seq"], status, gist=gist, error=error, posting_id=posting_id)
    if task["element"].get("alternateLocations"):
        locations.end(at.conn, task, status, error, at.sieve)


def _ordered_failure(at: Turn, task: Row) -> Failure | None:
    ordered = faults.take(at.conn, "task_fails", _OPERATION) if at.faults_ordered else None
    key = str(ordered.get("gist", "UNEXPECTED")) if ordered is not None else gists.magic(task["external_id"])
    if key is None:
        return None
    facts = {"external_id": task["external_id"], "location": task["element"].get("location", "")}
    return Failure(key if key in gists.GISTS else "UNEXPECTED", facts)


def _is_evaluated(at: Turn, task: Row, organization: Row | None) -> bool:
    """Whether LinkedIn only evaluates what is sent: the organization migrates, or the job itself was evaluated."""
    if organization is not None:
        return at.is_evaluated(task["app_id"], organization["id"])
    before = state.task_before(at.conn, task) if task["operation"] == "CLOSE" else None
    return before is not None and before["status"] == "PROCESSED"


def _failure(at: Turn, job: Job, organization: Row | None, closed_because: str) -> Failure | None:
    task, own_results = job.task, False
    found = verdict.operation_failure(job, closed_because)
    if found or task["operation"] not in verdict.DESCRIBING:
        return found or verdict.paid_failure(job, at.now)
    if task["challenge"] == "failed" and at.world.choices["challenge_failure_at_posting"] == "task_failed":
        return Failure("CHALLENGE_FAILED")
    if task["element"].get("alternateLocations"):
        own_results = locations.have_results(at.conn, task["urn"])
    found = verdict.content_failure(task, job, organization, at.sieve, alternates=not own_results)
    return found or verdict.paid_failure(job, at.now) or _duplicate(at, job)


def _duplicate(at: Turn, job: Job) -> Failure | None:
    rule = at.world.choices["duplicate_content"]
    if job.task["operation"] != "CREATE" or rule == "allowed":
        return None
    twin = state.twin(at.conn, job.element, job.organization_id)
    if twin is None:
        return None
    gist = "DUPLICATE_2009" if rule == "refused_2009" else "DUPLICATE_OF"
    return Failure(gist, {"url": f"{at.world.base_url}/jobs/view/{twin}"})
