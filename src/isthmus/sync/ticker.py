"""What makes the lanes run: Procrastinate jobs as ticks, a listener, and a sweep in case a notice was lost.

The truth is in our rows. A tick names a lane and nothing else; losing one loses nothing, a second one does no harm.
Lanes exclude each other by the database's session locks and not by the engine's own, which would hold a lane until a
killed worker is missed.
"""

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, connections, transaction
from procrastinate import App
from procrastinate.contrib.django import app as engine
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from isthmus.base.clock import now
from isthmus.hiring import search_documents
from isthmus.store.changes import CHANNEL
from isthmus.sync import followers, holding, lanes, lifeline
from isthmus.sync.notice import nudge
from isthmus.sync.watching.heartbeats import PULSE

TASK = "isthmus.run_lane"
BUSY_AGAIN_SECONDS = 1
REFUSED_KEPT = timedelta(days=1)
STRAYS_KEPT = timedelta(days=30)
EXCHANGES_KEPT = timedelta(days=30)
TIDY_EVERY = timedelta(hours=1)
HEARTBEAT_SECONDS = 5.0
MISSED_AFTER_SECONDS = 20.0
LISTEN_AGAIN_SECONDS = 1.0
START_AGAIN_SECONDS = 1.0
SHORTEST_WAIT_SECONDS = 0.05

logger = logging.getLogger("isthmus.ticker")


@engine.task(name=TASK, queue="lanes")
def run_lane(company_id: str, connection_id: str, lane: str) -> None:
    """Do what is due in one lane; when another run is under way, tick again in a moment."""
    close_old_connections()
    try:
        if lanes.run(UUID(company_id), UUID(connection_id), lane):
            nudge("ran")
        else:
            _tick(company_id, connection_id, lane, in_seconds=BUSY_AGAIN_SECONDS)
    finally:
        connections.close_all()


def sweep() -> int:
    """Follow the changes and tick every lane with something due. Returns how many lanes that are.

    Trouble with following holds up nothing that is due already.
    """
    try:
        followers.follow_all()
        search_documents.renew_everywhere()
    finally:
        waiting = _tick_due()
    return waiting


def _tick_due() -> int:
    waiting = lanes.due()
    for item in waiting:
        _tick(str(item.company_id), str(item.connection_id), item.lane)
    return len(waiting)


def tidy() -> None:
    """Forget refused deliveries after a day, nobody's deliveries and the trace of calls after a month."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sync_forget_refused(%s)", [now() - REFUSED_KEPT])
        cursor.execute("SELECT sync_forget_strays(%s, %s)", [now() - REFUSED_KEPT, now() - STRAYS_KEPT])
        cursor.execute("SELECT sync_forget_exchanges(%s)", [now() - EXCHANGES_KEPT])
        cursor.execute("SELECT sync_forget_lanes()")


def seconds_until_next(longest: float) -> float:
    """How long nothing will fall due, at most `longest`."""
    moment = lanes.next_due()
    if moment is None:
        return longest
    return min(max((moment - now()).total_seconds(), SHORTEST_WAIT_SECONDS), longest)


def run_worker(stop_event: threading.Event | None = None, *, concurrency: int = 4) -> None:
    """Work until the event is set, or until SIGTERM or SIGINT; what is under way is finished first.

    When the database goes away, work starts again as soon as it is back.
    """
    stop = stop_event or threading.Event()
    try:
        while not stop.is_set():
            try:
                asyncio.run(_work(stop, concurrency))
            except (psycopg.Error, DatabaseError, ConnectorException) as error:
                logger.error("the worker lost the database: %s; it starts again", type(error).__name__)
                stop.wait(START_AGAIN_SECONDS)
    finally:
        holding.go_on()


def _tick(company_id: str, connection_id: str, lane: str, *, in_seconds: int = 0) -> None:
    """One tick for the lane unless one waits already; in a savepoint, which a clash leaves unharmed."""
    task = engine.configure_task(
        TASK, queueing_lock=f"{connection_id}:{lane}", schedule_in={"seconds": in_seconds} if in_seconds else None
    )
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(company_id=company_id, connection_id=connection_id, lane=lane)


async def _work(stop_event: threading.Event, concurrency: int) -> None:
    worker_app = engine.with_connector(engine.connector.get_worker_connector())  # type: ignore[attr-defined]
    stopping = asyncio.Event()
    _stop_on_signals(stop_event)
    async with worker_app.open_async():
        background = [
            asyncio.create_task(_sweep_forever(stopping)),
            asyncio.create_task(_rescue_forever(worker_app, stopping)),
            asyncio.create_task(_watch(stop_event, stopping)),
        ]
        worker = asyncio.create_task(
            worker_app.run_worker_async(
                queues=["lanes"],
                concurrency=concurrency,
                install_signal_handlers=False,
                delete_jobs="always",
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=MISSED_AFTER_SECONDS,
            )
        )
        ended = asyncio.create_task(stopping.wait())
        await asyncio.wait([worker, ended, *background], return_when=asyncio.FIRST_COMPLETED)
        stopping.set()
        await _wind_down(worker, [ended, *background])


async def _wind_down(worker: asyncio.Task[None], others: list[asyncio.Task[Any]]) -> None:
    """Let the worker finish what it runs; then report the first thing that went wrong, if anything did."""
    worker.cancel()
    results = await asyncio.gather(worker, *others, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


def _stop_on_signals(stop_event: threading.Event) -> None:
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop_event.set)


async def _watch(stop_event: threading.Event, stopping: asyncio.Event) -> None:
    while not stopping.is_set() and not stop_event.is_set():
        await asyncio.sleep(0.1)
    if stop_event.is_set():
        holding.stop()
    stopping.set()


async def _sweep_forever(stopping: asyncio.Event) -> None:
    """Sweep at every notice, when the next work falls due, and every so often in any case."""
    woken = asyncio.Event()
    listener = asyncio.create_task(_listen_forever(woken, stopping))
    tidied_at = None
    try:
        while not stopping.is_set():
            woken.clear()
            pause = await _in_thread(_sweep_once)
            if tidied_at is None or now() - tidied_at > TIDY_EVERY:
                tidied_at = now()
                await _in_thread(tidy)
            await _first_of(woken, stopping, pause)
    finally:
        listener.cancel()


def _sweep_once() -> float:
    longest: float = settings.CONFIG.sweep_seconds
    try:
        sweep()
        PULSE.came_around()
        return seconds_until_next(longest)
    except Exception:
        logger.exception("the sweep failed; it is tried again")
        return LISTEN_AGAIN_SECONDS


async def _first_of(woken: asyncio.Event, stopping: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.create_task(event.wait()) for event in (woken, stopping)]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


async def _listen_forever(woken: asyncio.Event, stopping: asyncio.Event) -> None:
    """Set the event at each notice; a lost connection is opened again, and missed notices are made up by a sweep."""
    while not stopping.is_set():
        try:
            async for _ in _notices():
                woken.set()
        except psycopg.Error as error:
            logger.warning("listening was interrupted: %s", type(error).__name__)
        await asyncio.sleep(LISTEN_AGAIN_SECONDS)
        woken.set()


async def _notices() -> AsyncIterator[None]:
    async with await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True) as listening:
        await listening.execute(f"LISTEN {CHANNEL}")
        async for _ in listening.notifies():
            yield


async def _rescue_forever(worker_app: App, stopping: asyncio.Event) -> None:
    """Work of workers that are gone is taken over, and their ticks are ticked again; the engine does neither."""
    pause = min(MISSED_AFTER_SECONDS, settings.CONFIG.worker_silent_seconds / 3)
    while not stopping.is_set():
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(stopping.wait(), timeout=pause)
            return
        await _in_thread(lifeline.take_over)
        stalled = await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=MISSED_AFTER_SECONDS)
        for job in stalled:
            logger.warning("a tick was left behind by a worker that is gone; ticking again")
            with contextlib.suppress(Exception):
                await worker_app.job_manager.retry_job(job)


async def _in_thread(function: Any) -> Any:
    def call() -> Any:
        close_old_connections()
        try:
            return function()
        finally:
            connections.close_all()

    return await sync_to_async(call, thread_sensitive=False)()
