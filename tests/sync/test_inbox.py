"""What deliveries mean: found once each, in their own transactions, patient with order, loud about failure."""

import pytest

from isthmus.base.failures import IsthmusError
from isthmus.sync import inbox
from isthmus.sync.models import Delivery, Issue, Stream


def states(deliveries) -> list[str]:
    return [delivery.state for delivery in deliveries]


def test_a_delivery_is_handled_and_shows_known_members_only(deliver, process, source):
    deliver({"id": "a", "secret": 1})
    (delivery,) = process()
    assert (delivery.state, delivery.external_id, delivery.visible) == ("done", "a", {"id": "a"})
    assert delivery.result_id == source.known["a"]


def test_another_body_about_the_same_thing_has_no_second_effect(deliver, process, source):
    deliver({"id": "a"})
    deliver({"id": "a", "again": True})
    assert states(process()) == ["done", "duplicate"]
    assert len(source.known) == 1


def test_what_came_too_early_waits_and_is_handled_when_its_job_is_there(deliver, process, source, move_clock):
    source.missing.add("a")
    deliver({"id": "a"})
    (delivery,) = process()
    assert (delivery.state, delivery.failure_code, delivery.external_id) == ("waiting", "unknown_job", "a")
    source.missing.clear()
    move_clock(60)
    assert states(process()) == ["done"]


def test_waiting_for_ever_ends_with_an_issue(cast, deliver, process, source, move_clock):
    source.missing.add("a")
    deliver({"id": "a"})
    for _ in range(inbox.MOST_ATTEMPTS):
        process()
        move_clock(3600)
    assert states(process()) == ["failed"]
    with cast.acting():
        assert Issue.objects.get().action == "retry"


def test_when_the_missing_thing_comes_nobody_waits_any_longer(cast, deliver, process, source):
    source.missing.add("a")
    deliver({"id": "a"})
    process()
    source.missing.clear()
    with cast.acting():
        assert inbox.hurry("unknown_job") == 1
    assert states(process()) == ["done"]


def test_one_that_waits_does_not_hold_up_the_next(deliver, process, source):
    source.missing.add("a")
    deliver({"id": "a"})
    deliver({"id": "b"})
    assert states(process()) == ["waiting", "done"]


def test_a_malformed_but_genuine_delivery_is_kept_with_an_issue_and_can_be_replayed(cast, deliver, process, source):
    assert deliver(b"{ not json").status == 200
    (delivery,) = process()
    assert (delivery.state, delivery.failure_kind) == ("failed", "bug")
    with cast.acting():
        issue = Issue.objects.get()
        assert "replayed" in issue.what_to_do
        source.look = lambda body: inbox.Seen("mended")
        source.handle = lambda delivery, body: inbox.Handled()
        inbox.replay(delivery.id)
    assert states(process()) == ["done"]
    with cast.acting():
        assert Issue.objects.get().state == "resolved"


def test_the_issue_stays_while_another_delivery_is_stuck_for_the_same_reason(cast, deliver, process, source):
    deliver(b"{ not json")
    deliver(b"{ nor this")
    first, _ = process()
    with cast.acting():
        source.look = lambda body: inbox.Seen("mended")
        source.handle = lambda delivery, body: inbox.Handled()
        inbox.replay(first.id)
    process()
    with cast.acting():
        issue = Issue.objects.get()
    assert (issue.state, issue.times) == ("ongoing", 2)


def test_an_unheard_of_event_is_kept_and_not_a_failure(cast, deliver, process):
    deliver({"id": "a", "type": "unheard of"})
    assert states(process()) == ["kept"]
    with cast.acting():
        assert not Issue.objects.exists()


def test_a_bug_of_ours_fails_one_delivery_alone_and_tells_no_secrets(cast, deliver, process, source):
    source.bugs.add("a")
    deliver({"id": "a"})
    deliver({"id": "b"})
    first, second = process()
    assert (first.state, first.failure_kind, second.state) == ("failed", "bug", "done")
    with cast.acting():
        assert "nobody may read" not in Issue.objects.get().title + first.failure_message


def test_a_refused_delivery_is_neither_handled_nor_replayed(cast, deliver, process):
    deliver({"id": "a"}, sign="guess")
    (delivery,) = process()
    assert delivery.state == "refused"
    with cast.acting(), pytest.raises(IsthmusError, match="cannot be replayed"):
        inbox.replay(delivery.id)


def test_another_companys_delivery_does_not_exist(cast, deliver, process):
    deliver({"id": "a"})
    (delivery,) = process()
    with cast.acting(cast.dele, cast.orrin), pytest.raises(Delivery.DoesNotExist):
        inbox.replay(delivery.id)


def test_handling_makes_the_stream_fresh(cast, deliver, process):
    deliver({"id": "a"})
    process()
    with cast.acting():
        stream = Stream.objects.get(name="things")
    assert (stream.count, stream.failing_since) == (1, None)


def test_a_name_the_database_refuses_is_set_aside_and_the_next_is_handled(deliver, process, source):
    deliver({"id": "a\0"})
    deliver({"id": "b"})
    first, second = process()
    assert (first.state, first.failure_code, first.external_id) == ("failed", "surprise", "")
    assert second.state == "done"


def test_what_an_error_says_about_a_person_reaches_no_log(deliver, process, source, caplog):
    source.bugs.add("a")
    deliver({"id": "a"})
    process()
    assert "RuntimeError at" in caplog.text
    assert "a secret nobody may read" not in caplog.text
