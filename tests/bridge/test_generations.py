"""LinkedIn's two generations behind one set of names: what differs on the wire, and a switch with postings live."""

import dataclasses

import pytest
from django.conf import settings as django_settings

from isthmus.hiring import postings
from isthmus.sync import lanes, mirror
from tests.bridge.test_postings import edit, on_linkedin

LONGEST_ID = {"v2": 200, "rest": 75}


@pytest.fixture
def switch(settings, generation):
    """Speak the other generation from now on; returns its name."""

    def to_the_other() -> str:
        other = {"v2": "rest", "rest": "v2"}[generation]
        settings.CONFIG = dataclasses.replace(django_settings.CONFIG, linkedin_generation=other)
        return other

    return to_the_other


def asked(story) -> list[tuple[str, int]]:
    """Which resource paths were asked for postings, and how they answered; oldest first."""
    found = story.sandbox.look("requests?operation=simpleJobPostings.batch_create&limit=100")["requests"]
    return [(request["path"], request["status"]) for request in reversed(found)]


def test_each_generation_has_its_words_for_the_company(live, generation):
    element = on_linkedin(live)["element"]
    member, foreign = ("integrationContext", "company") if generation == "v2" else ("company", "integrationContext")
    assert element[member] == live.organization
    assert foreign not in element
    assert (element["availability"], element["listingType"]) == ("PUBLIC", "BASIC")
    assert len(element["externalJobPostingId"]) <= LONGEST_ID[generation]


def test_posts_go_to_the_generation_and_status_and_facts_to_v2(applied, generation):
    applied.view()
    applied.settle(2)
    paths = {request["path"].strip("/") for request in applied.sandbox.look("requests?limit=1000")["requests"]}
    assert {f"{generation}/simpleJobPostings", f"{generation}/simpleJobPostingTasks"} <= paths
    assert {"v2/jobPostingStatus", "v2/jobApplicationLifecycleActions"} <= paths
    assert not {"rest/jobPostingStatus", "rest/jobApplicationLifecycleActions"} & paths


def test_a_switch_by_itself_sends_nothing(live, switch):
    switch()
    with live.cast.acting():
        mirror.mark_known(live.connection().id, "posting")
    live.settle(2)
    assert (live.operations(), live.posting().state) == (["CREATE"], "listed")


def test_after_a_switch_the_live_posting_is_changed_and_closed_not_doubled(live, switch):
    other = switch()
    edit(live, title="Known under the other generation")
    live.settle()
    assert on_linkedin(live)["element"]["title"] == "Known under the other generation"
    with live.cast.acting():
        postings.close(live.job_id)
    live.settle()
    assert live.operations() == ["CREATE", "UPDATE", "CLOSE"]
    assert [path.strip("/").split("/")[0] for path, _ in asked(live)][1:] == [other, other]
    assert live.posting().state == "closed"


def test_a_switch_while_a_task_is_open_loses_nothing(connected, switch):
    connected.publish()
    lanes.run_due()
    switch()
    connected.settle()
    assert (connected.operations(), connected.posting().state) == (["CREATE"], "listed")


def test_a_switch_after_a_lost_answer_makes_nothing_twice(connected, switch):
    connected.sandbox.fault("http_status", "simpleJobPostings.batch_create", status=504, apply=True)
    connected.publish()
    lanes.run_due()
    switch()
    connected.settle()
    assert connected.operations().count("CREATE") == 1
    assert connected.posting().state == "listed"
