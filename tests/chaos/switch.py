"""Kills this very process, with SIGKILL, right after its n-th commit or outgoing request."""

import os
import signal
import threading
from pathlib import Path
from typing import Any

import httpx2
import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

READS = (
    "SELECT 1",
    "SELECT pg_try_advisory_lock",
    "SELECT pg_advisory_unlock",
    "SELECT company_id, connection_id, lane",
    "SELECT backend, died FROM sync_lane_begin",
    "SELECT sync_lane_end",
)


class KillSwitch:
    """Counts the points at which a crash could come, and comes at the chosen one."""

    def __init__(self, at: int | None, last_words: Path) -> None:
        self.at = at
        self.last_words = last_words
        self.seen: list[str] = []
        self._lock = threading.Lock()

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
        self._count_statements_that_commit_themselves()
        self._count_requests()

    def _count_commits(self) -> None:
        original = BaseDatabaseWrapper._commit

        def commit(wrapper: BaseDatabaseWrapper) -> Any:
            done = original(wrapper)
            self.point("commit")
            return done

        BaseDatabaseWrapper._commit = commit

    def _count_statements_that_commit_themselves(self) -> None:
        original = psycopg.Cursor.execute

        def execute(cursor: Any, query: Any, *values: Any, **options: Any) -> Any:
            done = original(cursor, query, *values, **options)
            is_committed = cursor.connection.info.transaction_status == TransactionStatus.IDLE
            if is_committed and not str(query).startswith(READS):
                self.point(f"statement {str(query)[:60]}")
            return done

        psycopg.Cursor.execute = execute

    def _count_requests(self) -> None:
        original = httpx2.Client.send

        def send(client: httpx2.Client, request: httpx2.Request, **options: Any) -> httpx2.Response:
            answer = original(client, request, **options)
            if not request.headers.get("x-not-ours"):
                self.point(f"request {request.method} {request.url.path}")
            return answer

        httpx2.Client.send = send
