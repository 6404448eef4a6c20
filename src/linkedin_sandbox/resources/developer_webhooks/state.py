"""Webhooks of child applications as their parent sees them. The page's field names were not retrieved: two readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from linkedin_sandbox import ids
from linkedin_sandbox.notifications import webhooks
from linkedin_sandbox.tables import APPLICATION_EVENT, apps
from linkedin_sandbox.tables import webhooks as rows

Row = dict[str, Any]
WEBHOOK, APP = "developerWebhook", "developerApplication"
_SHOWN = (webhooks.ACTIVE, webhooks.BLOCKED)


def of_children(conn: Connection, state: str | None, start: int, count: int) -> tuple[list[Row], bool]:
    """One page of the children's webhooks, and whether there are more."""
    query = (
        select(rows)
        .join(apps, apps.c.id == rows.c.app_id)
        .where(rows.c.event == APPLICATION_EVENT, rows.c.state.in_([state] if state else _SHOWN))
        .where(apps.c.audience == "child")
        .order_by(rows.c.id)
    )
    found = [dict(row) for row in conn.execute(query.offset(start).limit(count + 1)).mappings()]
    return found[:count], len(found) > count


def _first(row: Row) -> Row:
    return {
        "id": ids.urn(WEBHOOK, row["id"]),
        "developerApplication": ids.urn(APP, row["app_id"]),
        "webhookUrl": row["url"],
        "webhookStatus": row["state"],
    }


def _second(row: Row) -> Row:
    own = {"application": ids.urn(APP, row["app_id"]), "url": row["url"]}
    return {"key": own, "status": row["state"].lower(), "eventType": row["event"]}


READINGS = {"first": _first, "second": _second}


def named(conn: Connection, body: Any) -> list[int]:
    """The numbers of the webhooks a re-validation's body means, however it is nested: by webhook URN, by URL (with an
    application beside it: that child's alone), or by application alone."""
    children, _more = of_children(conn, None, 0, 100_000)
    found = [row["id"] for group in _groups(body) for row in children if _is_meant(row, group)]
    return list(dict.fromkeys(found))


def _groups(value: Any) -> Iterator[set[str]]:
    """Texts that stand together: those of one object, or each of a list alone."""
    if isinstance(value, dict):
        yield {text for text in value.values() if isinstance(text, str)}
        for inner in value.values():
            if not isinstance(inner, str):
                yield from _groups(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from [{inner}] if isinstance(inner, str) else _groups(inner)


def _is_meant(row: Row, group: set[str]) -> bool:
    if ids.urn(WEBHOOK, row["id"]) in group:
        return True
    applications = {text for text in group if text.startswith(f"urn:li:{APP}:")}
    urls = {text for text in group if "://" in text}
    if not applications and not urls:
        return False
    is_of_child = not applications or ids.urn(APP, row["app_id"]) in applications
    return is_of_child and (not urls or row["url"] in urls)
