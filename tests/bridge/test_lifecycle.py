"""Telling LinkedIn what became of an application, whatever it answers."""

import pytest

from isthmus.bridge import activity, connections, notices
from isthmus.hiring import files, team
from isthmus.hiring.models import File
from isthmus.sync import lanes
from tests import builders

LIFECYCLE = "jobApplicationLifecycleActions.create"


def refuse(story, status: int, times: int = 1, **params) -> None:
    story.sandbox.fault("http_status", LIFECYCLE, times=times, status=status, **params)


def notice_states(story) -> list[str]:
    application = story.application()
    with story.cast.acting():
        return [notice.state for notice in notices.for_application(application.id)]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_trouble_over_there_is_waited_out(applied, status):
    refuse(applied, status, times=2)
    applied.view()
    lanes.run_due()
    assert applied.facts() == [("APPLICATION_VIEWED", "waiting")]
    applied.settle(2)
    assert applied.facts() == [("APPLICATION_VIEWED", "sent")]
    assert applied.lifecycle() == ["APPLICATION_VIEWED"]
    assert applied.issues() == []


def test_an_answer_that_got_lost_may_tell_twice_and_she_is_told_once(applied):
    refuse(applied, 500, apply=True)
    applied.reject()
    applied.settle(2)
    assert applied.facts() == [("APPLICATION_REJECTED", "sent")]
    assert applied.her_mails().count("APPLICATION_REJECTED") == 1


def test_a_limit_is_waited_for_until_the_moment_linkedin_names(applied):
    refuse(applied, 429, retry_after=120)
    applied.view()
    applied.settle(2)
    before = applied.sent(LIFECYCLE)
    assert applied.facts() == [("APPLICATION_VIEWED", "waiting")]
    applied.sandbox.advance(120)
    lanes.run_due()
    assert (before, applied.sent(LIFECYCLE)) == (1, 2)
    assert applied.facts() == [("APPLICATION_VIEWED", "sent")]


def test_an_application_linkedin_does_not_know_fails_that_fact_alone(applied):
    refuse(applied, 404)
    applied.view()
    applied.reject()
    applied.settle(2)
    assert applied.facts() == [("APPLICATION_VIEWED", "failed"), ("APPLICATION_REJECTED", "sent")]
    (issue,) = applied.issues()
    assert (issue.kind, issue.action) == ("rejected", "retry")
    assert notice_states(applied) == ["failed", "sent"]


def test_a_failed_fact_can_be_told_again(applied):
    refuse(applied, 404)
    applied.view()
    applied.settle(1)
    (issue,) = applied.issues()
    with applied.cast.acting(applied.cast.ines):
        activity.retry("issues", issue.id)
    applied.settle(1)
    assert applied.facts() == [("APPLICATION_VIEWED", "sent")]
    assert applied.issues() == []


def test_what_linkedin_knew_already_counts_as_told(applied):
    refuse(applied, 409)
    applied.view()
    applied.settle(1)
    assert applied.facts() == [("APPLICATION_VIEWED", "sent")]
    assert applied.issues() == []


def test_an_expired_token_is_replaced_without_anybody_noticing(applied):
    applied.sandbox.fault("expired_token", LIFECYCLE)
    applied.view()
    lanes.run_due()
    assert applied.facts() == [("APPLICATION_VIEWED", "sent")]


def test_a_token_is_replaced_when_its_time_is_over(applied):
    applied.sandbox.advance(3600)
    applied.view()
    applied.settle(1)
    assert applied.facts() == [("APPLICATION_VIEWED", "sent")]


def test_a_missing_permission_parks_all_facts_with_one_issue_until_the_connection_changes(applied):
    refuse(applied, 403, times=5)
    applied.view()
    applied.reject()
    applied.settle(2)
    assert [state for _, state in applied.facts()] == ["waiting", "waiting"]
    (issue,) = applied.issues()
    assert (issue.kind, issue.action) == ("misconfigured", "settings")
    applied.sandbox.control.delete("faults")
    applied.connect()
    applied.settle(1)
    assert [state for _, state in applied.facts()] == ["sent", "sent"]
    assert applied.issues() == []


def test_a_first_download_is_told_once(applied):
    with applied.cast.acting():
        resume = File.objects.get()
        files.record_download(resume.id)
        files.record_download(resume.id)
    with applied.cast.acting(applied.cast.marek):
        files.record_download(resume.id)
    applied.settle(1)
    assert applied.lifecycle() == ["RESUME_DOWNLOADED"]


def test_a_download_by_a_colleague_of_another_team_is_not_told(applied):
    cast = applied.cast
    with cast.acting():
        team.set_team(applied.job_id, [team.Part(cast.tomas.id)])
        resume = File.objects.get()
    with cast.acting(cast.marek):
        assert files.record_download(resume.id) is True
    applied.settle(1)
    assert applied.facts() == []
    with cast.acting():
        files.record_download(resume.id)
    applied.settle(1)
    assert applied.facts() == [("RESUME_DOWNLOADED", "sent")]


def test_reopening_takes_back_a_rejection_that_failed_and_its_issue(applied):
    refuse(applied, 404)
    applied.reject()
    applied.settle(1)
    assert applied.facts() == [("APPLICATION_REJECTED", "failed")]
    applied.reopen()
    applied.settle(1)
    assert applied.facts() == [("APPLICATION_REJECTED", "cancelled")]
    assert applied.issues() == []


def test_a_second_viewer_tells_nothing_new(applied):
    applied.view()
    from isthmus.hiring import viewing

    application = applied.application()
    with applied.cast.acting(applied.cast.marek):
        viewing.record_view(application.id)
    applied.settle(1)
    assert applied.lifecycle() == ["APPLICATION_VIEWED"]


def test_linkedin_is_told_when_it_happened_not_when_it_was_told(applied):
    refuse(applied, 500)
    applied.view()
    with applied.cast.acting():
        (view,) = applied.application().views.all()
    applied.settle(3)
    (action,) = applied.sandbox.look("lifecycle")["actions"]
    assert action["performed_at"] == int(view.at.timestamp() * 1000)


def test_nobody_is_told_about_applications_from_elsewhere(live):
    with live.cast.acting():
        live_application = builders.a_received_application(
            live.job(), said=builders.noor(origin="careers", linkedin_person="")
        )
        from isthmus.hiring import decisions, viewing

        viewing.record_view(live_application.id)
        decisions.reject(live_application.id)
    live.settle(1)
    assert live.facts() == []
    assert notice_states(live) == []


def test_the_person_who_decides_sees_a_rejection_before_it_is_in_the_outbox(applied):
    applied.reject()
    assert notice_states(applied) == ["scheduled"]
    applied.settle(1)
    assert notice_states(applied) == ["sent"]


def test_facts_still_leave_after_apply_connect_is_switched_off(applied):
    with applied.cast.acting(applied.cast.ines):
        connections.set_apply_connect(False)
    applied.reject()
    applied.settle(1)
    assert applied.lifecycle() == ["APPLICATION_REJECTED"]
