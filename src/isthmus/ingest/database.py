"""The event loop's own way to the database: a few connections of the app's login, and an answer soon or none.

They bear a name by which workers see that somebody receives; one of them is always open while this process lives, also
when nothing comes for long after the database was away.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from isthmus.ingest.batches import Batches
from isthmus.sync import receiving

CONNECT_SECONDS = 2
ANSWER_SECONDS = 2.0
UNANSWERED_MILLISECONDS = 10_000
MOST_CONNECTIONS = 8
STAY_OPEN_SECONDS = 5.0

Rows = list[tuple[Any, ...]]


class Database:
    """A pool that opens with `open` and not before; each statement is committed when its rows come back."""

    def __init__(
        self, url: str, *, connections: int = MOST_CONNECTIONS, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self.answer_seconds = answer_seconds
        self._pool = AsyncConnectionPool(
            make_conninfo(
                url,
                application_name=receiving.SESSION_NAME,
                connect_timeout=CONNECT_SECONDS,
                tcp_user_timeout=UNANSWERED_MILLISECONDS,
            ),
            min_size=1,
            max_size=connections,
            timeout=CONNECT_SECONDS,
            reconnect_timeout=CONNECT_SECONDS,
            kwargs={"autocommit": True},
            open=False,
        )
        self._left_behind: set[asyncio.Task[Rows]] = set()
        self._staying_open: asyncio.Task[None] | None = None
        self._deliveries = Batches(self._soon, receiving.STORE, receiving.STORE_MANY)

    async def open(self) -> None:
        """Begin to connect; whether the database is there shows with the first statement."""
        await self._pool.open(wait=False)
        self._staying_open = asyncio.create_task(self._stay_open())

    async def close(self) -> None:
        """Give every connection back."""
        if self._staying_open is not None:
            self._staying_open.cancel()
        await self._pool.close(timeout=CONNECT_SECONDS)

    async def execute(self, sql: str, params: Sequence[Any]) -> Rows:
        """The rows of one statement. TimeoutError when they do not come soon; it may be committed all the same."""
        if sql == receiving.STORE:
            return await self._deliveries.add(params)
        return await self._soon(sql, params)

    async def _stay_open(self) -> None:
        """A pool gives up on a database that stays away, and opens no connection before it is asked for one."""
        while True:
            await asyncio.sleep(STAY_OPEN_SECONDS)
            with suppress(psycopg.Error, OSError):
                await self._soon("SELECT 1", ())

    async def _soon(self, sql: str, params: Sequence[Any]) -> Rows:
        task = asyncio.create_task(self._execute(sql, params))
        done, _ = await asyncio.wait({task}, timeout=self.answer_seconds)
        if done:
            return task.result()
        self._leave_behind(task)
        raise TimeoutError("the database did not answer")

    async def _execute(self, sql: str, params: Sequence[Any]) -> Rows:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(sql, params)
            return await cursor.fetchall()

    def _leave_behind(self, task: "asyncio.Task[Rows]") -> None:
        """Cancelling may itself wait for the database; nobody waits for that."""
        self._left_behind.add(task)
        task.add_done_callback(self._forget)
        task.cancel()

    def _forget(self, task: "asyncio.Task[Rows]") -> None:
        self._left_behind.discard(task)
        if not task.cancelled():
            task.exception()
