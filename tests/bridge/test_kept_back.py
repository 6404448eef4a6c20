"""Postings stay here while nobody of ours would answer the challenge that LinkedIn sends for each of them."""

import dataclasses
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from isthmus.base.clock import now
from isthmus.hiring import jobs
from isthmus.sync import freshness
from isthmus.sync.models import Heartbeat
from isthmus.sync.receiving import SESSION_NAME
from isthmus.sync.watching.heartbeats import Pulse
from tests.bridge import conftest as webhook

AS_RECEIVER = {"application_name": SESSION_NAME, "cursor_factory": psycopg.Cursor, "context": None}


@pytest.fixture
def gone(live):
    """A web process that has just been killed: it was seen a moment ago, and its address does not answer."""
    Pulse().beat("web")
    webhook.deaf.set()
    return live


@contextmanager
def receiving():
    """The session a process that takes deliveries keeps open."""
    with psycopg.connect(**{**connection.get_connection_params(), **AS_RECEIVER}):
        yield


def edit(story, title="Backend Engineer, Nights"):
    with story.cast.acting():
        jobs.update_job(story.job_id, dataclasses.replace(jobs.draft_of(story.job()), title=title))


def postings_stream(story):
    with story.cast.acting():
        return next(stream for stream in freshness.report() if stream.name == "postings")


def test_a_posting_waits_while_the_web_process_is_dead_and_the_stream_says_why(gone, idle):
    edit(gone)
    gone.settle(3)
    assert gone.operations() == ["CREATE"]
    said = postings_stream(gone)
    assert (said.state, said.backlog) == ("failing", 1)
    assert "web process answers" in said.failure_message
    assert gone.sandbox.look("developer-mails")["mails"] == []


def test_it_leaves_as_soon_as_the_address_answers_whoever_answers_there(gone, idle):
    edit(gone)
    gone.settle(2)
    webhook.deaf.clear()
    gone.settle(3)
    assert gone.operations() == ["CREATE", "UPDATE"]
    assert postings_stream(gone).state == "fresh"


def test_it_leaves_when_a_receiver_lives_although_our_own_host_does_not_reach_the_address(gone, idle):
    edit(gone)
    gone.settle(2)
    with receiving():
        gone.settle(1)
        assert gone.operations() == ["CREATE", "UPDATE"]


def test_a_session_without_a_sign_of_life_counts_for_nothing(gone, idle):
    Heartbeat.objects.update(seen_at=now() - timedelta(minutes=3))
    edit(gone)
    with receiving():
        gone.settle(2)
    assert gone.operations() == ["CREATE"]


@pytest.mark.parametrize("seen", ["never", "long ago"])
def test_where_no_receiver_of_ours_was_seen_for_a_day_others_may_answer(live, idle, seen):
    if seen == "long ago":
        Pulse().beat("ingest")
        Heartbeat.objects.update(seen_at=now() - timedelta(hours=25))
    webhook.deaf.set()
    edit(live)
    live.settle(2)
    assert live.operations() == ["CREATE", "UPDATE"]


def test_a_failed_challenge_is_not_provoked_again_at_once(live, idle):
    """Three failures in a row would block the address; one that was gone for a moment must not add up to that."""
    webhook.deaf.set()
    edit(live)
    live.settle(6)
    assert live.operations() == ["CREATE", "UPDATE"]
    webhook.deaf.clear()
    live.sandbox.advance(60)
    live.settle(2)
    assert live.operations() == ["CREATE", "UPDATE", "UPDATE"]
    assert live.issues() == []
    assert postings_stream(live).state == "fresh"
