"""Amber soon after a due contact failed: since when, whose move, what waits; green again afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from isthmus.hiring.models import Job
from isthmus.sync import followers, freshness, lanes
from tests.web.rooms import words

pytestmark = pytest.mark.parametrize("generation", ["rest"], indirect=True)
TWO_MINUTES = 120
CREATE = "simpleJobPostings.batch_create"


def strip(story) -> str:
    """The health strip as a recruiter's open page asks for it."""
    client = Client()
    client.force_login(story.cast.tomas)
    response = client.get(reverse("home:health", kwargs={"slug": story.cast.larkfield.slug}))
    response.content = b"<main>" + response.content
    return words(response)


def state(story, name: str) -> freshness.StreamHealth:
    with story.cast.acting():
        return next(stream for stream in freshness.report() if stream.name == name)


def edit(story) -> None:
    with story.cast.acting():
        job = Job.objects.get(id=story.job_id)
        job.title = "Principal Backend Engineer"
        job.save()


def test_postings_turn_amber_within_two_minutes_of_a_failure_and_green_again(live):
    assert state(live, "postings").state == "fresh"
    live.sandbox.fault("http_status", CREATE, times=50, status=503)
    edit(live)
    lanes.run_due()
    live.sandbox.advance(TWO_MINUTES - 1)
    lanes.run_due()
    found = state(live, "postings")
    assert (found.state, found.failure_kind) == ("failing", "transient")
    assert found.since is not None
    text = strip(live)
    assert "Because of it: 1 posting waits" in text
    assert "Whose move: Isthmus waits and tries again" in text
    live.sandbox.control.delete("faults")
    live.sandbox.advance(900)
    live.settle()
    assert state(live, "postings").state == "fresh"
    assert "Because of it" not in strip(live)


def test_work_that_is_due_and_nobody_does_shows_within_two_minutes(live):
    edit(live)
    followers.follow_all()
    live.sandbox.advance(TWO_MINUTES + 1)
    found = state(live, "postings")
    assert found.state == "late"
    assert "worker may have stopped" in found.words
    assert found.whose_move == "whoever runs Isthmus"
    live.settle()
    assert state(live, "postings").state == "fresh"


def test_a_stream_with_nothing_due_does_not_look_stale(live):
    live.sandbox.advance(600)
    lanes.run_due()
    text = strip(live)
    assert "Overdue" not in text
    assert "Nothing waits" in text


def test_a_record_linkedin_refuses_is_contact_all_the_same(applied):
    applied.sandbox.fault("http_status", "jobApplicationLifecycleActions.create", status=404)
    applied.view()
    lanes.run_due()
    assert applied.facts() == [("APPLICATION_VIEWED", "failed")]
    assert state(applied, "facts").state == "fresh"
