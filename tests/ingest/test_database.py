"""The event loop's way to the database: together when many come at once, soon or not at all when it hangs."""

import asyncio
import hashlib
from typing import Any

import psycopg
import pytest
from django.db import connection

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.ingest import database
from isthmus.ingest.batches import Batches
from isthmus.ingest.database import Database
from isthmus.sync import inbox, receiving
from isthmus.sync.models import Delivery, Endpoint


class Scripted:
    """A database that notes each statement and may refuse values, hang or be away."""

    def __init__(self, refuses: object = None) -> None:
        self.refuses = refuses
        self.said: list[tuple[str, int]] = []
        self.error: Exception | None = None
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def run(self, sql: str, params: Any) -> list[tuple]:
        await self.goes_on.wait()
        values = [params[0]] if sql == "one" else params[0]
        self.said.append((sql, len(values)))
        if self.error is not None:
            raise self.error
        if self.refuses in values:
            raise psycopg.DataError("no")
        rows = [(number, f"stored {value}") for number, value in enumerate(values, 1) if value != "unknown"]
        return [row[1:] for row in rows] if sql == "one" else rows


async def results(database: Scripted, *values: str) -> list[Any]:
    batches = Batches(database.run, "one", "many")
    return await asyncio.gather(*(batches.add([value]) for value in values), return_exceptions=True)


def test_what_comes_alone_is_stored_alone():
    async def story():
        database = Scripted()
        return await results(database, "a"), database.said

    assert asyncio.run(story()) == ([[("stored a",)]], [("one", 1)])


def test_what_comes_at_once_is_stored_together_and_each_gets_its_own_rows():
    async def story():
        database = Scripted()
        return await results(database, "a", "unknown", "c"), database.said

    found, said = asyncio.run(story())
    assert found == [[("stored a",)], [], [("stored c",)]]
    assert said == [("many", 3)]


def test_what_comes_in_the_moment_the_last_are_done_is_stored_too():
    async def story():
        database = Scripted()
        batches = Batches(database.run, "one", "many")
        database.goes_on.clear()
        before = []
        for value in ("a", "b"):
            before.append(batches.add([value]))
            await asyncio.sleep(0)
        database.goes_on.set()
        await before[0]
        return await asyncio.wait_for(batches.add(["c"]), 10), database.said

    assert asyncio.run(story()) == ([("stored c",)], [("one", 1)] * 3)


def test_values_the_database_refuses_spoil_it_for_nobody_else():
    async def story():
        return await results(Scripted(refuses="b"), "a", "b", "c")

    first, refused, last = asyncio.run(story())
    assert (first, last) == ([("stored a",)], [("stored c",)])
    assert isinstance(refused, psycopg.DataError)


def test_when_the_database_is_away_those_who_wait_for_their_turn_hear_of_it():
    async def story():
        database = Scripted()
        database.error = psycopg.OperationalError("away")
        return await results(database, *(str(number) for number in range(100))), database.said

    found, said = asyncio.run(story())
    assert all(isinstance(one, psycopg.OperationalError) for one in found)
    assert len(said) <= 2


def test_a_database_that_hangs_is_not_waited_for(database_server):
    async def story():
        database = Database(database_server.dsn("isthmus_app"), answer_seconds=0.2)
        await database.open()
        try:
            with pytest.raises(TimeoutError):
                await database.execute("SELECT pg_sleep(600)", [])
            return await database.execute("SELECT 1", [])
        finally:
            await database.close()

    assert asyncio.run(story()) == [(1,)]


def test_a_whole_batch_of_real_deliveries_is_stored_each_once(committed_cast, database_server):
    with committed_cast.acting():
        inbox.open_endpoint("linkedin_apply", new_id(), [inbox.Key("", "x")])
        endpoint_id = Endpoint.objects.get().id

    def values(body: bytes) -> list[Any]:
        return [new_id(), endpoint_id, hashlib.sha256(body).hexdigest(), True, body, len(body), now()]

    async def story():
        database = Database(database_server.dsn("isthmus_app"))
        await database.open()
        try:
            sent = [values(b"%d" % (number % 10)) for number in range(30)]
            closed = values(b"closed")
            closed[1] = new_id()
            return await asyncio.gather(*(database.execute(receiving.STORE, each) for each in [*sent, closed]))
        finally:
            await database.close()

    *found, unknown = asyncio.run(story())
    assert unknown == []
    assert len({rows[0][0] for rows in found}) == 10
    with committed_cast.acting():
        assert sorted(Delivery.objects.values_list("times_received", flat=True)) == [3] * 10


def test_a_batch_is_stored_in_one_order_so_that_two_with_the_same_deliveries_do_not_block_each_other(cast):
    with cast.acting():
        inbox.open_endpoint("linkedin_apply", new_id(), [inbox.Key("", "x")])
        endpoint_id = Endpoint.objects.get().id
    given = [
        [new_id(), endpoint_id, digest, True, b"x", 1, now()] for digest in ("c" * 64, "a" * 64, "d" * 64, "b" * 64)
    ]
    rows = inbox._execute(receiving.STORE_MANY, [list(column) for column in zip(*given, strict=True)])
    assert dict(rows) == {number: values[0] for number, values in enumerate(given, 1)}
    with cast.acting(), connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM sync_delivery ORDER BY ctid")
        assert [digest[0] for (digest,) in cursor.fetchall()] == ["a", "b", "c", "d"]


def receivers(watching: psycopg.Connection[Any]) -> set[int]:
    rows = watching.execute(
        "SELECT pid FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()",
        [receiving.SESSION_NAME],
    )
    return {pid for (pid,) in rows}


def test_a_connection_that_was_lost_is_open_again_though_nothing_comes(committed, settings, monkeypatch):
    """Workers see by it that somebody receives; one that waited for the next delivery would be told as gone."""
    monkeypatch.setattr(database, "STAY_OPEN_SECONDS", 0.05)
    url = settings.CONFIG.database_url

    async def until_others_receive(watching, others):
        async with asyncio.timeout(30):
            while not (found := receivers(watching) - others):
                await asyncio.sleep(0.02)
        return found

    async def story():
        opened = Database(url)
        with psycopg.connect(url, autocommit=True) as watching:
            before = receivers(watching)
            await opened.open()
            (lost,) = await until_others_receive(watching, before)
            watching.execute("SELECT pg_terminate_backend(%s)", [lost])
            assert await until_others_receive(watching, before | {lost})
            await opened.close()

    asyncio.run(story())
