"""Writers and readers with connections of their own."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.cast import Cast
from tests.store.writers import Writer, drain


@pytest.fixture
def writers(committed_cast: Cast, database_server) -> Iterator[Callable[[], Writer]]:
    """`writers()` opens one more connection that writes recorded rows of Larkfield."""
    opened: list[Writer] = []

    def another() -> Writer:
        opened.append(Writer(database_server.dsn("isthmus_app"), committed_cast.larkfield.id))
        return opened[-1]

    yield another
    for writer in opened:
        writer.close()


@pytest.fixture
def reading(committed_cast: Cast, database_server) -> Iterator[psycopg.Connection]:
    """A connection to read with, on which a reader called `all` has already passed the cast's own founding."""
    with psycopg.connect(database_server.dsn("isthmus_app")) as connection:
        drain(connection, "all")
        yield connection
