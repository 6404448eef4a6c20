"""A database restored on another cluster: readers resume where they stood, losing nothing and repeating nothing."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest

from isthmus.store import embedded
from isthmus.store.embedded import EmbeddedServer
from tests.store.writers import Writer, drain, read_ids


def program(server: EmbeddedServer, name: str) -> str:
    return str(embedded._binaries(server.home, server.account) / name)


def dump(server: EmbeddedServer, database: str = embedded.DATABASE) -> bytes:
    """The whole database as a plain SQL script, taken as superuser: no policy may hide a row from a dump."""
    command = [program(server, "pg_dump"), "-d", server.dsn("isthmus_superuser", database)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def restore(server: EmbeddedServer, script: bytes, database: str) -> None:
    with psycopg.connect(server.dsn("isthmus_superuser", "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database} OWNER isthmus_owner")
    command = [program(server, "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", server.dsn("isthmus_superuser", database)]
    subprocess.run(command, check=True, capture_output=True, input=script)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Iterator[EmbeddedServer]:
    """Another, younger cluster: the transaction ids of its own are far below those of rows brought along."""
    with EmbeddedServer(tmp_path_factory.mktemp("elsewhere") / "data") as server:
        yield server


@dataclass
class Place:
    """One database on one cluster, with a writer and a reader named `all`."""

    server: EmbeddedServer
    database: str
    company_id: UUID

    def dsn(self) -> str:
        return self.server.dsn("isthmus_app", self.database)

    def write(self, rows: int = 2) -> list[UUID]:
        writer = Writer(self.dsn(), self.company_id)
        written = [writer.write() for _ in range(rows)]
        writer.commit()
        writer.close()
        return written

    def read(self, reader: str = "all") -> list[UUID]:
        with psycopg.connect(self.dsn()) as connection:
            return drain(connection, reader, 2)

    def move(self, server: EmbeddedServer, database: str) -> "Place":
        restore(server, dump(self.server, self.database), database)
        return Place(server, database, self.company_id)


@pytest.fixture
def here(database_server, committed_cast) -> Iterator[Place]:
    age(database_server, 5_000)
    place = Place(database_server, embedded.DATABASE, committed_cast.larkfield.id)
    place.read()
    yield place
    with psycopg.connect(database_server.dsn("isthmus_superuser", "postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS home_again")


def age(server: EmbeddedServer, transactions: int) -> None:
    """Let a cluster use up transaction ids."""
    loop = f"FOR i IN 1..{transactions} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP"
    with psycopg.connect(server.dsn("isthmus_superuser", "postgres"), autocommit=True) as connection:
        connection.execute(f"DO $$ BEGIN {loop}; END $$")


def test_a_reader_resumes_elsewhere_and_comes_home_again(here, elsewhere):
    first = here.write(3)
    with psycopg.connect(here.dsn()) as connection:
        assert read_ids(connection, "all", 2) == first[:2]
    away = here.move(elsewhere, "moved")
    second = away.write()
    assert away.read() == [first[2], *second]
    third = away.write()
    home = away.move(here.server, "home_again")
    fourth = home.write()
    assert home.read() == [*third, *fourth]
    ours = {*first, *second, *third, *fourth}
    assert [row for row in home.read("a new reader") if row in ours] == [*first, *second, *third, *fourth]


def test_a_reader_that_slept_through_a_stay_elsewhere_still_reads_it(here, elsewhere):
    first = here.write()
    away = here.move(elsewhere, "slept")
    second = away.write()
    home = away.move(here.server, "home_again")
    third = home.write()
    assert home.read() == [*first, *second, *third]
    assert home.read() == []


def test_an_open_transaction_on_the_new_cluster_is_waited_for(here, elsewhere):
    brought = here.write()
    away = here.move(elsewhere, "waiting")
    opened = away.write(1)
    slow = Writer(away.dsn(), away.company_id)
    late = slow.write()
    quick = away.write()
    assert away.read() == [*brought, *opened]
    slow.commit()
    slow.close()
    assert away.read() == [late, *quick]
