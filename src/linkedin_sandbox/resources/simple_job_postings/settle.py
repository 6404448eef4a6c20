"""How a posting task ends once its time has come: in order per job, a few in one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from linkedin_sandbox import faults
from linkedin_sandbox.notifications import events, webhooks
from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.simple_job_postings import effects, gists, locations, state, verdict
from linkedin_sandbox.resources.simple_job_postings.content import Sieve
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
            group = due[start : start + _TOGETHER]
            turn = Turn(conn, group)
            ended += sum(_settle_in_turn(turn, world, row, now) for row in group)
            webhooks.drop_unused(conn)
    return ended


def _settle_in_turn(turn: Turn, world: World, task: Row, now: int) -> bool:
    is_next = turn.is_next(task)
    if is_next:
        _settle(turn, world, task, now)
        turn.has_ended(task)
    return is_next


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


def _settle(turn: Turn, world: World, task: Row, now: int) -> None:
    conn = turn.conn
    if turn.faults_ordered:
        processed = faults.take(conn, "task_processed", _OPERATION)
        if processed is not None:
            _end(conn, world, task, "PROCESSED", error=processed.get("message"))
            return
    standing = state.open_posting(conn, task["app_id"], task["external_id"])
    failed = _ordered_failure(turn, task)
    if failed:
        _fail(conn, world, task, standing, failed)
        return
    organization = turn.organization(task["element"]) if task["operation"] in verdict.DESCRIBING else None
    if standing is None and _is_evaluated(turn, task, organization):
        found = verdict.content_failure(task, None, organization, sieve(world), alternates=True)
        _end(conn, world, task, "PROCESSED", gist=found.gist if found else None, error=found.message if found else None)
        return
    job = Job(task, organization["id"] if organization else 0, standing, _contract(conn, task, standing))
    failed = _failure(conn, world, job, organization, now)
    if failed:
        _fail(conn, world, task, standing, failed)
    else:
        _succeed(conn, world, job, now)


def _fail(conn: Connection, world: World, task: Row, standing: Row | None, failed: Failure) -> None:
    posting_id = standing["id"] if standing else None
    _end(conn, world, task, "FAILED", gist=failed.gist, error=failed.message, posting_id=posting_id)


def _succeed(conn: Connection, world: World, job: Job, now: int) -> None:
    posting_id = effects.EFFECTS[job.task["operation"]](conn, world, job, now)
    _end(conn, world, job.task, "SUCCEEDED", posting_id=posting_id)
    if job.element.get("onsiteApplyConfiguration") and job.task["operation"] in verdict.DESCRIBING:
        posting = state.posting(conn, posting_id)
        if posting and posting["apply_status"] != "ENABLED":
            events.job_status_changed(conn, world, posting)


def _end(
    conn: Connection,
    world: World,
    task: Row,
    status: str,
    *,
    gist: str | None = None,
    error: str | None = None,
    posting_id: int | None = None,
) -> None:
    state.finish_task(conn, task["seq"], status, gist=gist, error=error, posting_id=posting_id)
    if task["element"].get("alternateLocations"):
        locations.end(conn, task, status, error, sieve(world))


def sieve(world: World) -> Sieve:
    """What the field processors are set to."""
    return Sieve(
        world.choices["blocked_countries"],
        world.choices["description_counts"] == "text",
        world.settings.callback_http_ok,
    )


def _ordered_failure(turn: Turn, task: Row) -> Failure | None:
    ordered = faults.take(turn.conn, "task_fails", _OPERATION) if turn.faults_ordered else None
    key = str(ordered.get("gist", "UNEXPECTED")) if ordered is not None else gists.magic(task["external_id"])
    if key is None:
        return None
    facts = {"external_id": task["external_id"], "location": task["element"].get("location", "")}
    return Failure(key if key in gists.GISTS else "UNEXPECTED", facts)


def _is_evaluated(turn: Turn, task: Row, organization: Row | None) -> bool:
    """Whether LinkedIn only evaluates what is sent: the organization migrates, or the job itself was evaluated."""
    if organization is not None:
        return turn.is_evaluated(task["app_id"], organization["id"])
    before = state.task_before(turn.conn, task)
    return task["operation"] == "CLOSE" and before is not None and before["status"] == "PROCESSED"


def _contract(conn: Connection, task: Row, standing: Row | None) -> Row | None:
    number = verdict.contract_number(task, standing)
    return contracts.get(conn, number) if number is not None else None


def _failure(conn: Connection, world: World, job: Job, organization: Row | None, now: int) -> Failure | None:
    task, own_results = job.task, False
    if task["element"].get("alternateLocations"):
        own_results = locations.have_results(conn, task["urn"])
    before = state.latest_posting(conn, task["app_id"], task["external_id"]) if job.standing is None else None
    found = verdict.operation_failure(job, before["closed_because"] if before else "")
    if found or task["operation"] not in verdict.DESCRIBING:
        return found or verdict.paid_failure(job, now)
    if task["challenge"] == "failed" and world.choices["challenge_failure_at_posting"] == "task_failed":
        return Failure("CHALLENGE_FAILED")
    found = verdict.content_failure(task, job, organization, sieve(world), alternates=not own_results)
    return found or verdict.paid_failure(job, now) or _duplicate(conn, world, job)


def _duplicate(conn: Connection, world: World, job: Job) -> Failure | None:
    rule = world.choices["duplicate_content"]
    if job.task["operation"] != "CREATE" or rule == "allowed":
        return None
    twin = state.twin(conn, job.element, job.organization_id)
    if twin is None:
        return None
    gist = "DUPLICATE_2009" if rule == "refused_2009" else "DUPLICATE_OF"
    return Failure(gist, {"url": f"{world.base_url}/jobs/view/{twin}"})
