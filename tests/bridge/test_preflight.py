"""Two hundred jobs, twelve of them wrong in twelve ways: found before sending, and the sandbox says the same."""

from collections.abc import Iterable
from typing import Any

import pytest

from isthmus.bridge import clients
from isthmus.bridge.postings import preflight, translate
from isthmus.bridge.postings.preflight import Checked
from isthmus.hiring import jobs, questions
from isthmus.hiring.models import Job
from isthmus.linkedin import PostingStatus, Task
from tests import builders
from tests.bridge import adverts
from tests.bridge.adverts import FAULTS
from tests.web.rooms import Rooms


def two_hundred(story) -> list[Job]:
    """The jobs with their questions, open, faults and all; by their numbers."""
    with story.cast.acting():
        made = [jobs.open_job(jobs.create_job(draft).id) for draft in adverts.drafts()]
        for number, job in enumerate(made):
            questions.set_questions(job.id, adverts.asked(number))
        for number, fault in FAULTS.items():
            fault.make(made[number])
        return [Job.objects.get(id=job.id) for job in made]


def checked(story, made: list[Job]) -> list[Checked]:
    with story.cast.acting():
        found = preflight.check_all(made, linkedin_apply=True)
    return [found[job.id] for job in made]


def sent_anyway(story, wanted: Iterable[Checked]) -> dict[str, str]:
    """Send these adverts past the rules, and answer what the sandbox made of each: `listed`, or how it was refused."""
    bodies = [translate.body_of(one.advert, "v2") | {translate.OPERATION: "CREATE"} for one in wanted if one.advert]
    made_of: dict[str, str] = {}
    with clients.client_of(story.connection()) as client:
        for start in range(0, len(bodies), 100):
            part = bodies[start : start + 100]
            answers = client.create_postings(part)
            made_of |= {answer.external_job_posting_id: _at_once(answer) for answer in answers}
        story.sandbox.advance(30)
        story.sandbox.tick()
        tasks = {external_id: task for external_id, task in made_of.items() if task.startswith("urn:")}
        for external_id, task in tasks.items():
            made_of[external_id] = _in_the_end(client.tasks([task])[task], client.posting_status([external_id]))
    return made_of


def _at_once(answer: Any) -> str:
    return answer.task_urn or f"refused: {answer.failure.code}"


def _in_the_end(task: Any, status: dict[str, Any]) -> str:
    assert isinstance(task, Task), task
    (said,) = status.values()
    assert isinstance(said, PostingStatus), said
    if (task.status, said.listing_status) != ("SUCCEEDED", "LISTED"):
        return f"refused: {task.error_message}"
    return "listed" if said.linked_in_apply_status == "ENABLED" else "without its form"


@pytest.mark.usefixtures("places_of_the_world")
@pytest.mark.parametrize("generation", ["v2"], indirect=True)
def test_twelve_faults_among_two_hundred_are_found_before_sending_and_the_sandbox_agrees(connected):
    """The rules find each fault, by the rule it breaks, and say nothing about the other 188. Sent all the same, the 188
    are listed with LinkedIn's form, and each of the twelve is refused.
    """
    all_of_them = checked(connected, two_hundred(connected))
    found = {number: one.findings for number, one in enumerate(all_of_them) if one.findings}
    assert {number: [finding.rule for finding in findings] for number, findings in found.items()} == {
        number: [fault.rule] for number, fault in FAULTS.items()
    }
    assert all(finding.blocks and finding.message and finding.fix for (finding,) in found.values())
    assert connected.operations() == []

    in_order = [one for number, one in enumerate(all_of_them) if number not in FAULTS]
    assert set(sent_anyway(connected, in_order).values()) == {"listed"}
    outcomes = list(sent_anyway(connected, [all_of_them[number] for number in FAULTS]).values())
    assert len(outcomes) == len(FAULTS) == 12
    assert not {"listed", "without its form"} & set(outcomes), outcomes


@pytest.mark.parametrize("generation", ["v2"], indirect=True)
def test_a_set_is_checked_in_a_handful_of_queries(connected, django_assert_max_num_queries):
    with connected.cast.acting():
        made = [builders.a_job(title=f"Welder {number}") for number in range(12)]
        with django_assert_max_num_queries(14):
            preflight.check_all(made)


def test_a_twin_of_what_is_published_is_found_and_the_first_stays_in_peace(cast, rooms_connected):
    with cast.acting():
        first, _ = builders.a_published_job()
        second = builders.a_job(title=first.title.upper())
        assert [finding.rule for finding in preflight.check(second)] == ["duplicate"]
        assert preflight.check(first) == []
        jobs.close_job(first.id)
        assert preflight.check(second) == []


def test_without_a_connection_that_is_what_is_wrong(cast):
    with cast.acting():
        assert [finding.rule for finding in preflight.check(builders.a_job())] == ["not_connected"]


def test_places_are_looked_up_and_the_better_way_to_write_them_is_said(cast, rooms_connected, places_of_the_world):
    with cast.acting():
        alone = builders.a_job(locations=["Gent"])
        made_up = builders.a_job(title="Baker", locations=["Atlantis, Lemuria"])
        small = builders.a_job(title="Miller", locations=["Cuba, Missouri, United States"])
        found = preflight.check_all([alone, made_up, small])
    assert [finding.fix for finding in found[alone.id].blocking] == ["Write “Ghent, Belgium”."]
    assert found[made_up.id].blocking == []
    assert [finding.rule for finding in found[made_up.id].notes] == ["location_unresolved"]
    assert found[small.id].findings == []


@pytest.fixture
def rooms_connected(cast):
    """Larkfield connected without asking anybody."""
    return Rooms(cast).connect()
