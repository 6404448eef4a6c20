"""What every part of the sandbox needs at hand: memory, clock, choices and a way out to webhooks."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import httpx2
from sqlalchemy import Connection

from linkedin_sandbox import store
from linkedin_sandbox.choices import Choices
from linkedin_sandbox.clock import Clock
from linkedin_sandbox.log import Journal
from linkedin_sandbox.settings import Settings
from linkedin_sandbox.store import Store
from linkedin_sandbox.throttles import Throttles

_SET_WHILE_RUNNING = "choices"


class World:
    """One sandbox. `transport` replaces the network for webhook calls (tests hand in the system under test)."""

    def __init__(self, settings: Settings, transport: httpx2.BaseTransport | None = None) -> None:
        self.settings = settings
        self.base_url = settings.base_url.rstrip("/")
        self.clock = Clock(settings.clock_file or settings.data / "clock-offset")
        self.store = Store(settings.data / "sandbox.sqlite3")
        self.choices = Choices(settings.choices)
        self.throttles = Throttles(self.store)
        self.journal = Journal(self.store, self.throttles)
        self.client = httpx2.Client(transport=transport, follow_redirects=False, trust_env=False)
        self.networking = threading.Lock()
        with self.store.read() as conn:
            self._apply(store.get_meta(conn, _SET_WHILE_RUNNING) or {})

    def choose(self, conn: Connection, changes: Mapping[str, Any]) -> None:
        """Change choices while running; they hold until the next reset. `ValueError` leaves everything as it was."""
        Choices({**self.choices.as_dict(), **changes})
        known = store.get_meta(conn, _SET_WHILE_RUNNING) or {}
        store.set_meta(conn, _SET_WHILE_RUNNING, {**known, **changes})
        self._apply(changes)

    def forget(self) -> None:
        """Back to the process' own choices, and to throttles and a log nobody has used."""
        self.choices = Choices(self.settings.choices)
        self.journal.forget()
        self.throttles.forget()

    def _apply(self, changes: Mapping[str, Any]) -> None:
        for name, value in changes.items():
            self.choices.set(name, value)

    def write_log(self) -> None:
        """Write down what the request log still owes."""
        self.journal.flush(int(self.choices["request_log_rows"]))

    def close(self) -> None:
        """Let go of the file and of open connections."""
        self.write_log()
        self.client.close()
        self.store.close()
