"""LinkedIn's limits, held before LinkedIn has to: nothing is refused for a limit, and what is refused waits."""

import dataclasses
from datetime import timedelta

import pytest
from django.conf import settings as django_settings

from isthmus.base.clock import now
from isthmus.bridge import connections, metering
from isthmus.linkedin import LARGEST_BATCH, limit_of
from isthmus.sync import freshness, lanes, pacing
from isthmus.sync.models import Exchange, Mirror, MirrorState
from tests import builders

CREATE = "simpleJobPostings.batch_create"
SHARE = 0.001


@pytest.fixture
def at_noon(sandbox):
    """The part of the day that has passed decides; so the test starts at the same time of day."""
    noon = now().replace(hour=12, minute=0, second=0) + timedelta(days=1)
    sandbox.advance((noon - now()).total_seconds())


@pytest.fixture
def narrow(at_noon, connected, settings):
    """Both sides know limits of two records a minute and sixty a day."""
    settings.CONFIG = dataclasses.replace(django_settings.CONFIG, limit_share=SHARE)
    limit = limit_of("simpleJobPostings").scaled(SHARE)
    connected.sandbox.choose(
        throttle_minute="rolling",
        throttle_posting_requests_a_day=limit.requests_a_day,
        throttle_posting_records_a_minute=limit.records_a_minute,
        throttle_posting_records_a_day=limit.records_a_day,
    )
    return connected


def publish(story, count: int) -> None:
    with story.cast.acting():
        for number in range(count):
            builders.a_published_job(title=f"Engineer {number}", code=f"E-{number}", linkedin_apply=False)


def refused(story) -> int:
    with story.cast.acting():
        return Exchange.objects.filter(status=429).count()


def waiting(story) -> int:
    with story.cast.acting():
        return Mirror.objects.filter(state=MirrorState.MARKED).count()


def sent_stream(story) -> freshness.StreamHealth:
    with story.cast.acting():
        return next(stream for stream in freshness.report() if stream.name == "postings")


def test_more_than_a_minute_takes_leaves_minute_by_minute_and_nothing_is_refused(narrow):
    publish(narrow, 7)
    minutes = 0
    lanes.run_due()
    while waiting(narrow):
        narrow.sandbox.advance(62)
        lanes.run_due()
        minutes += 1
    assert minutes == 3
    assert narrow.operations() == ["CREATE"] * 7
    assert refused(narrow) == 0


def test_a_stream_that_waits_says_for_which_limit_and_until_when(narrow):
    publish(narrow, 5)
    lanes.run_due()
    stream = sent_stream(narrow)
    assert stream.state == "waiting"
    assert stream.words.startswith("waiting for LinkedIn's limit until ")
    assert stream.words.endswith(" UTC (2 of 60 used today); 5 waiting")


def test_a_refusal_that_comes_all_the_same_closes_the_budget_and_nothing_is_lost(narrow):
    narrow.sandbox.fault("http_status", CREATE, status=429)
    publish(narrow, 1)
    lanes.run_due()
    narrow.sandbox.advance(5)
    lanes.run_due()
    with narrow.cast.acting():
        row = Mirror.objects.get()
        shown = metering.reading(narrow.connection(), "simpleJobPostings")
    assert (row.state, row.failure_kind) == ("marked", "throttled")
    assert (shown.resource, shown.throttled) == ("simpleJobPostings", 1)
    assert shown.closed_until > now()
    assert refused(narrow) == 1
    narrow.sandbox.advance(65)
    lanes.run_due()
    assert narrow.operations() == ["CREATE"]
    assert refused(narrow) == 1


def test_every_call_is_counted_against_its_resource(at_noon, applied):
    applied.sandbox.advance(2_000)
    applied.view()
    applied.settle()
    with applied.cast.acting():
        resources = ("simpleJobPostings", "simpleJobPostingTasks", "jobPostingStatus")
        used = {name: metering.reading(applied.connection(), name) for name in resources}
        calls = {name: Exchange.objects.filter(operation=name).count() for name in ("create_postings", "tasks")}
        looks = Exchange.objects.filter(operation="posting_status").count()
        told = metering.reading(applied.connection(), "jobApplicationLifecycleActions")
        tokens = metering.reading(applied.connection(), "accessToken")
    assert used["simpleJobPostings"].requests == calls["create_postings"]
    assert used["simpleJobPostingTasks"].requests == calls["tasks"]
    assert used["jobPostingStatus"].requests == looks
    assert told.requests == 1
    assert tokens.requests >= 1


def test_what_was_there_before_the_connection_waits_and_a_change_does_not(narrow):
    publish(narrow, 80)
    with narrow.cast.acting():
        Mirror.objects.all().delete()
        connections.set_apply_connect(False)
    lanes.run_due()
    with narrow.cast.acting():
        urgencies = set(Mirror.objects.values_list("urgency", flat=True))
    assert urgencies == {pacing.Urgency.LATER}
    narrow.sandbox.advance(62)
    before = now()
    publish(narrow, 1)
    lanes.run_due()
    with narrow.cast.acting():
        live = Mirror.objects.get(urgency=pacing.Urgency.NOW)
    assert live.sent_at >= before
    assert refused(narrow) == 0


def test_a_day_holds_the_tightest_of_all_figures():
    assert pacing.permitted_a_day(limit_of("simpleJobPostings"), LARGEST_BATCH) == 60_000
    assert pacing.permitted_a_day(limit_of("candidates"), LARGEST_BATCH) == 10_000_000
    assert pacing.permitted_a_day(limit_of("provisionedApplications"), LARGEST_BATCH) is None
