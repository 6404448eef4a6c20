"""Signs of life of this installation's processes, so that others notice when one hangs or is gone."""

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet

from isthmus import __version__
from isthmus.base import tallies
from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.sync.models import Heartbeat

WORKER, WEB, INGEST = "worker", "web", "ingest"
RECEIVING = (WEB, INGEST)
SEEN_WITHIN = timedelta(seconds=60)
MOST_DOING = 20


@dataclass(frozen=True)
class Workers:
    """How many workers live, and when the last sign of any was."""

    alive: int
    last_seen_at: datetime | None

    @property
    def are_missing(self) -> bool:
        """Whether nobody does the work."""
        return self.alive == 0


class Pulse:
    """The signs of life of this process; what it does calls `came_around` and `busy`, its watchman `beat`."""

    def __init__(self) -> None:
        self.id = new_id()
        self.started_at = self.worked_at = now()
        self.doing: dict[object, str] = {}
        self.lock = threading.Lock()

    def came_around(self) -> None:
        """The process's main loop has come around."""
        self.worked_at = now()

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Something is being done."""
        key = object()
        with self.lock:
            self.doing[key] = what
        try:
            with tallies.LANE_SECONDS.labels(what).time():
                yield
        finally:
            with self.lock:
                self.doing.pop(key, None)

    def beat(self, kind: str, spool: Mapping[str, Any] | None = None) -> None:
        """Write down that this process lives, what it does, and how its host's spool stands, if that is given."""
        stands = {} if spool is None else {"spool": spool}
        with self.lock:
            doing = sorted(set(self.doing.values()))[:MOST_DOING]
        if kind != WORKER:
            self.came_around()
        Heartbeat.objects.update_or_create(
            id=self.id,
            defaults={"seen_at": now(), "worked_at": self.worked_at, "doing": doing, "stopped_at": None, **stands},
            create_defaults={
                **signed(kind),
                **stands,
                "doing": doing,
                "started_at": self.started_at,
                "worked_at": self.worked_at,
            },
        )

    def stop(self) -> None:
        """Write down that this process ends as it should."""
        Heartbeat.objects.filter(id=self.id).update(stopped_at=now(), doing=[])


PULSE = Pulse()


def host() -> str:
    """This host's name."""
    return socket.gethostname()[:200]


def signed(kind: str) -> dict[str, str | int]:
    """Which process this is."""
    return {"kind": kind, "host": host(), "pid": os.getpid(), "version": __version__}


def workers() -> Workers:
    """The workers of this installation."""
    last = Heartbeat.objects.filter(kind=WORKER).aggregate(last=Max("worked_at"))["last"]
    return Workers(living(WORKER).count(), last)


def living(kind: str) -> QuerySet[Heartbeat]:
    """Processes that were seen lately, whose main loop came around lately, and whose work nobody had to take over."""
    present = now()
    lately = Heartbeat.objects.filter(seen_at__gt=present - SEEN_WITHIN, worked_at__gt=present - came_around_within())
    return lately.filter(kind=kind, stopped_at=None, lost_at=None)


def came_around_within() -> timedelta:
    """How long a worker's main loop may take when nothing is wrong."""
    return timedelta(seconds=2 * settings.CONFIG.sweep_seconds) + SEEN_WITHIN
