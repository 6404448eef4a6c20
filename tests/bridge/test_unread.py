"""What people do while no worker lives waits too, although nobody has written a row of work for it yet."""

import dataclasses

import pytest
from django.db import connections

from isthmus.api import numbers
from isthmus.hiring import decisions, jobs
from isthmus.sync import followers, freshness
from isthmus.sync.watching import lags


@pytest.fixture
def unread(applied):
    """The job's title was changed and its applicant rejected four minutes ago; no worker has come around since."""
    followers.follow_all()
    with applied.cast.acting():
        jobs.update_job(applied.job_id, dataclasses.replace(jobs.draft_of(applied.job()), title="Backend Lead"))
    application = applied.application()
    with applied.cast.acting():
        decisions.reject(application.id)
    return applied


def age(minutes: float) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE store_change SET at = at - make_interval(secs => %s)", [minutes * 60])


def streams(story):
    with story.cast.acting():
        return {stream.name: stream for stream in freshness.report()}


def test_a_change_of_this_moment_is_on_its_way(unread):
    found = streams(unread)
    assert [(found[name].state, found[name].backlog) for name in ("postings", "facts")] == [("fresh", 0), ("new", 0)]


def test_a_change_nobody_looks_at_is_late_and_says_since_when(unread):
    age(4)
    found = streams(unread)
    for name in ("postings", "facts"):
        assert (found[name].state, found[name].backlog) == ("late", 1)
        assert "Changes are not looked at" in found[name].words
        assert "4 min" in found[name].words
        assert found[name].is_behind
    assert found["applications"].state == "fresh"
    assert "1 posting waits" in found["postings"].waiting


def test_what_was_looked_at_waits_no_longer(unread):
    age(4)
    unread.settle()
    assert {streams(unread)[name].state for name in ("postings", "facts")} == {"fresh"}


def test_another_company_is_not_behind_for_it(unread):
    age(4)
    with unread.cast.acting(company=unread.cast.orrin):
        assert {stream.backlog for stream in freshness.report()} == {0}
    assert set(lags.everywhere()) == {unread.company_id}


def test_numbers_for_prometheus_know_of_it(unread):
    age(4)
    told = {stream: (lag, behind) for stream, lag, behind in numbers._lags()}
    assert told["postings"][1] == told["facts"][1] == 1
    assert 240 <= told["postings"][0] < 300
