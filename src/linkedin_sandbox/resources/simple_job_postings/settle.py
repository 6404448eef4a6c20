"""How a posting task ends once its time has come: in order per job, a few in one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from linkedin_sandbox import faults
from linkedin_sandbox.clock import DAY_MS
from linkedin_sandbox.notifications import webhooks
from linkedin_sandbox.resources.simple_job_postings import fields, gists, places, questions, state
from linkedin_sandbox.resources.simple_job_postings.rules import Element
from linkedin_sandbox.tables import postings, tasks
from linkedin_sandbox.world import World

RENEWAL_MS = 30 * DAY_MS
DEFAULT_LIFE_MS = 180 * DAY_MS
_TOGETHER = 50
_DESCRIPTIVE = ("CREATE", "UPDATE")

Row = dict[str, Any]


def settle_due(world: World, now: int) -> int:
    """End every task that is due and challenged; returns how many ended."""
    ended = 0
    with world.store.read() as conn:
        due = _due(conn, now)
    for start in range(0, len(due), _TOGETHER):
        with world.store.write() as conn:
            ended += sum(_end(conn, world, row, now) for row in due[start : start + _TOGETHER])
            webhooks.drop_unused(conn)
    return ended


def _end(conn: Connection, world: World, task: Row, now: int) -> bool:
    is_next = _is_next(conn, task)
    if is_next:
        _settle(conn, world, task, now)
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
            conn.execute(query.values(state="EXPIRED"))
            webhooks.drop_unused(conn)


def _due(conn: Connection, now: int) -> list[Row]:
    query = select(tasks).where(tasks.c.status == "IN_PROGRESS", tasks.c.due_at <= now, tasks.c.challenge != "pending")
    return [dict(row) for row in conn.execute(query.order_by(tasks.c.due_at, tasks.c.seq).limit(500)).mappings()]


def _is_next(conn: Connection, task: Row) -> bool:
    first = conn.execute(
        select(tasks.c.seq)
        .where(
            tasks.c.app_id == task["app_id"],
            tasks.c.external_id == task["external_id"],
            tasks.c.status == "IN_PROGRESS",
        )
        .order_by(tasks.c.seq)
        .limit(1)
    ).scalar()
    return bool(first == task["seq"])


def _settle(conn: Connection, world: World, task: Row, now: int) -> None:
    standing = state.open_posting(conn, task["app_id"], task["external_id"])
    processed = faults.take(conn, "task_processed", "simpleJobPostings.batch_create")
    if processed is not None:
        state.finish_task(conn, task["seq"], "PROCESSED", error=processed.get("message"))
        return
    failure = _ordered_failure(conn, task) or _failure(conn, world, task, standing)
    if failure:
        state.finish_task(conn, task["seq"], "FAILED", error=failure, posting_id=standing["id"] if standing else None)
        return
    posting_id = _EFFECTS[task["operation"]](conn, world, task, standing, now)
    state.finish_task(conn, task["seq"], "SUCCEEDED", posting_id=posting_id)


def _ordered_failure(conn: Connection, task: Row) -> str | None:
    ordered = faults.take(conn, "task_fails", "simpleJobPostings.batch_create")
    key = str(ordered.get("gist", "UNEXPECTED")) if ordered is not None else gists.magic(task["external_id"])
    if key is None:
        return None
    facts = {"external_id": task["external_id"], "location": task["element"]["location"]}
    return gists.message(key, **facts) if key in gists.GISTS else gists.message("UNEXPECTED")


def _failure(conn: Connection, world: World, task: Row, standing: Row | None) -> str | None:
    operation, facts = task["operation"], {"external_id": task["external_id"]}
    if operation == "CREATE" and standing:
        return gists.message("DUPLICATE_CREATE", job=standing["id"], **facts)
    if operation != "CREATE" and not standing:
        return gists.message(f"{operation}_UNKNOWN", **facts)
    if operation not in _DESCRIPTIVE:
        return None
    if task["challenge"] == "failed" and world.choices["challenge_failure_at_posting"] == "task_failed":
        return gists.message("CHALLENGE_FAILED")
    if state.organization(conn, task["element"]) is None:
        return gists.message("NO_COMPANY_PAGE")
    return content_failure(task["element"], world.choices["blocked_countries"])


def content_failure(element: Element, blocked_countries: list[str]) -> str | None:
    """What the field processors find in a job's content; pure."""
    shortest, longest = fields.DESCRIPTION_LENGTH
    if len(element["description"]) < shortest:
        return gists.message("DESCRIPTION_SHORT")
    if len(element["description"]) > longest:
        return gists.message("DESCRIPTION_LENGTH")
    if len(element.get("skillsDescription") or "") > fields.LONGEST_SKILLS:
        return gists.message("JOB_FIELD_PROCESSOR_DESCRIPTION")
    if not element["title"].strip() or len(element["title"]) > fields.LONGEST_TITLE:
        return gists.message("JOB_FIELD_PROCESSOR_TITLE")
    if len(element.get("categories") or []) > fields.MOST_CATEGORIES:
        return gists.message("TOO_MANY_FUNCTIONS")
    return _location_failure(element, blocked_countries)


def _location_failure(element: Element, blocked_countries: list[str]) -> str | None:
    if not element["location"].strip():
        return gists.message("LOCATION_MISSING")
    for location in [element["location"], *(element.get("alternateLocations") or [])]:
        if any(country.lower() in location.lower() for country in blocked_countries):
            return gists.message("BLOCKED_COUNTRY")
        if places.standardise(location, element.get("workplaceTypes")) is None:
            return gists.message("LOCATION_UNKNOWN", location=location)
    return None


def _apply_state(task: Row) -> Row:
    """Whether the job takes applications on LinkedIn, and if not, what jobPostingStatus says about it."""
    configuration = task["element"].get("onsiteApplyConfiguration")
    if not configuration:
        return _off_site("No attempt was made to enable LinkedIn Apply for this job")
    if questions.has_duplicate_ids(configuration):
        return _off_site("Two questions have the same partnerQuestionIdentifier")
    if task["challenge"] == "failed":
        return _off_site(gists.message("CHALLENGE_FAILED"))
    return {"apply_status": "ENABLED", "apply_detail": None}


def _off_site(why: str) -> Row:
    return {"apply_status": "NOT_ENABLED", "apply_detail": {"errorType": "PARTNER_ERROR", "statusMessage": why}}


def _create(conn: Connection, world: World, task: Row, standing: Row | None, now: int) -> int:
    found = state.organization(conn, task["element"]) or {}
    return state.add_posting(
        conn,
        {
            "app_id": task["app_id"],
            "external_id": task["external_id"],
            "generation": task["generation"],
            "element": task["element"],
            "organization_id": found["id"],
            "webhook_id": task["webhook_id"],
            "state": state.OPEN,
            "listed_at": now,
            "expire_at": task["element"].get("expireAt") or now + DEFAULT_LIFE_MS,
            **_apply_state(task),
        },
    )


def _update(conn: Connection, world: World, task: Row, standing: Row | None, now: int) -> int:
    assert standing is not None  # noqa: S101 - _failure has seen to it
    found = state.organization(conn, task["element"]) or {}
    expire_at = task["element"].get("expireAt") or standing["expire_at"]
    state.change_posting(
        conn,
        standing["id"],
        element=task["element"],
        generation=task["generation"],
        organization_id=found["id"],
        webhook_id=task["webhook_id"],
        expire_at=expire_at,
        state=state.OPEN if expire_at > now else "EXPIRED",
        **_apply_state(task),
    )
    return int(standing["id"])


def _renew(conn: Connection, world: World, task: Row, standing: Row | None, now: int) -> int:
    assert standing is not None  # noqa: S101 - _failure has seen to it
    expire_at = max(standing["expire_at"], now) + RENEWAL_MS
    state.change_posting(conn, standing["id"], expire_at=expire_at, state=state.OPEN)
    return int(standing["id"])


def _close(conn: Connection, world: World, task: Row, standing: Row | None, now: int) -> int:
    assert standing is not None  # noqa: S101 - _failure has seen to it
    state.change_posting(conn, standing["id"], state="CLOSED", closed_at=now)
    return int(standing["id"])


_EFFECTS = {"CREATE": _create, "UPDATE": _update, "RENEW": _renew, "CLOSE": _close}
