"""Which pages may draw plugins with whose key, and the log of what they drew."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, select

from linkedin_sandbox import store
from linkedin_sandbox.tables import apps, widget_loads

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST, _MOST = 2000, 30
_KEPT, _PRUNE_EVERY = 5000, 100

Row = dict[str, Any]


def child(conn: Connection, api_key: str) -> Row | None:
    """The child application whose client id is a page's `api_key`."""
    query = select(apps).where(apps.c.client_id == api_key, apps.c.audience == "child")
    row = conn.execute(query).mappings().first()
    return dict(row) if row else None


def refusal(app: Row | None, origin: str) -> str:
    """Why a page of this origin draws nothing, or an empty string: its scheme, host and port must be one of the child's
    `validJsSdkDomains`."""
    if app is None:
        return "api_key is no child application's client id"
    wanted = _plain(origin)
    if not wanted or wanted not in {_plain(domain) for domain in app["domains"]}:
        return f"{origin} is not among the validJsSdkDomains of {app['client_id']}"
    return ""


def _plain(origin: str) -> str:
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path:
        return ""
    shown = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{parts.hostname}{shown}"


def write(
    conn: Connection, now: int, *, api_key: str, widget: str, origin: str, shown: str, attributes: dict[str, str]
) -> None:
    """Add one line: what a page drew, or why it drew nothing; the oldest lines are dropped now and then."""
    row = {
        "at": now,
        "api_key": api_key[:_LONGEST],
        "widget": widget,
        "origin": origin[:_LONGEST],
        "shown": shown,
        "attributes": {name[:_LONGEST]: value[:_LONGEST] for name, value in list(attributes.items())[:_MOST]},
    }
    line = store.add(conn, widget_loads, row)
    if line % _PRUNE_EVERY == 0:
        conn.execute(delete(widget_loads).where(widget_loads.c.id <= line - _KEPT))


def listed(conn: Connection, limit: int = 100) -> list[Row]:
    """The newest lines first."""
    query = select(widget_loads).order_by(widget_loads.c.id.desc()).limit(limit)
    return [dict(row) for row in conn.execute(query).mappings()]
