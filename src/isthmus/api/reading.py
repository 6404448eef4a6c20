"""One reading of the numbers asks the database until it does not answer once, and then no more.

Each question to a database that is away takes as long as a connection may take; Prometheus waits ten seconds in all.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import Error, connection

from isthmus.api import health


@dataclass
class _Reading:
    """What one reading found out so far."""

    is_away: bool = False


_now: ContextVar[_Reading | None] = ContextVar("reading", default=None)


@contextmanager
def one() -> Iterator[None]:
    """What is asked inside belongs to one reading."""
    token = _now.set(_Reading())
    try:
        yield
    finally:
        _now.reset(token)


def database_answers() -> bool:
    """Whether the database answers; once it did not, nobody asks it again in this reading."""
    reading = _now.get() or _Reading()
    reading.is_away = reading.is_away or not health.database_answers()
    return not reading.is_away


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What the database answers; nothing when it does not."""
    reading = _now.get() or _Reading()
    if reading.is_away:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found: list[tuple[Any, ...]] = cursor.fetchall()
    except Error:
        reading.is_away = not health.database_answers()
        return []
    return found
