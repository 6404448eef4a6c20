"""One SQLite file, every commit durable before it returns; writers take turns from the start of their transaction,
so that none fails half-way for want of the lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, inspect, select

from linkedin_sandbox import tables

_SEQUENCES = {
    "apps": tables.FIRST_APP_ID,
    "postings": tables.FIRST_JOB_ID,
    "applications": tables.FIRST_APPLICATION_ID,
}


class Store:
    """The sandbox's memory. `read()` and `write()` give a connection inside one transaction.

    `ValueError` when the file was made by another version of the sandbox."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(file)
        self._writing = threading.Lock()
        tables.metadata.create_all(self.engine)
        _check_columns(self.engine, file)
        with self.write() as conn:
            _start_sequences(conn)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; nothing written in it is kept apart from what `write` does."""
        with self.engine.begin() as conn:
            yield conn

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first statement and commits at the end."""
        with self._writing, self.engine.connect().execution_options(immediate=True) as conn, conn.begin():
            yield conn

    def clear(self, conn: Connection) -> None:
        """Forget every row and start all numbers again."""
        for table in reversed(tables.metadata.sorted_tables):
            conn.execute(table.delete())
        conn.exec_driver_sql("DELETE FROM sqlite_sequence")
        _start_sequences(conn)

    def close(self) -> None:
        """Release the file."""
        self.engine.dispose()


def _engine(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("immediate") else "BEGIN")

    return engine


def _check_columns(engine: Engine, file: Path) -> None:
    inspector = inspect(engine)
    for table in tables.metadata.sorted_tables:
        found = {column["name"] for column in inspector.get_columns(table.name)}
        if found != set(table.columns.keys()):
            raise ValueError(f"{file} was made by another version of the sandbox; remove it or choose another folder")


def _start_sequences(conn: Connection) -> None:
    for name, first in _SEQUENCES.items():
        known = conn.exec_driver_sql("SELECT 1 FROM sqlite_sequence WHERE name = ?", (name,)).first()
        if known is None:
            conn.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, first - 1))


def add(conn: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one row and return its number."""
    key = conn.execute(insert(table), dict(values)).inserted_primary_key
    return int(key[0]) if key else 0


def get_meta(conn: Connection, key: str) -> Any:
    """A remembered value, or None."""
    return conn.execute(select(tables.meta.c.value).where(tables.meta.c.key == key)).scalar()


def set_meta(conn: Connection, key: str, value: Any) -> None:
    """Remember a JSON value under `key`."""
    conn.execute(tables.meta.delete().where(tables.meta.c.key == key))
    conn.execute(insert(tables.meta).values(key=key, value=value))
