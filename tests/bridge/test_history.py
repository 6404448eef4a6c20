"""What a posting's page tells: what was sent and answered, in order, against the sandbox."""

import pytest

from isthmus.bridge.postings import diff, history, news
from isthmus.hiring import jobs, postings
from isthmus.hiring.models import Job

pytestmark = pytest.mark.parametrize("generation", ["v2"], indirect=True)


def told(story, *, by: str = "") -> list[str]:
    """What happened, oldest first: to the posting, or what a person wished. The database's clock is not the story's."""
    with story.cast.acting():
        return [event.words for event in reversed(history.of_job(story.job_id)) if event.by == by]


def test_a_postings_life_is_told_step_by_step(live):
    with live.cast.acting():
        jobs.update_job(live.job_id, jobs.draft_of(Job.objects.get(id=live.job_id), title="Welder"))
    live.settle()
    with live.cast.acting():
        postings.unpublish(live.job_id)
    live.settle()
    assert told(live) == [
        "Sent to LinkedIn",
        "LinkedIn accepted it",
        "Live on LinkedIn",
        "Change sent to LinkedIn",
        "LinkedIn accepted it",
        "LinkedIn asked to take it down",
        "LinkedIn accepted it",
    ]
    assert told(live, by="Tomas Brandt") == ["Published · with Apply Connect", "Taken off LinkedIn"]
    with live.cast.acting():
        assert [item.title for item in news.feed_items(10)] == ["Welder is live on LinkedIn"]


def test_a_second_run_sends_nothing_and_tells_nothing(live):
    before = told(live)
    live.settle(2)
    assert (told(live), live.operations()) == (before, ["CREATE"])


def test_a_refusal_is_told_with_its_reason(connected):
    connected.sandbox.fault("task_fails", times=1, gist="JOB_FIELD_PROCESSOR_TITLE")
    connected.publish()
    connected.settle()
    with connected.cast.acting():
        (refused,) = [event for event in history.of_job(connected.job_id) if event.is_bad]
    assert "LinkedIn did not accept the job's title." in refused.why


def test_differences_are_told_in_words(generation):
    held = {"title": "Welder", "description": "<p>Weld &amp; learn.</p>", "workplaceTypes": ["Hybrid"]}
    wanted = {
        "title": "Welder",
        "description": "<p>Weld.</p>",
        "listedAt": 0,
        "onsiteApplyConfiguration": {"questions": {}},
    }
    assert [(one.label, one.before, one.after) for one in diff.differences(held, wanted)] == [
        ("Description", "Weld & learn. (13 characters)", "Weld. (5 characters)"),
        ("Workplace", "Hybrid", ""),
        ("How people apply", "", "On LinkedIn"),
        ("Listed since", "", "1 Jan 1970, 00:00 UTC"),
    ]
