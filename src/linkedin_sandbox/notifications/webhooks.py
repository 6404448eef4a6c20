"""Webhook URLs, named by jobs or registered in the developer portal: active, blocked or disabled, how often their
challenge failed in a row, when the next is due."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, exists, insert, select, update

from linkedin_sandbox import store
from linkedin_sandbox.tables import APPLICATION_EVENT, apps, challenges, mails, postings, tasks, webhooks

ACTIVE, BLOCKED, DISABLED = "ACTIVE", "BLOCKED", "DISABLED"
FAILURES_TO_BLOCK = 3

Row = dict[str, Any]


def register(conn: Connection, app_id: int, url: str, now: int) -> int:
    """The number of a job's webhook; a URL seen before keeps its history."""
    query = select(webhooks.c.id).where(
        webhooks.c.app_id == app_id, webhooks.c.url == url, webhooks.c.event == APPLICATION_EVENT
    )
    known = conn.execute(query).scalar()
    if known is not None:
        return int(known)
    row = {"app_id": app_id, "url": url, "state": ACTIVE, "failures": 0, "next_at": _NEVER}
    return store.add(conn, webhooks, row)


_NEVER = 2**53


def enabled(conn: Connection, app_id: int, event: str) -> Row | None:
    """The webhook an application has enabled for an event type, blocked or not."""
    query = select(webhooks).where(
        webhooks.c.app_id == app_id, webhooks.c.event == event, webhooks.c.state.in_((ACTIVE, BLOCKED))
    )
    row = conn.execute(query).mappings().first()
    return dict(row) if row else None


def to_challenge(conn: Connection, now: int) -> list[Row]:
    """Webhooks with a challenge due: a task waits for one, or the regular time has come."""
    waiting = select(tasks.c.webhook_id).where(
        tasks.c.challenge == "pending",
        tasks.c.status == "IN_PROGRESS",
        tasks.c.due_at <= now,
    )
    query = (
        select(webhooks, apps.c.client_secret)
        .join(apps, apps.c.id == webhooks.c.app_id)
        .where(
            (webhooks.c.id.in_(waiting))
            | ((webhooks.c.next_at <= now) & ((webhooks.c.state == ACTIVE) | webhooks.c.recheck))
        )
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def record(conn: Connection, webhook: Row, now: int, interval_ms: int, *, ok: bool, status: int, detail: str) -> None:
    """Write down one challenge and what follows: tasks go on, failures add up, the third in a row blocks."""
    failures = 0 if ok else webhook["failures"] + 1
    blocked = failures >= FAILURES_TO_BLOCK
    row = {"webhook_id": webhook["id"], "at": now, "ok": ok, "status": status, "detail": detail}
    conn.execute(insert(challenges).values(**row))
    conn.execute(
        update(webhooks)
        .where(webhooks.c.id == webhook["id"])
        .values(
            failures=failures,
            next_at=now + interval_ms,
            last_result=detail,
            state=_next_state(webhook["state"], ok=ok, blocked=blocked),
            recheck=False,
        )
    )
    conn.execute(
        update(tasks)
        .where(
            tasks.c.webhook_id == webhook["id"],
            tasks.c.challenge == "pending",
            tasks.c.due_at <= now,
        )
        .values(challenge="passed" if ok else "failed")
    )
    if not ok:
        _warn(conn, webhook, now, detail, blocked=blocked)


def _next_state(state: str, *, ok: bool, blocked: bool) -> str:
    if state == DISABLED:
        return DISABLED
    return BLOCKED if blocked else (ACTIVE if ok else state)


def _warn(conn: Connection, webhook: Row, now: int, detail: str, *, blocked: bool) -> None:
    subject = "Your webhook has been blocked" if blocked else "Your webhook failed the security challenge check"
    body = f"{webhook['url']}\n\n{detail}\n"
    kind = "webhook_blocked" if blocked else "webhook_failed"
    conn.execute(insert(mails).values(app_id=webhook["app_id"], kind=kind, subject=subject, body=body, visible_at=now))


def get(conn: Connection, webhook_id: int) -> Row | None:
    """A webhook by number."""
    row = conn.execute(select(webhooks).where(webhooks.c.id == webhook_id)).mappings().first()
    return dict(row) if row else None


def make_due(conn: Connection, webhook_id: int, now: int) -> None:
    """Make a challenge due at once, blocked or not; one more failure keeps a blocked webhook blocked."""
    conn.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(next_at=now, recheck=True))


def drop_unused(conn: Connection) -> None:
    """No more challenges for URLs that no open job names."""
    used = exists().where(postings.c.webhook_id == webhooks.c.id, postings.c.state == "LISTED")
    waiting = exists().where(tasks.c.webhook_id == webhooks.c.id, tasks.c.status == "IN_PROGRESS")
    conn.execute(
        update(webhooks)
        .where(webhooks.c.event == APPLICATION_EVENT, webhooks.c.next_at != _NEVER, ~used, ~waiting)
        .values(next_at=_NEVER)
    )
