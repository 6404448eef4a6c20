"""Facts: told once, in order within their subject, and only that one fails which is refused."""

import pytest

from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.sync import lanes, outbox
from isthmus.sync.models import Issue, Outbox


@pytest.fixture
def tell(cast, connection_id):
    def put(subject, key: str, **more) -> bool:
        with cast.acting():
            return outbox.tell(connection_id, "fact", subject, key, "HAPPENED", {"at": 1}, **more)

    return put


@pytest.fixture
def take(cast, connection_id):
    return lambda: outbox.take(cast.larkfield.id, connection_id, "fact")


def states(cast) -> list[tuple[str, str]]:
    with cast.acting():
        return [(row.key, row.state) for row in Outbox.objects.order_by("seq")]


def test_a_key_is_told_once_for_ever(cast, tell, take):
    subject = new_id()
    assert (tell(subject, "viewed"), tell(subject, "viewed")) == (True, False)
    outbox.told(cast.larkfield.id, take())
    assert tell(subject, "viewed") is False
    assert take() is None


def test_facts_of_one_subject_go_in_order_and_others_do_not_wait(cast, tell, take):
    first, second = new_id(), new_id()
    tell(first, "a1")
    tell(first, "a2")
    tell(second, "b1")
    failing = take()
    outbox.not_told(cast.larkfield.id, failing, Failure(Kind.TRANSIENT, "later"))
    assert (failing.key, take().key, take().key) == ("a1", "b1", "b1")


def test_a_fact_cut_short_by_a_crash_is_told_again(cast, tell, take):
    tell(new_id(), "a")
    assert take().key == take().key == "a"


def test_a_refused_fact_fails_alone_and_lets_the_next_go(cast, tell, take):
    subject = new_id()
    tell(subject, "a1")
    tell(subject, "a2")
    outbox.not_told(cast.larkfield.id, take(), Failure(Kind.REJECTED, "unknown"))
    assert take().key == "a2"
    with cast.acting():
        assert Issue.objects.get().entity == "fact"


def test_a_fact_that_has_not_left_can_be_taken_back(cast, tell, take):
    tell(new_id(), "a")
    with cast.acting():
        assert outbox.cancel("a") is True
    assert take() is None
    assert states(cast) == [("a", "cancelled")]


def test_a_fact_under_way_or_told_cannot_be_taken_back(cast, tell, take):
    tell(new_id(), "a")
    fact = take()
    with cast.acting():
        assert outbox.cancel("a") is False
    outbox.told(cast.larkfield.id, fact)
    with cast.acting():
        assert outbox.cancel("a") is False


def test_a_fact_held_back_does_not_hold_up_what_happens_meanwhile(cast, tell, take, move_clock):
    from datetime import timedelta

    from isthmus.base.clock import now

    subject = new_id()
    tell(subject, "rejected", not_before=now() + timedelta(days=3))
    tell(subject, "viewed")
    outbox.told(cast.larkfield.id, take())
    assert states(cast) == [("rejected", "waiting"), ("viewed", "sent")]
    assert take() is None
    move_clock(3 * 86400 + 1)
    assert take().key == "rejected"


def test_trying_again_brings_nothing_forward(cast, tell, take):
    from datetime import timedelta

    from isthmus.base.clock import now

    tell(new_id(), "rejected", not_before=now() + timedelta(days=3))
    with cast.acting():
        outbox.retry(Outbox.objects.get().id)
    assert take() is None
    assert states(cast) == [("rejected", "waiting")]


def test_pauses_double_and_are_capped(cast, tell, take, move_clock):
    tell(new_id(), "a")
    pauses = []
    for _ in range(14):
        fact = take()
        outbox.not_told(cast.larkfield.id, fact, Failure(Kind.TRANSIENT, "later"))
        with cast.acting():
            row = Outbox.objects.get()
            lanes.wake(row.connection_id)
        from isthmus.base.clock import now

        pauses.append(round((row.next_attempt_at - now()).total_seconds()))
        move_clock(1000)
    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert pauses[-1] == 900


def test_a_limit_rests_the_lane_until_the_moment_named(cast, tell, take, connection_id):
    from datetime import timedelta

    from isthmus.base.clock import now

    until = now() + timedelta(hours=2)
    tell(new_id(), "a")
    outbox.not_told(cast.larkfield.id, take(), Failure(Kind.THROTTLED, "wait", retry_at=until))
    with cast.acting():
        assert lanes.resting(connection_id, "outbox:fact").paused_until == until
