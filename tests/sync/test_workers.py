"""Workers as processes: heard of, taken over when they fall silent, and kept from sending when they wake again."""

import dataclasses
import os
import threading

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db import connections as databases

from isthmus.base.ids import new_id
from isthmus.sync import holding, lanes, lifeline, outbox
from isthmus.sync.models import Outbox

SILENT = 60.0


@pytest.fixture
def lane():
    yield lambda run: lanes.register("outbox:test", run)
    lanes._runs.pop("outbox:test", None)


@pytest.fixture
def beating(committed, settings):
    """This process is a worker that beats only when the test says so."""
    settings.CONFIG = dataclasses.replace(settings.CONFIG, worker_silent_seconds=SILENT)
    lifeline._begin()
    yield
    lifeline._leave()
    databases.close_all()


def silence(seconds: float) -> None:
    """The worker was last heard of so long ago."""
    with databases["owner"].cursor() as cursor:
        cursor.execute("UPDATE sync_heartbeat SET beat_at = beat_at - make_interval(secs => %s)", [seconds])
    databases["owner"].close()


def taken_over_by_another() -> list[str]:
    """Another process looks for silent workers; its own session bears no worker's name."""
    found: list[list[str]] = []

    def look() -> None:
        name = os.environ.pop("PGAPPNAME", None)
        try:
            found.append(lifeline.take_over())
        finally:
            databases.close_all()
            if name is not None:
                os.environ["PGAPPNAME"] = name

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found[0]


def meet_a_new_session() -> None:
    """The session was ended; Django opens another one, which does not hold the lane."""
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()


def tell(cast, connection_id, key: str) -> None:
    with cast.acting():
        outbox.tell(connection_id, "test", new_id(), key, "X", {})


def test_a_worker_that_beats_is_known_and_one_that_leaves_is_not(committed_cast, beating):
    (worker,) = lifeline.known()
    assert (worker.pid, worker.lost_at) == (os.getpid(), None)
    lifeline._leave()
    assert lifeline.known() == []


def test_a_worker_heard_of_lately_keeps_its_work(committed_cast, beating):
    silence(SILENT / 2)
    assert taken_over_by_another() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_silent_worker_loses_its_lane_and_may_send_nothing_more(committed_cast, beating, connection_id, lane):
    tell(committed_cast, connection_id, "a")
    told: list[str] = []
    awoken: list[type[BaseException]] = []

    def another() -> None:
        def run(company_id, connection_id) -> None:
            while fact := outbox.take(company_id, connection_id, "test"):
                told.append(f"another: {fact.key}")
                outbox.told(company_id, fact)

        lanes.register("outbox:test", run)
        lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")
        databases.close_all()

    def stopped(company_id, connection_id) -> None:
        fact = outbox.take(company_id, connection_id, "test")
        assert fact is not None
        silence(SILENT + 1)
        assert len(taken_over_by_another()) == 1
        thread = threading.Thread(target=another)
        thread.start()
        thread.join()
        meet_a_new_session()
        assert lifeline.current().beat() is False
        try:
            holding.check()
            told.append("the one that was stopped")
        except holding.LaneLost as error:
            awoken.append(type(error))
            raise

    lane(stopped)
    with pytest.raises(holding.LaneLost):
        lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")
    assert told == ["another: a"]
    assert awoken == [holding.LaneLost]
    with committed_cast.acting():
        assert Outbox.objects.get().state == "sent"


def test_a_new_session_does_not_hold_the_lane(committed_cast, connection_id, lane):
    reached: list[str] = []

    def run(*_) -> None:
        connection.close()
        with pytest.raises(holding.LaneLost):
            holding.check()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        holding.check()
        reached.append("never")

    lane(run)
    with pytest.raises(holding.LaneLost):
        lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")
    assert reached == []


def test_a_process_that_could_not_beat_for_long_sends_nothing(committed_cast, beating, connection_id, lane):
    def run(*_) -> None:
        lifeline.current()._beat_at -= SILENT
        holding.check()

    lane(run)
    with pytest.raises(holding.LaneLost, match="silent for too long"):
        lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")


def test_a_worker_that_wakes_takes_a_new_name(committed_cast, beating):
    first = lifeline.current()
    silence(SILENT + 1)
    assert len(taken_over_by_another()) == 1
    lifeline._beat_once()
    lifeline._beat_once()
    second = lifeline.current()
    assert second is not None
    assert second.id != first.id
    assert second.is_beating
    assert [worker.lost_at is None for worker in lifeline.known()] == [False, True]


def test_a_worker_is_lost_once_and_its_late_sessions_end_too(committed_cast, beating, database_server):
    silence(SILENT + 1)
    assert len(taken_over_by_another()) == 1
    dsn = f"{database_server.dsn('isthmus_app')} application_name='{lifeline.NAME}{lifeline.current().id}'"
    with psycopg.connect(dsn, autocommit=True) as late:
        assert taken_over_by_another() == []
        with pytest.raises(psycopg.OperationalError):
            late.execute("SELECT 1")
