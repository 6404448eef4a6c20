"""The ticker: work is done as it falls due, a lost tick loses nothing, and the worker stops when it is told to."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from isthmus.base.ids import new_id
from isthmus.sync import lanes, outbox, ticker
from isthmus.sync.models import Outbox

PATIENCE = 20.0


class Counter:
    """Tells facts, and lets the test wait until so many are told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.changed = threading.Condition()
        self.block: threading.Event | None = None
        self.entered = threading.Event()

    def run(self, company_id, connection_id) -> None:
        while fact := outbox.take(company_id, connection_id, "test"):
            self.entered.set()
            if self.block:
                self.block.wait(PATIENCE)
            outbox.told(company_id, fact)
            with self.changed:
                self.told.append(fact.key)
                self.changed.notify_all()

    def wait_for(self, *keys: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: set(keys) <= set(self.told), PATIENCE), self.told


@pytest.fixture
def counter() -> Iterator[Counter]:
    made = Counter()
    lanes.register("outbox:test", made.run)
    yield made
    lanes._runs.pop("outbox:test")


@pytest.fixture
def worker(committed_cast) -> Iterator[threading.Event]:
    """A worker in a thread; its stop event."""
    stop = threading.Event()
    thread = threading.Thread(target=ticker.run_worker, args=(stop,))
    thread.start()
    yield stop
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def tell(cast, connection_id, key: str, **more) -> None:
    with cast.acting():
        outbox.tell(connection_id, "test", new_id(), key, "X", {}, **more)


def test_work_is_done_when_a_notice_comes(committed_cast, counter, worker, connection_id):
    tell(committed_cast, connection_id, "a")
    counter.wait_for("a")
    tell(committed_cast, connection_id, "b")
    counter.wait_for("a", "b")


def test_work_that_waited_is_found_when_the_worker_starts(committed_cast, counter, connection_id):
    tell(committed_cast, connection_id, "a")
    stop = threading.Event()
    thread = threading.Thread(target=ticker.run_worker, args=(stop,))
    thread.start()
    try:
        counter.wait_for("a")
    finally:
        stop.set()
        thread.join(PATIENCE)


def test_work_due_later_is_done_then(committed_cast, counter, worker, connection_id):
    from datetime import timedelta

    from isthmus.base.clock import now

    tell(committed_cast, connection_id, "later", not_before=now() + timedelta(seconds=1))
    counter.wait_for("later")


def test_a_worker_told_to_stop_finishes_what_it_does(committed_cast, counter, worker, connection_id):
    counter.block = threading.Event()
    tell(committed_cast, connection_id, "a")
    assert counter.entered.wait(PATIENCE)
    worker.set()
    counter.block.set()
    counter.wait_for("a")


def test_ticking_twice_queues_one_job_and_harms_no_transaction(committed_cast, counter, connection_id):
    tell(committed_cast, connection_id, "a")
    assert (ticker.sweep(), ticker.sweep()) == (1, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (1,)


def test_a_job_names_a_lane_and_nothing_else(committed_cast, counter, connection_id):
    tell(committed_cast, connection_id, "a")
    ticker.sweep()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs")
        (args,) = cursor.fetchone()
    assert set(args if isinstance(args, dict) else __import__("json").loads(args)) == {
        "company_id",
        "connection_id",
        "lane",
    }


def test_a_busy_lane_is_ticked_again(committed_cast, counter, connection_id, monkeypatch):
    monkeypatch.setattr(lanes, "run", lambda *_: False)
    ticker.run_lane(str(committed_cast.larkfield.id), str(connection_id), "outbox:test")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(scheduled_at) > now() FROM procrastinate_jobs")
        assert cursor.fetchone() == (1, True)


def test_a_tick_left_behind_by_a_dead_worker_holds_nothing_up(committed_cast, counter, connection_id):
    tell(committed_cast, connection_id, "a")
    ticker.sweep()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert ticker.sweep() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        assert cursor.fetchone() == (1,)
    lanes.run_due()
    with committed_cast.acting():
        assert Outbox.objects.get().state == "sent"
