"""How a run holds its lane: alone, for as long as its session and its process live, and remembered when it dies.

A run takes a session lock of the database and writes down that it began. One that ends without a word, because its
process was killed or stumbled, is found by the next: after two such runs the lane works on one item at a time and names
it first, so that an item which ends every run that touches it is found out and set aside, and the rest goes on.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from isthmus.base.failures import Failure, Kind
from isthmus.sync import lifeline

CAREFUL_AFTER = 2
MOST_DEATHS = 3
SET_ASIDE = Failure(
    Kind.BUG,
    "Isthmus stopped several times while it worked on this, so it is set aside. Everything else goes on.",
    code="set_aside",
)


class LaneLost(RuntimeError):  # noqa: N818
    """This run no longer holds its lane: its process was silent for too long, or its database session ended."""


@dataclass(frozen=True)
class Hold:
    """One run's hold of a lane: the lock, the session that has it, and how many runs before it died in a row."""

    company_id: UUID
    connection_id: UUID
    lane: str
    number: int
    backend: int
    deaths: int
    line: "lifeline.Line | None"

    @property
    def is_careful(self) -> bool:
        """Whether runs died here lately, so that one item is worked on at a time."""
        return self.deaths >= CAREFUL_AFTER


_here = threading.local()
_stopping = threading.Event()


def number_of(connection_id: UUID, lane: str) -> int:
    """The number of the lane's lock."""
    return int.from_bytes(hashlib.sha256(f"{connection_id}|{lane}".encode()).digest()[:8], "big", signed=True)


@contextmanager
def holding(company_id: UUID, connection_id: UUID, lane: str) -> Iterator[Hold | None]:
    """Hold the lane during a block; None when another run has it. Call outside a transaction.

    What is raised in the block goes on; that the run stumbled is written down, unless the database itself went away.
    """
    hold = _take(company_id, connection_id, lane)
    if hold is None:
        yield None
        return
    outer, _here.hold = getattr(_here, "hold", None), hold
    outcome = "cut"
    try:
        yield hold
        outcome = "well"
    except (OperationalError, InterfaceError, LaneLost):
        outcome = "interrupted"
        raise
    except Exception:
        outcome = "stumbled"
        raise
    finally:
        _here.hold = outer
        _release(hold, outcome)


def current() -> Hold | None:
    """The hold of the run this thread is in."""
    found: Hold | None = getattr(_here, "hold", None)
    return found


def is_careful() -> bool:
    """Whether the run under way must work on one item at a time."""
    hold = current()
    return hold is not None and hold.is_careful


def may_begin(item_id: UUID) -> bool:
    """Name the item that is worked on next. False when runs died over it too often: set it aside then.

    Costs nothing while the lane is well. Call outside a transaction: it must be known before the work begins.
    """
    hold = current()
    if hold is None or not hold.is_careful:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sync_lane_hand(%s, %s, %s, %s)", [hold.company_id, hold.connection_id, hold.lane, item_id]
        )
        deaths = cursor.fetchone()
    return not deaths or (deaths[0] or 0) < MOST_DEATHS


def check() -> None:
    """Raise LaneLost when the run under way may have been taken over; ask before anything leaves the house."""
    hold = current()
    if hold is None:
        return
    if hold.line is not None and not hold.line.is_beating:
        raise LaneLost(f"{hold.lane}: this process was silent for too long")
    session = connection.connection
    if session is None or session.closed or session.info.backend_pid != hold.backend:
        raise LaneLost(f"{hold.lane}: its database session ended")


def stop() -> None:
    """Runs under way in this process finish the item in hand and leave the rest to others."""
    _stopping.set()


def go_on() -> None:
    """Runs work to their end again."""
    _stopping.clear()


def is_stopping() -> bool:
    """Whether runs should take nothing more in hand."""
    return _stopping.is_set()


def _take(company_id: UUID, connection_id: UUID, lane: str) -> Hold | None:
    number = number_of(connection_id, lane)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT backend, died FROM sync_lane_begin(%s, %s, %s, %s)", [company_id, connection_id, lane, number]
        )
        found = cursor.fetchone()
    if found is None:
        return None
    backend, deaths = found
    return Hold(company_id, connection_id, lane, number, backend, deaths, lifeline.current())


def _release(hold: Hold, outcome: str) -> None:
    """Give the lock back; a session that broke, or cannot be trusted any more, is closed for good, lock and all."""
    if connection.needs_rollback or not connection.is_usable() or not _is_its_session(hold):
        _hang_up(hold)
        return
    with connection.cursor() as cursor:
        if outcome == "cut":
            cursor.execute("SELECT pg_advisory_unlock(%s)", [hold.number])
            return
        cursor.execute(
            "SELECT sync_lane_end(%s, %s, %s, %s, %s)",
            [hold.company_id, hold.connection_id, hold.lane, hold.number, outcome],
        )


def _is_its_session(hold: Hold) -> bool:
    session = connection.connection
    return session is not None and session.info.backend_pid == hold.backend


def _hang_up(hold: Hold) -> None:
    """A pooled session would otherwise be handed on with its lock."""
    if _is_its_session(hold):
        connection.connection.close()
    connection.close()
