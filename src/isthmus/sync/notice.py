"""Tells the worker, when this transaction commits, that there is something to do."""

from django.db import connection

from isthmus.store.changes import CHANNEL


def nudge(what: str = "work") -> None:
    """Wake the sweep; a notice that is lost costs time only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, what])
