"""What cannot be worked on is set aside with an issue, and never keeps the rest from being done."""

import json

import pytest

from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.hiring import jobs
from isthmus.sync import followers, holding, inbox, issues, lanes, mirror, outbox
from isthmus.sync.models import Lane, Mirror, Outbox
from isthmus.sync.pacing import Urgency
from isthmus.sync.standing import Wanted
from tests import builders
from tests.sync.conftest import KEY


class DiedError(BaseException):
    """The process ended here: nothing that follows happened."""


@pytest.fixture
def lane():
    """`lane(run, name)` registers a lane for the test."""
    names: list[str] = []

    def register(run, name: str = "outbox:test") -> None:
        names.append(name)
        lanes.register(name, run)

    yield register
    for name in names:
        lanes._runs.pop(name, None)


@pytest.fixture
def follow():
    before = dict(followers._followers)
    followers._followers.clear()
    yield lambda name, function: followers.register(name, function)
    followers._followers.clear()
    followers._followers.update(before)
    followers._stumbling.clear()


def tell(cast, connection_id, *keys: str) -> None:
    with cast.acting():
        for key in keys:
            outbox.tell(connection_id, "test", new_id(), key, "X", {})


def states(cast) -> dict[str, str]:
    with cast.acting():
        return dict(Outbox.objects.values_list("key", "state"))


def titles(cast) -> list[str]:
    with cast.acting():
        return [issue.title for issue in issues.open_issues()]


def until_it_ends(cast, connection_id, move_clock, *, most: int = 12) -> int:
    """Run the lane again and again, as restarted workers would. Returns how many runs died."""
    died = 0
    for _ in range(most):
        try:
            lanes.run(cast.larkfield.id, connection_id, "outbox:test")
            return died
        except (DiedError, RuntimeError):
            died += 1
            move_clock(60)
    raise AssertionError("it never came to an end")


def deadly(cast, key: str, error: type[BaseException]):
    """A lane that tells facts and dies over one of them."""

    def run(company_id, connection_id) -> None:
        while fact := outbox.take(company_id, connection_id, "test"):
            if fact.key == key:
                raise error
            outbox.told(company_id, fact)

    return run


@pytest.mark.parametrize("error", [DiedError, RuntimeError])
def test_a_fact_that_ends_every_run_is_set_aside_and_the_rest_is_told(
    committed_cast, connection_id, lane, move_clock, error
):
    tell(committed_cast, connection_id, "a", "deadly", "b")
    lane(deadly(committed_cast, "deadly", error))
    assert until_it_ends(committed_cast, connection_id, move_clock) == holding.CAREFUL_AFTER + holding.MOST_DEATHS
    assert states(committed_cast) == {"a": "sent", "deadly": "failed", "b": "sent"}
    assert titles(committed_cast) == [holding.SET_ASIDE.message]
    with committed_cast.acting():
        row = Lane.objects.get(connection_id=connection_id)
    assert (row.began_at, row.deaths, row.in_hand, row.hand_deaths) == (None, 0, None, 0)


def test_a_run_killed_now_and_then_sets_nothing_aside(committed_cast, connection_id, lane):
    tell(committed_cast, connection_id, *(f"fact {number}" for number in range(6)))
    kills = iter([False, True] * 3)

    def run(company_id, connection_id) -> None:
        while fact := outbox.take(company_id, connection_id, "test"):
            if next(kills, False):
                raise DiedError
            outbox.told(company_id, fact)

    lane(run)
    for _ in range(4):
        try:
            lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")
        except DiedError:
            continue
    assert set(states(committed_cast).values()) == {"sent"}
    assert titles(committed_cast) == []


def test_a_lane_that_stumbles_rests_says_so_and_is_well_again(committed_cast, connection_id, lane, move_clock):
    tell(committed_cast, connection_id, "a")
    stumbles = [True]

    def run(company_id, connection_id) -> None:
        if stumbles:
            raise RuntimeError("words nobody may read")
        while fact := outbox.take(company_id, connection_id, "test"):
            outbox.told(company_id, fact)

    lane(run)
    with pytest.raises(RuntimeError):
        lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")
    assert lanes.due() == []
    assert titles(committed_cast) == [lanes.STUMBLED]
    stumbles.clear()
    move_clock(2)
    assert [item.lane for item in lanes.due()] == ["outbox:test"]
    assert lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")
    assert titles(committed_cast) == []


def test_a_fact_whose_reason_raises_is_set_aside(cast, connection_id):
    tell(cast, connection_id, "a", "broken", "b")

    def overtaken(fact) -> str:
        if fact.key == "broken":
            raise KeyError("job_application_id")
        return ""

    told = []
    while fact := outbox.take(cast.larkfield.id, connection_id, "test", overtaken=overtaken):
        outbox.told(cast.larkfield.id, fact)
        told.append(fact.key)
    assert told == ["a", "b"]
    assert states(cast)["broken"] == "failed"


def test_a_fault_of_ours_is_not_told_for_ever(cast, connection_id, move_clock):
    tell(cast, connection_id, "a")
    for _ in range(outbox.MOST_BUGS):
        move_clock(3600)
        fact = outbox.take(cast.larkfield.id, connection_id, "test")
        assert fact is not None
        outbox.not_told(cast.larkfield.id, fact, Failure(Kind.BUG, "Isthmus cannot put this into words."))
    move_clock(3600)
    assert outbox.take(cast.larkfield.id, connection_id, "test") is None
    assert titles(cast) == ["Isthmus cannot put this into words."]


def test_a_row_that_cannot_be_planned_is_set_aside_and_the_batch_goes_on(cast, connection_id):
    ids = [new_id() for _ in range(5)]
    poison = ids[2]
    with cast.acting():
        mirror.found(connection_id, "thing", {one: str(one) for one in ids}, urgency=Urgency.NOW)

    def want(rows):
        if any(row.entity_id == poison for row in rows):
            raise ValueError("a body nobody can build")
        return {row.entity_id: Wanted({"id": str(row.entity_id)}) for row in rows}

    batch = mirror.claim(cast.larkfield.id, connection_id, "thing", want)
    assert batch is not None
    assert {item.entity_id for item in batch.items} == set(ids) - {poison}
    with cast.acting():
        row = Mirror.objects.get(entity_id=poison)
        assert (row.state, row.failure_kind, row.next_attempt_at) == ("failed", "bug", None)
        assert [issue.entity_id for issue in issues.open_issues()] == [poison]


def test_a_row_whose_kept_body_does_not_open_is_set_aside(cast, connection_id):
    ids = [new_id() for _ in range(3)]
    with cast.acting():
        mirror.found(connection_id, "thing", {one: str(one) for one in ids}, urgency=Urgency.NOW)
        Mirror.objects.filter(entity_id=ids[0]).update(sealed_accepted=b"not ours")
    batch = mirror.claim(
        cast.larkfield.id, connection_id, "thing", lambda rows: {row.entity_id: Wanted({"a": 1}) for row in rows}
    )
    assert batch is not None
    assert {item.entity_id for item in batch.items} == set(ids[1:])


def test_a_row_whose_planning_kills_the_process_is_set_aside(committed_cast, connection_id, lane, move_clock):
    ids = sorted(new_id() for _ in range(4))
    with committed_cast.acting():
        mirror.found(connection_id, "thing", {one: str(one) for one in ids}, urgency=Urgency.NOW)

    def want(rows):
        if any(row.entity_id == ids[1] for row in rows):
            raise DiedError
        return {row.entity_id: Wanted(None) for row in rows}

    def run(company_id, connection_id) -> None:
        while mirror.claim(company_id, connection_id, "thing", want):
            pass

    lane(run)
    until_it_ends(committed_cast, connection_id, move_clock)
    with committed_cast.acting():
        assert dict(Mirror.objects.values_list("entity_id", "state")) == {
            one: "failed" if one == ids[1] else "accepted" for one in ids
        }


def test_a_delivery_that_kills_the_process_is_set_aside(
    committed_cast, connection_id, source, lane, move_clock, monkeypatch
):
    with committed_cast.acting():
        token = inbox.open_endpoint("fake", connection_id, [KEY])
    for name in ("1", "deadly", "2"):
        inbox.accept("fake", token, {"sign": KEY.value}, json.dumps({"id": name}).encode())
        move_clock(1)
    handle = type(source).handle

    def dies(self, delivery, body):
        if b"deadly" in body:
            raise DiedError
        return handle(self, delivery, body)

    monkeypatch.setattr(type(source), "handle", dies)
    lane(inbox.process)
    until_it_ends(committed_cast, connection_id, move_clock)
    assert set(source.known) == {"1", "2"}
    assert titles(committed_cast) == [holding.SET_ASIDE.message]


def test_a_change_a_reader_stumbles_over_is_passed_over_and_others_are_read(committed_cast, follow):
    seen: list[str] = []
    others: list[str] = []

    def stumbles(rows) -> None:
        if any(row.fields.get("title", ["", ""])[-1] == "Poison" for row in rows):
            raise ValueError("no")
        seen.extend(row.entity for row in rows if row.entity == "hiring_job")

    follow("stumbles", stumbles)
    follow("well", lambda rows: others.extend(row.entity for row in rows if row.entity == "hiring_job"))
    with committed_cast.acting():
        for title in ("One", "Poison", "Two"):
            jobs.create_job(builders.a_draft(title=title))
    with pytest.raises(ValueError, match="no"):
        followers.follow_all()
    assert len(others) == 3
    followers.follow_all()
    assert len(seen) == 2
    assert titles(committed_cast) == [followers.PASSED_OVER]


def test_a_run_told_to_stop_takes_nothing_more_in_hand(committed_cast, connection_id, lane):
    tell(committed_cast, connection_id, "a", "b", "c")

    def run(company_id, connection_id) -> None:
        while fact := outbox.take(company_id, connection_id, "test"):
            holding.stop()
            outbox.told(company_id, fact)

    lane(run)
    try:
        lanes.run(committed_cast.larkfield.id, connection_id, "outbox:test")
    finally:
        holding.go_on()
    assert states(committed_cast) == {"a": "sent", "b": "waiting", "c": "waiting"}
