"""Deliveries that come at the same moment are stored by one statement, with one commit and one notice for all of them.

Nobody waits for company: a delivery that comes alone is stored alone. Those that come while statements are under way
go together in the next.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import psycopg

Rows = list[tuple[Any, ...]]
Run = Callable[[str, Sequence[Any]], Awaitable[Rows]]

AT_ONCE = 2
MOST_TOGETHER = 32


class Batches:
    """Runs `one` for a single set of values; for several `many`, which takes columns and gives numbered rows."""

    def __init__(self, run: Run, one: str, many: str) -> None:
        self._run = run
        self._one = one
        self._many = many
        self._waiting: list[tuple[Sequence[Any], asyncio.Future[Rows]]] = []
        self._workers: set[asyncio.Task[None]] = set()
        self._at_work = 0

    def add(self, params: Sequence[Any]) -> "asyncio.Future[Rows]":
        """The rows these values will bring."""
        future: asyncio.Future[Rows] = asyncio.get_running_loop().create_future()
        self._waiting.append((params, future))
        if self._at_work < AT_ONCE:
            self._at_work += 1
            worker = asyncio.create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        return future

    async def _work(self) -> None:
        """Whoever finds nothing waiting counts as gone in that moment: what comes next finds a worker or makes one."""
        try:
            while self._waiting:
                batch = self._waiting[:MOST_TOGETHER]
                del self._waiting[:MOST_TOGETHER]
                await self._store(batch)
        finally:
            self._at_work -= 1

    async def _store(self, batch: list[tuple[Sequence[Any], "asyncio.Future[Rows]"]]) -> None:
        """Values that the database refuses spoil it for the others, so that then each is stored alone.

        When the database does not answer, those who wait for their turn hear of it too.
        """
        try:
            found = await self._rows(batch)
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            if len(batch) == 1:
                _fail(batch[0][1], error)
            for entry in batch if len(batch) > 1 else ():
                await self._store([entry])
        except Exception as error:
            for _, future in (*batch, *self._waiting):
                _fail(future, error)
            self._waiting.clear()
        else:
            for (_, future), rows in zip(batch, found, strict=True):
                if not future.done():
                    future.set_result(rows)

    async def _rows(self, batch: list[tuple[Sequence[Any], "asyncio.Future[Rows]"]]) -> list[Rows]:
        if len(batch) == 1:
            return [await self._run(self._one, batch[0][0])]
        columns = [list(column) for column in zip(*(params for params, _ in batch), strict=True)]
        found: list[Rows] = [[] for _ in batch]
        for number, *row in await self._run(self._many, columns):
            found[number - 1].append(tuple(row))
        return found


def _fail(future: "asyncio.Future[Rows]", error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
