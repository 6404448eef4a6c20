"""Workers say that they live; one that is silent for too long loses its sessions, and with them its work, to others.

A killed process frees its locks at once. A stopped one, or a host that vanished, keeps its sessions open, and so its
locks: whoever is alive ends them after a minute of silence. A worker that wakes up again finds out before it sends.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, connections

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.sync.models import Heartbeat
from isthmus.sync.watching.heartbeats import PULSE, WORKER, signed

NAME = "isthmus worker "
_SLOWEST_BEAT = 5.0

_BEAT = """
    INSERT INTO sync_heartbeat AS h (
        id, kind, host, pid, version, doing, started_at, seen_at, worked_at, beat_at)
    VALUES (%(id)s, %(kind)s, %(host)s, %(pid)s, %(version)s, '[]', %(started_at)s, %(seen_at)s, %(worked_at)s,
        clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET beat_at = clock_timestamp(), seen_at = excluded.seen_at WHERE h.lost_at IS NULL
    RETURNING true
"""

_LOSE = """
    UPDATE sync_heartbeat SET lost_at = clock_timestamp()
    WHERE kind = %s AND lost_at IS NULL AND stopped_at IS NULL
        AND beat_at < clock_timestamp() - make_interval(secs => %s)
    RETURNING host
"""

_END_SESSIONS = """
    SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a
    JOIN sync_heartbeat h ON a.application_name = %s || h.id
    WHERE h.lost_at IS NOT NULL AND a.usename = current_user AND a.pid <> pg_backend_pid()
"""

_KNOWN = """
    SELECT id, host, pid, started_at, seen_at, worked_at, clock_timestamp() - beat_at, lost_at FROM sync_heartbeat
    WHERE kind = %s AND beat_at IS NOT NULL AND stopped_at IS NULL
        AND (lost_at IS NULL OR lost_at > clock_timestamp() - interval '1 day')
    ORDER BY started_at, beat_at
"""

logger = logging.getLogger("isthmus.workers")


@dataclass(frozen=True)
class Known:
    """One worker as the database knows it: when it began, was last heard of, and its main loop last came around, by its
    own clock; how long it has been silent, by the database's; and since when it counts as lost.
    """

    id: UUID
    host: str
    pid: int
    began_at: datetime
    heard_at: datetime
    worked_at: datetime
    silent: timedelta
    lost_at: datetime | None


class Line:
    """This process under one name. `is_beating` is asked without the database, right before something leaves."""

    def __init__(self, silent_seconds: float) -> None:
        self.id = new_id()
        self.is_lost = False
        self._lapses_after = silent_seconds * 2 / 3
        self._beat_at = _uptime()

    @property
    def is_beating(self) -> bool:
        """Whether the others surely still count on this process."""
        return not self.is_lost and _uptime() - self._beat_at < self._lapses_after

    def beat(self) -> bool:
        """Say that this process lives. Returns False when others have taken its work over already."""
        began = _uptime()
        moments = {"started_at": PULSE.started_at, "seen_at": now(), "worked_at": PULSE.worked_at}
        with connection.cursor() as cursor:
            cursor.execute(_BEAT, {**signed(WORKER), **moments, "id": self.id})
            found = cursor.fetchone()
        self.is_lost = not (found and found[0])
        self._beat_at = began
        return not self.is_lost


_line: Line | None = None


def current() -> Line | None:
    """The line of this process; None in one that does not beat, such as the web server's."""
    return _line


@contextmanager
def beating() -> Iterator[None]:
    """Beat during a block. Every database session of this process bears its name from now on."""
    ended = threading.Event()
    _begin()
    thread = threading.Thread(target=_beat_until, args=(ended,), name="lifeline", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(_SLOWEST_BEAT)
        _leave()


def take_over() -> list[str]:
    """End the sessions of workers that have been silent for too long. Returns their hosts, newly lost ones only."""
    with connection.cursor() as cursor:
        cursor.execute(_LOSE, [WORKER, settings.CONFIG.worker_silent_seconds])
        hosts = [str(host) for (host,) in cursor.fetchall()]
        cursor.execute(_END_SESSIONS, [NAME])
    for host in hosts:
        logger.warning("a worker on %s was silent for too long; its work is taken over", host)
    return hosts


def known() -> list[Known]:
    """Every worker that beats, or was lost within a day, longest running first."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [WORKER])
        return [Known(*row) for row in cursor.fetchall()]


def _begin() -> None:
    """Take a new name; sessions opened under another one are not ended with this process, so they are closed."""
    global _line  # noqa: PLW0603 - one per process
    _line = Line(settings.CONFIG.worker_silent_seconds)
    PULSE.id = _line.id
    os.environ["PGAPPNAME"] = f"{NAME}{_line.id}"
    connections.close_all()
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()  # type: ignore[attr-defined]
    _line.beat()


def _beat_until(ended: threading.Event) -> None:
    pause = min(_SLOWEST_BEAT, settings.CONFIG.worker_silent_seconds / 6)
    try:
        while not ended.wait(pause):
            _beat_once()
    finally:
        connections.close_all()


def _beat_once() -> None:
    line = _line
    try:
        if line is not None and not line.beat():
            logger.warning("this worker was silent for too long and others took its work over; it begins anew")
            _begin()
    except DatabaseError as error:
        logger.warning("the worker could not say that it lives: %s", type(error).__name__)
        connections.close_all()


def _leave() -> None:
    global _line  # noqa: PLW0603 - one per process
    line, _line = _line, None
    os.environ.pop("PGAPPNAME", None)
    if line is None:
        return
    try:
        Heartbeat.objects.filter(id=line.id).update(stopped_at=now(), doing=[])
    except DatabaseError as error:
        logger.warning("the worker could not say that it leaves: %s", type(error).__name__)


def _uptime() -> float:
    """Seconds that also pass while the machine sleeps, where the system counts them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
