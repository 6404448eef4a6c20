"""The kill switch and opting out are two things: one holds what leaves, the other has LinkedIn close every job."""

import dataclasses

import pytest
from django.db import transaction

from isthmus.base.failures import IsthmusError
from isthmus.bridge import connections, integrations, outflow
from isthmus.hiring import jobs, notice_settings, postings
from isthmus.linkedin.client import LinkedInClient
from isthmus.sync import lanes, outbox
from isthmus.sync.models import Lane, Outbox

CREATE = "simpleJobPostings.batch_create"
TELL = "jobApplicationLifecycleActions.create"


def stop(story) -> None:
    with story.cast.acting(story.cast.ines):
        outflow.stop()


def resume(story, *, drop_waiting: bool = False) -> None:
    with story.cast.acting(story.cast.ines):
        outflow.resume(drop_waiting=drop_waiting)


def change_title(story, title: str) -> None:
    with story.cast.acting():
        jobs.update_job(story.job_id, dataclasses.replace(jobs.draft_of(story.job()), title=title))


def test_stopped_nothing_leaves_and_the_jobs_stay_on_linkedin(applied, idle):
    stop(applied)
    change_title(applied, "Backend Engineer, Nights")
    applied.view()
    applied.reject()
    applied.settle(3)
    assert (applied.sent(CREATE), applied.sent(TELL)) == (1, 0)
    assert applied.facts() == [("APPLICATION_VIEWED", "waiting"), ("APPLICATION_REJECTED", "waiting")]
    assert "stopped all outflow" in applied.posting().message
    assert "Backend Engineer, Nights" not in str(applied.sandbox.look("jobs"))
    assert applied.connection().state == "complete"


def test_stopped_applications_still_arrive_with_their_resume(live):
    stop(live)
    live.noor_applies()
    live.settle(2)
    assert live.application().candidate.last_name == "Peeters"
    assert live.sent("media.get") == 1


def test_resumed_everything_leaves_in_order(applied, idle):
    stop(applied)
    change_title(applied, "Backend Engineer, Nights")
    applied.view()
    applied.reject()
    applied.settle(2)
    with applied.cast.acting():
        assert outflow.waiting(applied.connection().id) == (1, 2)
    resume(applied)
    applied.settle(3)
    assert applied.lifecycle() == ["APPLICATION_VIEWED", "APPLICATION_REJECTED"]
    assert applied.operations() == ["CREATE", "UPDATE"]


def test_resumed_without_what_waited_only_the_postings_are_levelled(applied, idle):
    stop(applied)
    change_title(applied, "Backend Engineer, Nights")
    applied.reject()
    applied.settle(2)
    resume(applied, drop_waiting=True)
    applied.settle(3)
    assert applied.facts() == [("APPLICATION_REJECTED", "cancelled")]
    assert applied.sent(TELL) == 0
    assert applied.operations() == ["CREATE", "UPDATE"]


def test_dropping_what_waited_leaves_what_is_due_later_or_held_by_hand(applied):
    with applied.cast.acting(applied.cast.ines):
        notice_settings.change(delay_rejections=True, delay_hours=5)
    stop(applied)
    applied.view()
    applied.reject()
    applied.settle(1)
    with applied.cast.acting():
        assert outflow.waiting(applied.connection().id) == (0, 1)
    resume(applied, drop_waiting=True)
    assert applied.facts() == [("APPLICATION_VIEWED", "cancelled"), ("APPLICATION_REJECTED", "waiting")]
    applied.sandbox.advance(5 * 3600)
    applied.settle(1)
    assert applied.lifecycle() == ["APPLICATION_REJECTED"]


def test_stopped_no_other_application_is_asked_for(cast):
    with cast.acting(cast.ines):
        before = connections.connect_direct("urn:li:organization:1", "c", "s")
        outflow.stop()
        with pytest.raises(IsthmusError, match="Resume it first"):
            connections.start_over()
        with pytest.raises(IsthmusError, match="Resume it first"), transaction.atomic():
            connections.connect_partner("urn:li:organization:1")
        assert connections.current().client_id == before.client_id
        assert not Outbox.objects.exists()


def test_a_stop_between_two_facts_holds_the_second(applied, monkeypatch):
    """The worker is in the middle of its lane when the admin presses: what it has not begun does not leave."""
    applied.view()
    applied.reject()
    tell = LinkedInClient.lifecycle

    def press_meanwhile(client, action):
        tell(client, action)
        if action.action == "APPLICATION_VIEWED":
            stop(applied)

    monkeypatch.setattr(LinkedInClient, "lifecycle", press_meanwhile)
    lanes.run_due()
    assert applied.lifecycle() == ["APPLICATION_VIEWED"]
    assert applied.facts() == [("APPLICATION_VIEWED", "sent"), ("APPLICATION_REJECTED", "waiting")]


def test_stopped_a_failed_fact_cannot_be_pushed_out_by_hand(applied, idle):
    applied.sandbox.fault("http_status", TELL, status=422)
    applied.view()
    applied.settle(1)
    stop(applied)
    with applied.cast.acting():
        outbox.retry(Outbox.objects.get(resource="lifecycle").id)
    applied.settle(1)
    assert applied.lifecycle() == []


def test_stopped_the_integration_is_not_named(connected, idle):
    lanes.run_due()
    stop(connected)
    named = connected.sent("atsIntegrations.batch_partial_update") + connected.sent("integrations.batch_partial_update")
    with connected.cast.acting():
        integrations.look_up(connected.connection().id, "r-1")
    lanes.run_due()
    after = connected.sent("atsIntegrations.batch_partial_update") + connected.sent("integrations.batch_partial_update")
    assert after == named


def test_stopping_twice_keeps_the_first_moment_and_resuming_twice_does_nothing(connected):
    stop(connected)
    first = connected.connection().stopped_at
    stop(connected)
    assert connected.connection().stopped_at == first
    assert connected.connection().stopped_by == connected.cast.ines.id
    resume(connected)
    resume(connected)
    assert connected.connection().stopped_at is None


def test_another_companys_stop_holds_nothing_here(live):
    with live.cast.acting(live.cast.dele, live.cast.orrin), pytest.raises(IsthmusError, match="not connected"):
        outflow.stop()
    change_title(live, "Backend Engineer, Days")
    live.settle()
    assert live.operations() == ["CREATE", "UPDATE"]


def test_opting_out_while_stopped_still_closes_every_posting(live, idle):
    stop(live)
    with live.cast.acting(live.cast.ines):
        connections.opt_out()
    live.settle()
    assert live.operations() == ["CREATE", "CLOSE"]
    assert live.posting().state == "closed"
    with live.cast.acting(live.cast.ines), pytest.raises(IsthmusError, match="opted out"):
        outflow.stop()


def test_opted_out_nobody_is_told_even_by_hand(applied, idle):
    applied.sandbox.fault("http_status", TELL, status=422)
    applied.view()
    applied.settle(1)
    with applied.cast.acting(applied.cast.ines):
        connections.opt_out()
        outbox.retry(Outbox.objects.get(resource="lifecycle").id)
    applied.settle(2)
    assert applied.lifecycle() == []
    with applied.cast.acting():
        assert "opted out" in Lane.objects.get(name="outbox:lifecycle").failure_message


def test_stopped_a_job_taken_down_here_stays_there_until_outflow_is_resumed(live, idle):
    stop(live)
    with live.cast.acting():
        postings.unpublish(live.job_id)
    live.settle(2)
    assert live.operations() == ["CREATE"]
    resume(live)
    live.settle()
    assert live.operations() == ["CREATE", "CLOSE"]
