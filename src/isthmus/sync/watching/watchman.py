"""The watchman: a thread of every worker and every process that serves, which says “alive”, looks, tells, and pings.

Whoever holds the database's lock looks or tells, so that it happens once; when every worker is gone the web process
does it, and when the web process is gone a worker does. When nobody is left, the ping stays away, which a service
elsewhere notices.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import httpx2
from django.conf import settings
from django.db import close_old_connections, connection, connections

from isthmus.base.clock import now
from isthmus.sync.models import Heartbeat
from isthmus.sync.watching import looking, spools, telling
from isthmus.sync.watching.heartbeats import PULSE

BEAT_SECONDS = 10.0
PING_SECONDS = 10.0
LOOK, LOOK_ID = "look", UUID(int=1)
SAMPLES_KEPT = timedelta(hours=25)
ALARMS_KEPT = timedelta(days=30)

logger = logging.getLogger("isthmus.watching")


class Watchman:
    """One process's watchman, of the kind of process it is in."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._forever, name="watchman", daemon=True)
        self.looked_at = 0.0

    def start(self) -> "Watchman":
        """Begin to watch."""
        self.thread.start()
        return self

    def stop(self) -> None:
        """Finish the round under way, and say that this process ends as it should."""
        self.stopping.set()
        self.thread.join(timeout=BEAT_SECONDS)

    def round(self) -> None:
        """One round: beat, and look and tell when it is time."""
        standing = spools.here()
        PULSE.beat(self.kind, standing)
        spools.was_said(standing)
        if time.monotonic() - self.looked_at >= settings.CONFIG.watch_seconds:
            self.looked_at = time.monotonic()
            look_once()
        tell_once()

    def _forever(self) -> None:
        while not self.stopping.is_set():
            self._guarded(self.round)
            self.stopping.wait(BEAT_SECONDS)
        self._guarded(PULSE.stop)

    def _guarded(self, act: Callable[[], None]) -> None:
        close_old_connections()
        try:
            act()
        except Exception as error:  # the watchman outlives whatever goes wrong
            logger.warning("the watchman could not finish his round: %s", type(error).__name__)
        finally:
            connections.close_all()


def look_once() -> bool:
    """Look, unless somebody else does or just did. Returns whether this process looked."""
    with _alone("look") as is_ours:
        if not is_ours or not _is_time():
            return False
        troubles = looking.look()
        with connection.cursor() as cursor:
            cursor.execute("SELECT sync_forget_watching(%s, %s)", [now() - SAMPLES_KEPT, now() - ALARMS_KEPT])
        _looked()
    if not troubles:
        ping()
    return True


def tell_once() -> bool:
    """Send what is to be told, unless somebody else does. Returns whether this process did."""
    with _alone("tell") as is_ours:
        if is_ours:
            telling.send_due()
        return is_ours


def ping() -> None:
    """Let a service elsewhere know that all is well; it alerts when it hears nothing."""
    url = settings.CONFIG.ping_url
    if not url:
        return
    try:
        httpx2.get(url, timeout=PING_SECONDS, follow_redirects=False)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        logger.warning("the ping was not heard: %s", type(error).__name__)


def _is_time() -> bool:
    """Whether the last look of any process is long enough ago; one from the future counts as long ago."""
    last = Heartbeat.objects.filter(id=LOOK_ID).values_list("seen_at", flat=True).first()
    if last is None:
        return True
    ago = (now() - last).total_seconds()
    return ago < 0 or ago >= settings.CONFIG.watch_seconds / 2


def _looked() -> None:
    defaults = {"kind": LOOK, "host": "", "pid": 0, "version": "", "seen_at": now(), "worked_at": now()}
    Heartbeat.objects.update_or_create(id=LOOK_ID, defaults=defaults)


@contextmanager
def _alone(what: str) -> Iterator[bool]:
    """A session lock of the database: it ends with the process that holds it."""
    number = int.from_bytes(hashlib.sha256(f"watching|{what}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
