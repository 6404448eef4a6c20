"""Waits for a state of the database instead of for time to pass."""

from django.db import connection

TRIES = 20_000


def until_somebody_waits() -> None:
    """Return when another connection waits for a lock; fail when none ever does."""
    with connection.cursor() as cursor:
        for _ in range(TRIES):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited for a lock")


def until_nobody_holds(number: int) -> None:
    """Return when no session holds this advisory lock; a closed session gives its locks back a moment later."""
    with connection.cursor() as cursor:
        for _ in range(TRIES):
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                " AND ((classid::bigint << 32) | objid::bigint) = %s",
                [number],
            )
            if not cursor.fetchone()[0]:
                return
    raise AssertionError("the lock is still held")
