"""The request log: every API request with its answer, secrets and tokens taken out before anything is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, func, select

from linkedin_sandbox import store
from linkedin_sandbox.tables import request_log

_HIDDEN_KEYS = {"client_secret", "access_token", "token", "code", "refresh_token"}
_HIDDEN = "[hidden]"
_IN_TEXT = re.compile(r"(?i)\b(client_secret|access_token|x-li-ambry-ep|token)=([^&\s\"]+)")
_LONGEST = 64 * 1024
_PRUNE_EVERY = 100


def hide(value: Any) -> Any:
    """The same JSON without the values of secret members."""
    if isinstance(value, dict):
        return {key: _HIDDEN if key in _HIDDEN_KEYS else hide(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [hide(inner) for inner in value]
    return _hide_text(value) if isinstance(value, str) else value


def _hide_text(text: str) -> str:
    return _IN_TEXT.sub(rf"\1={_HIDDEN}", text)


def readable(body: bytes, content_type: str) -> str:
    """A body as text fit for the log: JSON and forms without secrets, anything else as its size."""
    if not body:
        return ""
    if "json" in content_type or "urlencoded" in content_type or "mixed" in content_type:
        text = body[:_LONGEST].decode("utf-8", "replace")
        try:
            shown = json.dumps(hide(json.loads(text)), ensure_ascii=False)
            return shown.encode("utf-8", "backslashreplace").decode()
        except ValueError:
            return _hide_text(text)
    return f"({len(body)} bytes)"


def safe_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers without credentials or cookies."""
    safe = {name: value for name, value in headers.items() if name != "cookie"}
    if "authorization" in safe:
        safe["authorization"] = f"{safe['authorization'].split(' ')[0]} {_HIDDEN}"
    return safe


def write(conn: Connection, keep: int, **row: Any) -> None:
    """Add one line, and drop the oldest beyond `keep` now and then."""
    row["query"] = _hide_text(row["query"])
    line = store.add(conn, request_log, row)
    if line % _PRUNE_EVERY == 0:
        conn.execute(delete(request_log).where(request_log.c.id <= line - keep))


def read(conn: Connection, *, limit: int, after: int = 0, operation: str = "") -> list[dict[str, Any]]:
    """The newest lines first, only those with an id above `after`."""
    query = select(request_log).where(request_log.c.id > after).order_by(request_log.c.id.desc()).limit(limit)
    if operation:
        query = query.where(request_log.c.operation == operation)
    return [dict(row) for row in conn.execute(query).mappings()]


def count(conn: Connection) -> int:
    """How many lines there are."""
    return conn.execute(select(func.count()).select_from(request_log)).scalar_one()
