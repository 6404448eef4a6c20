"""A posting that LinkedIn is about to end: renewed while the job is open, never otherwise, and said so."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings

from isthmus.base.clock import millis, now
from isthmus.bridge.postings import renewal
from isthmus.hiring import jobs, postings
from isthmus.sync import lanes
from tests.bridge.test_postings import edit

DAY = 86_400
PRESENT = datetime(2026, 3, 1, tzinfo=UTC)


def in_days(days: float) -> int:
    return millis(PRESENT + timedelta(days=days))


@pytest.mark.parametrize(
    ("facts", "days", "near"),
    [
        ({"listing_status": "LISTED", "expires_at": in_days(7)}, 7, True),
        ({"listing_status": "LISTED", "expires_at": in_days(7.01)}, 7, False),
        ({"listing_status": "LISTED", "expires_at": in_days(1)}, 0, False),
        ({"listing_status": "LISTED", "expires_at": None}, 7, False),
        ({"listing_status": "LISTED", "expires_at": "soon"}, 7, False),
        ({}, 7, False),
        ({"listing_status": "NOT_LISTED", "expires_at": in_days(1)}, 7, False),
        ({"listing_status": "NOT_LISTED", "expires_at": in_days(-1)}, 7, True),
        (
            {"listing_status": "NOT_LISTED", "expires_at": in_days(-1), "listing_detail": {"message": "EXPIRED"}},
            7,
            True,
        ),
        (
            {
                "listing_status": "NOT_LISTED",
                "expires_at": in_days(-1),
                "listing_detail": {"message": "MEMBER_REPORTED"},
            },
            7,
            False,
        ),
    ],
)
def test_when_a_posting_is_near_its_end(facts, days, near):
    assert renewal.is_near(facts, PRESENT, days) is near


def ends_in(story) -> timedelta:
    ends = story.posting().ends
    assert ends is not None
    return ends.at - now()


def pass_days(story, days: float) -> None:
    """Time passes and both sides do what is due, a status read included."""
    story.sandbox.advance(days * DAY)
    story.settle()


@pytest.fixture
def nearly_over(live):
    """The live posting six days before LinkedIn ends it; nothing was asked since."""
    live.sandbox.advance(ends_in(live).total_seconds() - 6 * DAY)
    return live


def test_a_posting_is_renewed_a_week_before_its_end_and_says_so(nearly_over):
    nearly_over.settle()
    assert nearly_over.operations() == ["CREATE", "RENEW"]
    posting = nearly_over.posting()
    assert (posting.state, posting.message) == ("listed", "")
    assert posting.ends.was_renewed
    assert ends_in(nearly_over) > timedelta(days=20)


def test_one_end_is_renewed_once_however_often_it_is_looked_at(nearly_over):
    for _ in range(3):
        nearly_over.settle()
        nearly_over.sandbox.advance(900)
        edit(nearly_over, department="Research")
    assert nearly_over.operations() == ["CREATE", "RENEW"]


def test_a_change_goes_first_and_the_renewal_after_it(nearly_over):
    edit(nearly_over, title="Changed just before its end")
    nearly_over.settle()
    nearly_over.sandbox.advance(900)
    nearly_over.settle()
    assert nearly_over.operations() == ["CREATE", "UPDATE", "RENEW"]


def test_a_posting_far_from_its_end_is_left_alone(live):
    pass_days(live, 30)
    assert live.operations() == ["CREATE"]
    assert live.posting().ends.renews_days_before == 7


def test_a_closed_job_is_closed_there_and_not_renewed(nearly_over):
    with nearly_over.cast.acting():
        jobs.close_job(nearly_over.job_id)
    nearly_over.settle()
    assert nearly_over.operations() == ["CREATE", "CLOSE"]


def test_a_posting_taken_down_is_not_renewed(nearly_over):
    with nearly_over.cast.acting():
        postings.unpublish(nearly_over.job_id)
    nearly_over.settle()
    assert nearly_over.operations() == ["CREATE", "CLOSE"]


def test_one_that_ran_out_while_nobody_looked_is_brought_back(live):
    live.sandbox.advance(ends_in(live).total_seconds() + DAY)
    live.settle()
    live.sandbox.advance(900)
    live.settle()
    assert live.operations()[:2] == ["CREATE", "RENEW"]
    assert live.posting().state == "listed"


def test_one_that_linkedin_forgot_is_created_anew(nearly_over):
    nearly_over.sandbox.fault("task_fails", gist="RENEW_UNKNOWN")
    nearly_over.settle()
    assert nearly_over.operations()[:3] == ["CREATE", "RENEW", "CREATE"]
    assert nearly_over.posting().state == "listed"


def test_a_refused_renewal_leaves_the_posting_as_it_is_and_says_why(nearly_over):
    nearly_over.sandbox.fault("task_fails", gist="SPAM")
    nearly_over.settle()
    posting = nearly_over.posting()
    assert (posting.state, posting.kind, posting.code) == ("listed", "rejected", "spam")
    assert [issue.kind for issue in nearly_over.issues()] == ["rejected"]


def test_a_renewal_whose_answer_was_lost_does_no_harm(nearly_over):
    nearly_over.sandbox.fault("http_status", "simpleJobPostings.batch_create", status=504, apply=True)
    nearly_over.settle()
    nearly_over.sandbox.advance(900)
    nearly_over.settle()
    assert nearly_over.posting().state == "listed"
    assert nearly_over.operations().count("CREATE") == 1
    assert ends_in(nearly_over) > timedelta(days=20)


def test_switched_off_it_runs_out_and_is_explained(nearly_over, settings):
    settings.CONFIG = dataclasses.replace(django_settings.CONFIG, renew_days=0)
    pass_days(nearly_over, 7)
    assert nearly_over.operations() == ["CREATE"]
    posting = nearly_over.posting()
    assert (posting.state, posting.code, posting.kind) == ("not_listed", "run_out", "rejected")
    assert "publish it again" in posting.fix
    lanes.run_due()
