"""Two hundred jobs, twelve of them wrong in twelve ways: found before sending, and the sandbox says the same."""

from collections.abc import Iterable
from typing import Any

from isthmus.bridge import clients
from isthmus.bridge.postings import preflight, translate
from isthmus.bridge.postings.preflight import Checked
from isthmus.hiring import jobs, questions
from isthmus.hiring.models import Job
from isthmus.linkedin import PostingStatus, Task
from tests.bridge import adverts
from tests.bridge.adverts import FAULTS


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


def test_twelve_faults_among_two_hundred_are_found_before_sending_and_nothing_else(connected):
    """Must show 6, one way: the rules find each fault, by the rule it breaks, and say nothing about the other 188."""
    made = two_hundred(connected)
    found = {number: one.findings for number, one in enumerate(checked(connected, made)) if one.findings}
    assert {number: [finding.rule for finding in findings] for number, findings in found.items()} == {
        number: [fault.rule] for number, fault in FAULTS.items()
    }
    assert all(finding.blocks and finding.message and finding.fix for (finding,) in found.values())
    assert connected.operations() == []


def test_the_sandbox_agrees_about_all_two_hundred(connected):
    """Must show 6, the other way: sent all the same, the 188 are listed with their form, and each of the 12 is not."""
    all_of_them = checked(connected, two_hundred(connected))
    in_order = [one for number, one in enumerate(all_of_them) if number not in FAULTS]
    faulty = [all_of_them[number] for number in FAULTS]
    assert set(sent_anyway(connected, in_order).values()) == {"listed"}
    outcomes = list(sent_anyway(connected, faulty).values())
    assert len(outcomes) == len(FAULTS) == 12
    assert not {"listed", "without its form"} & set(outcomes), outcomes


def test_the_set_is_checked_in_a_handful_of_queries(connected, django_assert_max_num_queries):
    made = two_hundred(connected)
    with connected.cast.acting(), django_assert_max_num_queries(12):
        preflight.check_all(made)
