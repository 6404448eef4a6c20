"""Lanes and followers: what is due runs, once at a time, to the end; changes are followed exactly once."""

import threading

import psycopg
import pytest
from django.db import connections as databases

from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.hiring import jobs, pipeline
from isthmus.store import changes
from isthmus.sync import followers, freshness, lanes, outbox
from tests import builders
from tests.waiting import until_nobody_holds


@pytest.fixture
def lane():
    """Registers a lane for the test: `lane(run)`; its name is `outbox:test`."""
    yield lambda run: lanes.register("outbox:test", run)
    lanes._runs.pop("outbox:test", None)


@pytest.fixture
def follow():
    """`follow(function)` follows every change for the test."""
    before = dict(followers._followers)
    followers._followers.clear()
    yield lambda function: followers.register("test", function)
    followers._followers.clear()
    followers._followers.update(before)


def tell(cast, connection_id, key: str = "a") -> None:
    with cast.acting():
        outbox.tell(connection_id, "test", new_id(), key, "X", {})


def run_of(cast):
    def run(company_id, connection_id) -> None:
        while fact := outbox.take(company_id, connection_id, "test"):
            outbox.told(company_id, fact)

    return run


def test_what_is_due_runs_until_nothing_is(committed_cast, connection_id, lane):
    tell(committed_cast, connection_id)
    lane(run_of(committed_cast))
    assert lanes.run_due() == 1
    assert lanes.is_idle()


def test_a_lane_that_makes_no_progress_is_found_out(cast, connection_id, lane, monkeypatch):
    monkeypatch.setattr(lanes, "MOST_ROUNDS", 3)
    tell(cast, connection_id)
    lane(lambda *_: None)
    with pytest.raises(RuntimeError, match="does not come to an end"):
        lanes.run_due()


def test_a_lane_runs_once_at_a_time_and_a_killed_holder_frees_it(committed_cast, connection_id, database_server):
    import hashlib

    number = int.from_bytes(hashlib.sha256(f"{connection_id}|outbox:test".encode()).digest()[:8], "big", signed=True)
    lanes.register("outbox:test", lambda *_: None)
    try:
        with psycopg.connect(database_server.dsn("isthmus_app"), autocommit=True) as holder:
            holder.execute("SELECT pg_advisory_lock(%s)", [number])
            assert lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test") is False
        until_nobody_holds(number)
        assert lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test") is True
    finally:
        lanes._runs.pop("outbox:test")


def test_the_lock_is_given_back_even_when_the_run_fails(committed_cast, connection_id, lane):
    def fails(*_) -> None:
        raise RuntimeError("no")

    lane(fails)
    with pytest.raises(RuntimeError):
        lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")
    outcome: list[bool] = []

    def elsewhere() -> None:
        lanes.register("outbox:test", lambda *_: None)
        outcome.append(lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test"))
        databases.close_all()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert outcome == [True]


def test_a_resting_lane_is_neither_due_nor_forgotten(cast, connection_id, lane, move_clock):
    tell(cast, connection_id)
    lane(run_of(cast))
    with cast.acting():
        lanes.rest(connection_id, "outbox:test", Failure(Kind.MISCONFIGURED, "Ask an admin."))
    assert lanes.due() == []
    assert lanes.next_due() is not None
    with cast.acting():
        lanes.wake(connection_id)
    assert [item.lane for item in lanes.due()] == ["outbox:test"]


def test_a_change_is_followed_once_and_in_its_company(committed_cast, follow):
    seen: list[str] = []
    follow(lambda rows: seen.extend(f"{row.entity}:{row.operation}" for row in rows if row.entity == "hiring_job"))
    with committed_cast.acting():
        pipeline.ensure_stages()
        jobs.create_job(builders.a_draft())
    followers.follow_all()
    followers.follow_all()
    assert seen == ["hiring_job:insert"]


def test_what_a_failed_follower_read_is_read_again(committed_cast, follow):
    seen: list[int] = []

    def once_broken(rows) -> None:
        seen.append(len(rows))
        if len(seen) == 1:
            raise RuntimeError("power cut")

    follow(once_broken)
    with committed_cast.acting():
        jobs.create_job(builders.a_draft())
    with pytest.raises(RuntimeError):
        followers.follow_all()
    followers.follow_all()
    assert seen[0] == seen[1]


def test_the_effects_of_following_and_the_place_in_the_log_are_one(committed_cast, connection_id, follow):
    def tells_and_dies(rows) -> None:
        outbox.tell(connection_id, "test", new_id(), "told", "X", {})
        raise RuntimeError("power cut")

    follow(tells_and_dies)
    with committed_cast.acting():
        jobs.create_job(builders.a_draft())
    with pytest.raises(RuntimeError):
        followers.follow_all()
    assert lanes.next_due() is None
    assert changes.read is not None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (14, "14 s ago"), (100, "1 min ago"), (3600 * 5, "5 h ago"), (86400 * 3, "3 days ago")],
)
def test_ages_in_words(cast, move_clock, seconds, words):
    from isthmus.base.clock import now

    moment = now()
    move_clock(seconds)
    assert freshness.ago(moment) == words


def test_freshness_says_what_failed_since_when_and_whose_move(cast, connection_id, move_clock):
    freshness.describe("test", freshness.Described("Tests", lambda: 2))
    try:
        with cast.acting():
            freshness.worked(connection_id, "test")
            move_clock(60)
            freshness.failed(connection_id, "test", Failure(Kind.MISCONFIGURED, "Ask an admin."))
            move_clock(60)
            health = next(stream for stream in freshness.report() if stream.name == "test")
        assert (health.state, health.backlog, health.whose_move) == ("failing", 2, "an admin")
        assert health.words == "failing for 60 s, last worked 2 min ago; 2 waiting"
    finally:
        freshness._streams.pop("test")
