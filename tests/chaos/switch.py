"""Kills this very process, with SIGKILL, right after its n-th effect: a commit that wrote, or an outgoing request.

A point is named by what was written (the tables and functions of its transaction) or by what was called. A commit that
wrote nothing leaves everything as it was, and is no point.
"""

import os
import re
import signal
import threading
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import httpx2
import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

READS = (
    "SELECT 1",
    "SELECT pg_try_advisory_lock",
    "SELECT pg_advisory_unlock",
    "SELECT company_id, connection_id, lane",
    "SELECT endpoint_id, company_id, source",
    "SELECT sync_open_endpoints_version",
)
WROTE = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL"
WRITING = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)|.*?\b(?:sync|store|accounts)_\w+(?=\()', re.DOTALL)


class KillSwitch:
    """Counts the points at which a crash could come, and comes at the chosen one."""

    def __init__(self, at: int | None, last_words: Path) -> None:
        self.at = at
        self.last_words = last_words
        self.seen: list[str] = []
        self._lock = threading.Lock()
        self._written: WeakKeyDictionary[Any, list[str]] = WeakKeyDictionary()

    def point(self, name: str) -> None:
        """One more commit or outgoing request has just happened."""
        with self._lock:
            self.seen.append(name)
            if len(self.seen) == self.at:
                self.last_words.write_text(name)
                os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """From here on, every commit on the app's login and every outgoing request counts."""
        self._count_commits()
        self._follow("execute")
        self._follow("executemany")
        self._count_requests()

    def _count_commits(self) -> None:
        original = BaseDatabaseWrapper._commit

        def commit(wrapper: BaseDatabaseWrapper) -> Any:
            wrote = _has_written(wrapper.connection)
            done = original(wrapper)
            written = self._written.pop(wrapper.connection, [])
            if wrote:
                self.point(f"commit {', '.join(sorted(set(written)))}")
            return done

        BaseDatabaseWrapper._commit = commit

    def _follow(self, name: str) -> None:
        """Note what each statement writes; one outside a transaction commits itself, and is a point."""
        original = getattr(psycopg.Cursor, name)

        def follow(cursor: Any, query: Any, *values: Any, **options: Any) -> Any:
            done = original(cursor, query, *values, **options)
            text = str(query)
            if cursor.connection.info.transaction_status == TransactionStatus.IDLE:
                if not text.startswith(READS):
                    self.point(f"statement {text[:60]}")
            elif written := WRITING.match(text):
                self._written.setdefault(cursor.connection, []).append(_named(written))
            return done

        setattr(psycopg.Cursor, name, follow)

    def _count_requests(self) -> None:
        original = httpx2.Client.send

        def send(client: httpx2.Client, request: httpx2.Request, **options: Any) -> httpx2.Response:
            answer = original(client, request, **options)
            if not request.headers.get("x-not-ours"):
                self.point(f"request {request.method} {request.url.path}")
            return answer

        httpx2.Client.send = send


def _has_written(connection: Any) -> bool:
    """Whether the transaction under way has changed anything yet."""
    if connection is None or connection.info.transaction_status != TransactionStatus.INTRANS:
        return False
    return bool(connection.execute(WROTE).fetchone()[0])


def _named(written: "re.Match[str]") -> str:
    """`UPDATE hiring_job`, or the function a SELECT calls."""
    if written[1]:
        return f"{written[1].split()[0]} {written[2]}"
    return written[0].split()[-1].rpartition("(")[2]
