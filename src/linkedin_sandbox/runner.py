"""The process' own heartbeat: three threads that keep calling `tick_state`, `tick_network` and `tick_log` until told to
stop, so a slow webhook never holds up the tasks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from linkedin_sandbox.tick import tick_log, tick_network, tick_state
from linkedin_sandbox.world import World

_log = logging.getLogger(__name__)


class Runner:
    """Start it when the application starts, stop it when it ends."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop, args=(step,), name=f"sandbox-{step.__name__}", daemon=True)
            for step in (tick_state, tick_network, tick_log)
        ]

    def start(self) -> None:
        """Begin ticking."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask the threads to end and wait for the round they are in."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=15)

    def _loop(self, step: Callable[[World, int], int]) -> None:
        while not self._stopping.wait(self.world.settings.tick_seconds):
            try:
                step(self.world, self.world.clock.now_ms())
            except Exception:
                _log.exception("%s failed; the next round tries again", step.__name__)
