"""Jobs of several locations: whichever way LinkedIn tells of them, one answer with its parts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.base.failures import Failure
from isthmus.bridge.postings import poll
from isthmus.linkedin import Task, task_failure
from isthmus.linkedin.several import gathered
from isthmus.sync.standing import Operation, TaskEnd
from isthmus.sync.tasks import Asked
from tests.linkedin.fake_linkedin import FakeLinkedIn, example

URN = "urn:li:simpleJobPostingTask:6a1f0c52-7f0e-4b52-9a57-0d6a3a3f9b11"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["results", "tasks", "x"]), inner),
    max_leaves=8,
)


def states(*names: str) -> dict[str, Any]:
    return {URN: [{"status": name, "location": f"Town {at}"} for at, name in enumerate(names)]}


@pytest.mark.parametrize("shape", ["list", "inside", "tasks"])
def test_each_location_is_told_apart(linkedin: FakeLinkedIn, shape: str) -> None:
    linkedin.answer(200, example(f"tasks/several-locations-{shape}.json"))
    task = linkedin.client().tasks([URN])[URN]
    assert isinstance(task, Task)
    assert (task.id, task.status, task.job_posting) == (URN, "SUCCEEDED", "urn:li:jobPosting:4100000001")
    assert [(part.location, part.status) for part in task.parts] == [
        ("Ghent, Belgium", "SUCCEEDED"),
        ("Atlantis, Belgium", "FAILED"),
    ]
    failure = task_failure(task.parts[1])
    assert failure is not None
    assert failure.code == "field_geo_location"


@pytest.mark.parametrize("shape", ["list", "inside", "tasks"])
def test_a_job_posted_at_one_of_its_locations_is_posted_and_says_what_is_missing(shape: str) -> None:
    told = gathered(example(f"tasks/several-locations-{shape}.json")["results"], [URN])[URN]
    end = poll.outcome_of(Asked(None, "J-1001", URN, Operation.CREATE, exists_there=False), Task.read(told))
    assert isinstance(end, TaskEnd)
    assert end.accepted
    assert isinstance(end.failure, Failure)
    assert end.failure.code == "field_geo_location"
    assert [(place["location"], place["state"], bool(place["message"])) for place in end.facts["locations"]] == [
        ("Ghent, Belgium", "SUCCEEDED", False),
        ("Atlantis, Belgium", "FAILED", True),
    ]


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        (("SUCCEEDED", "IN_PROGRESS", "FAILED"), "IN_PROGRESS"),
        (("FAILED", "FAILED"), "FAILED"),
        (("FAILED", "SUCCEEDED"), "SUCCEEDED"),
        (("SUCCEEDED", "PROCESSED"), "PROCESSED"),
        (("SOMETHING_NEW", "FAILED"), "FAILED"),
        (("SOMETHING_NEW",), "SOMETHING_NEW"),
    ],
)
def test_the_whole_is_open_while_a_part_is_and_fails_only_when_all_do(parts: tuple[str, ...], state: str) -> None:
    assert gathered(states(*parts), [URN])[URN]["status"] == state


def test_tasks_of_other_jobs_stay_with_them() -> None:
    results = {URN: {"status": "SUCCEEDED", "externalJobPostingId": "J-1"}, "urn:b": {"externalJobPostingId": "J-2"}}
    assert gathered(results, [URN]) == {URN: results[URN]}
    assert gathered(results, [URN, "urn:b"]) == results


@given(st.dictionaries(st.sampled_from([URN, "urn:other"]), JSON))
def test_any_shape_is_survived(results: dict[str, Any]) -> None:
    assert set(gathered(results, [URN])) == set(results) & {URN}
