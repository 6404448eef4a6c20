"""The worker process: runs what is due until it is told to stop, or once for `isthmus drain`."""

import logging
import os
import threading

from django.conf import settings
from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    start_http_server,
)

from isthmus.base import heap, tallies, tracing
from isthmus.sync import lanes, lifeline, ticker
from isthmus.sync.watching import heartbeats
from isthmus.sync.watching.watchman import Watchman

STOPPED_HARD = 75

logger = logging.getLogger("isthmus.worker")


def run() -> None:
    """Run lanes as they fall due; returns after SIGTERM or SIGINT, when the calls in hand are finished.

    A call that does not end within the bound is left to the others: the process ends all the same, which loses nothing.
    """
    stop = threading.Event()
    threading.Thread(target=_end_in_time, args=(stop,), name="bound", daemon=True).start()
    tracing.set_up(settings.CONFIG.traces, service="isthmus-worker")
    _show_numbers(settings.CONFIG.worker_metrics_port)
    heap.settle()
    with lifeline.beating():
        watchman = Watchman(heartbeats.WORKER).start()
        try:
            ticker.run_worker(stop)
        finally:
            watchman.stop()
            tracing.end()


def drain() -> int:
    """Run everything due now until nothing is, as a worker the others hear of. Returns how many lane runs that took."""
    with lifeline.beating():
        return drain_once()


def drain_once(*, rounds: int = 1000) -> int:
    """Run everything due now until nothing is, for at most so many rounds. Returns how many lane runs that took."""
    runs = 0
    for _ in range(rounds):
        heartbeats.PULSE.came_around()
        done = lanes.run_due()
        runs += done
        if not done:
            break
    return runs


def _show_numbers(port: int) -> None:
    """What this process counts and times, for Prometheus, to this machine alone."""
    if not port:
        return
    registry = CollectorRegistry()
    for collector in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR, *tallies.ALL):
        registry.register(collector)
    start_http_server(port, addr="127.0.0.1", registry=registry)


def _end_in_time(stop: threading.Event) -> None:
    stop.wait()
    if not threading.Event().wait(settings.CONFIG.worker_stop_seconds):
        logger.error("a call in hand did not end in time; it is left to other workers")
        os._exit(STOPPED_HARD)
