"""Fills the table of places, as its owner: once per edition of the lists, from a program of its own."""

import subprocess
import sys
from collections.abc import Iterator

from django.db import connections, transaction
from psycopg import sql

from isthmus.hiring.models import PlaceName
from isthmus.hiring.place_source import COLUMNS, edition

OWNER = "owner"
PIECE = 1 << 16
_TABLE = sql.Identifier(PlaceName._meta.db_table)


def load() -> int:
    """Bring the table up to this edition; answers with the names loaded, 0 when it already was."""
    if loaded_edition() == edition():
        return 0
    with transaction.atomic(using=OWNER):
        _alone()
        if loaded_edition() == edition():
            return 0
        return _replace()


def loaded_edition() -> str:
    """What the table was made from, or nothing."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT obj_description(%s::regclass, 'pg_class')", [PlaceName._meta.db_table])
        return cursor.fetchone()[0] or ""


def _alone() -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('isthmus.places'))")


def _replace() -> int:
    columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    texts = sql.SQL("FORCE_NOT_NULL (region_code, region)")
    with connections[OWNER].cursor() as cursor:
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(_TABLE))
        command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, {})").format(_TABLE, columns, texts)
        with cursor.copy(command) as copy:
            for piece in _pieces():
                copy.write(piece)
        cursor.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(_TABLE, sql.Literal(edition())))
        cursor.execute(sql.SQL("ANALYZE {}").format(_TABLE))
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(_TABLE))
        count: int = cursor.fetchone()[0]
    return count


def _pieces() -> Iterator[bytes]:
    command = [sys.executable, "-m", "isthmus.hiring.place_source"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True) as program:
        assert program.stdout is not None
        while piece := program.stdout.read(PIECE):
            yield piece
    if program.returncode != 0:
        raise RuntimeError("The lists of places could not be read.")
