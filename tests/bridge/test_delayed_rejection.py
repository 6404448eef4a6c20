"""A rejection that is told later: held, taken back by re-opening, then told after the delay, once, both ways."""

import pytest
from django.db import connections as databases

from isthmus.bridge import notices
from isthmus.hiring import decisions, notice_settings
from isthmus.hiring.models import Decision, Message
from isthmus.hiring.problems import Refused
from isthmus.store.tenancy import acting_for
from isthmus.sync import lanes, outbox
from isthmus.sync.models import Outbox

DELAY = 48
HOUR = 3600


@pytest.fixture
def delayed(applied):
    """Larkfield tells rejections after two days, by LinkedIn and by e-mail; Noor's is decided."""
    with applied.cast.acting(applied.cast.ines):
        notice_settings.change(delay_rejections=True, delay_hours=DELAY, email_rejections=True)
    applied.reject()
    lanes.run_due()
    return applied


def pass_hours(story, hours: float) -> None:
    story.sandbox.advance(hours * HOUR)
    lanes.run_due()


def e_mails(story) -> list[str]:
    with story.cast.acting():
        return list(Message.objects.order_by("created_at", "id").values_list("state", flat=True))


def fact(story) -> Outbox:
    with story.cast.acting():
        return Outbox.objects.filter(action="APPLICATION_REJECTED").latest("seq")


def test_both_wait_for_the_same_moment_and_leave_once(delayed):
    with delayed.cast.acting():
        message, decision = Message.objects.get(), Decision.objects.get()
    assert fact(delayed).not_before == message.due_at == decision.tell_at
    pass_hours(delayed, DELAY - 1)
    assert delayed.lifecycle() == []
    assert e_mails(delayed) == ["scheduled"]
    pass_hours(delayed, 2)
    pass_hours(delayed, 48)
    assert delayed.lifecycle() == ["APPLICATION_REJECTED"]
    assert delayed.her_mails().count("APPLICATION_REJECTED") == 1
    assert e_mails(delayed) == ["sent"]


def test_held_then_reopened_nothing_leaves_then_rejected_again_it_leaves_after_the_delay(delayed):
    with delayed.cast.acting():
        outbox.hold(fact(delayed).id)
    pass_hours(delayed, DELAY + 1)
    assert delayed.lifecycle() == []
    delayed.reopen()
    pass_hours(delayed, 500)
    assert delayed.lifecycle() == []
    assert delayed.her_mails().count("APPLICATION_REJECTED") == 0
    assert delayed.facts() == [("APPLICATION_REJECTED", "cancelled")]
    delayed.reject()
    pass_hours(delayed, DELAY - 1)
    assert delayed.lifecycle() == []
    pass_hours(delayed, 2)
    assert delayed.lifecycle() == ["APPLICATION_REJECTED"]
    assert delayed.her_mails().count("APPLICATION_REJECTED") == 1
    assert delayed.facts() == [("APPLICATION_REJECTED", "cancelled"), ("APPLICATION_REJECTED", "sent")]


def test_reopening_at_the_last_moment_is_in_time_although_the_log_was_not_followed(delayed):
    delayed.sandbox.advance((DELAY + 1) * HOUR)
    delayed.reopen()
    connection = delayed.connection()
    from isthmus.bridge.apply_connect import lifecycle

    lifecycle.run(delayed.company_id, connection.id)
    assert delayed.lifecycle() == []
    assert delayed.facts() == [("APPLICATION_REJECTED", "cancelled")]
    assert e_mails(delayed) == ["cancelled"]


def test_following_the_log_again_tells_nothing_twice(delayed):
    pass_hours(delayed, DELAY + 1)
    with databases["owner"].cursor() as cursor:
        cursor.execute("UPDATE store_changecursor SET xid = '0', seq = 0 WHERE reader = 'bridge.facts'")
    pass_hours(delayed, 1)
    assert delayed.lifecycle() == ["APPLICATION_REJECTED"]
    assert e_mails(delayed) == ["sent"]


def test_another_delay_leaves_what_waits_alone(delayed):
    before = fact(delayed).not_before
    with delayed.cast.acting(delayed.cast.ines):
        notice_settings.change(delay_rejections=False)
    pass_hours(delayed, 1)
    assert fact(delayed).not_before == before
    assert delayed.lifecycle() == []


def test_without_a_delay_both_leave_at_once(applied):
    with applied.cast.acting(applied.cast.ines):
        notice_settings.change(email_rejections=True)
    applied.reject()
    lanes.run_due()
    assert applied.lifecycle() == ["APPLICATION_REJECTED"]
    assert e_mails(applied) == ["sent"]


def test_telling_now_does_not_wait(delayed):
    with delayed.cast.acting():
        outbox.tell_now(fact(delayed).id)
    lanes.run_due()
    assert delayed.lifecycle() == ["APPLICATION_REJECTED"]


def test_released_after_its_time_it_leaves_at_once(delayed):
    with delayed.cast.acting():
        outbox.hold(fact(delayed).id)
    pass_hours(delayed, DELAY + 1)
    with delayed.cast.acting():
        outbox.release(fact(delayed).id)
    lanes.run_due()
    assert delayed.lifecycle() == ["APPLICATION_REJECTED"]


@pytest.mark.parametrize("act", [outbox.hold, outbox.release, outbox.tell_now, outbox.withdraw])
def test_what_was_told_cannot_be_changed(delayed, act):
    pass_hours(delayed, DELAY + 1)
    with delayed.cast.acting(), pytest.raises(Refused):
        act(fact(delayed).id)


def test_another_company_cannot_hold_it(delayed):
    row = fact(delayed)
    with delayed.cast.acting(delayed.cast.dele, delayed.cast.orrin), pytest.raises(Outbox.DoesNotExist):
        outbox.hold(row.id)


def test_a_fact_found_being_sent_after_a_reopening_is_not_told_again(delayed):
    delayed.sandbox.advance((DELAY + 1) * HOUR)
    connection = delayed.connection()
    from isthmus.bridge.apply_connect import facts, lifecycle

    taken = outbox.take(delayed.company_id, connection.id, "lifecycle", overtaken=facts.overtaken)
    assert taken is not None
    delayed.reopen()
    lifecycle.run(delayed.company_id, connection.id)
    assert delayed.lifecycle() == []
    assert "may have been heard" in fact(delayed).failure_message


@pytest.mark.parametrize(("wish", "act"), [("tell_views", "view"), ("tell_downloads", "download")])
def test_what_the_company_keeps_to_itself_is_not_told_from_that_moment_on(applied, wish, act):
    from isthmus.hiring import files
    from isthmus.hiring.models import File
    from isthmus.sync import followers

    if act == "view":
        applied.view()
    else:
        with applied.cast.acting():
            files.record_download(File.objects.get().id)
    followers.follow_all()
    assert [state for _, state in applied.facts()] == ["waiting"]
    with applied.cast.acting(applied.cast.ines):
        notice_settings.change(**{wish: False})
    applied.settle(1)
    assert applied.lifecycle() == []
    assert [state for _, state in applied.facts()] == ["cancelled"]


def test_views_are_not_even_noted_down_when_they_are_kept(applied):
    with applied.cast.acting(applied.cast.ines):
        notice_settings.change(tell_views=False)
    applied.view()
    applied.settle(1)
    assert applied.facts() == []


def test_an_application_from_elsewhere_has_only_our_own_e_mail(delayed):
    from tests import builders

    with acting_for(delayed.company_id, user_id=delayed.cast.tomas.id):
        said = builders.noor(origin="careers", linkedin_person="", email="jonas@wit.example", last_name="Wit")
        other = builders.a_received_application(delayed.job(), said=said)
        decisions.reject(other.id)
        assert [notice.channel for notice in notices.for_application(other.id)] == [notices.Channel.EMAIL]
    pass_hours(delayed, DELAY + 1)
    assert delayed.lifecycle() == ["APPLICATION_REJECTED"]
    with delayed.cast.acting():
        assert Message.objects.get(application=other).state == "sent"
