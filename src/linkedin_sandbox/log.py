"""The request log: every API request with its answer, secrets and tokens taken out before anything is stored."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select

from linkedin_sandbox.store import Store
from linkedin_sandbox.tables import request_log
from linkedin_sandbox.throttles import Throttles
from linkedin_sandbox.wire import JSON_TYPE, Answer

_HIDDEN_KEYS = {"client_secret", "clientSecret", "access_token", "token", "code", "refresh_token"}
_HIDDEN = "[hidden]"
_IN_TEXT = re.compile(r"(?i)\b(client_secret|access_token|x-li-ambry-ep|token|code)=([^&\s\"]+)")
_IN_BROKEN_JSON = re.compile(rf'"({"|".join(sorted(_HIDDEN_KEYS))})"\s*:\s*"(?:[^"\\]|\\.)*"?')
_LONGEST = 64 * 1024
_LONGEST_QUEUE = 200
_SEARCHED = ("path", "query", "cause", "request_body", "answer_body")


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
        except (ValueError, RecursionError):
            return _hide_text(_IN_BROKEN_JSON.sub(rf'"\1": "{_HIDDEN}"', text))
    return f"({len(body)} bytes)"


def safe_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers without credentials or cookies."""
    safe = {name: value for name, value in headers.items() if name != "cookie"}
    if "authorization" in safe:
        safe["authorization"] = f"{safe['authorization'].split(' ')[0]} {_HIDDEN}"
    return safe


@dataclass(frozen=True)
class Exchange:
    """One API request and its answer as they were; `headers` are the request's, with names in lower case."""

    at: int
    trace: str
    method: str
    path: str
    query: str
    operation: str
    client_id: str | None
    headers: Mapping[str, str]
    body: bytes
    answer: Answer

    def line(self) -> dict[str, Any]:
        """The row of the log, without secrets."""
        return {
            "at": self.at,
            "trace": self.trace,
            "method": self.method,
            "path": self.path,
            "query": _hide_text(self.query),
            "operation": self.operation,
            "client_id": self.client_id,
            "status": self.answer.status,
            "cause": self.answer.cause,
            "request_headers": safe_headers(self.headers),
            "request_body": readable(self.body, self.headers.get("content-type", JSON_TYPE)),
            "answer_headers": dict(self.answer.headers),
            "answer_body": readable(self.answer.bytes(), self.answer.headers.get("Content-Type", JSON_TYPE)),
        }


class Journal:
    """Keeps exchanges until `flush` writes them down, so that no answer waits for its line in the log. A process that
    is killed loses the lines of its last moments, never an effect."""

    def __init__(self, store: Store, throttles: Throttles) -> None:
        self._store, self._throttles = store, throttles
        self._pending: list[Exchange] = []
        self._adding, self._flushing = threading.Lock(), threading.Lock()

    def add(self, exchange: Exchange, keep: int) -> None:
        """Remember one exchange; a long queue is written down at once, keeping `keep` lines."""
        with self._adding:
            self._pending.append(exchange)
            is_long = len(self._pending) >= _LONGEST_QUEUE
        if is_long:
            self.flush(keep)

    def flush(self, keep: int) -> None:
        """Write down everything remembered, the throttles' counts too; what was added before is there afterwards."""
        with self._flushing:
            with self._adding:
                pending, self._pending = self._pending, []
            if not pending:
                return
            lines = [exchange.line() for exchange in pending]
            with self._store.write() as conn:
                conn.execute(insert(request_log), lines)
                newest = conn.execute(select(func.max(request_log.c.id))).scalar_one()
                conn.execute(delete(request_log).where(request_log.c.id <= newest - keep))
                self._throttles.flush(conn)

    def forget(self) -> None:
        """Write nothing of what is remembered."""
        with self._adding:
            self._pending = []


def read(conn: Connection, *, limit: int, **wanted: Any) -> list[dict[str, Any]]:
    """The newest lines first. `after` and `before` (ids), `since` (a time), `operation`, `status`, `client_id` and
    `text` narrow them; what is empty does not."""
    query = select(request_log).order_by(request_log.c.id.desc()).limit(limit)
    for name in ("operation", "status", "client_id"):
        if wanted.get(name):
            query = query.where(request_log.c[name] == wanted[name])
    if wanted.get("text"):
        held = [request_log.c[name].contains(wanted["text"], autoescape=True) for name in _SEARCHED]
        query = query.where(or_(*held))
    if wanted.get("before"):
        query = query.where(request_log.c.id < wanted["before"])
    query = query.where(request_log.c.id > wanted.get("after", 0), request_log.c.at >= wanted.get("since", 0))
    return [dict(row) for row in conn.execute(query).mappings()]


def one(conn: Connection, line: int) -> dict[str, Any] | None:
    """A line by number."""
    row = conn.execute(select(request_log).where(request_log.c.id == line)).mappings().first()
    return dict(row) if row else None


def count(conn: Connection) -> int:
    """How many lines there are."""
    return conn.execute(select(func.count()).select_from(request_log)).scalar_one()
