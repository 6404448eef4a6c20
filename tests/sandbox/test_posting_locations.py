"""Jobs of several locations: one task, several results in one task, or a task per location."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import Sandbox, contract, job

PLACES = ["Antwerp, Belgium", "Atlantis", "Lille, France"]


@pytest.fixture
def box(make_sandbox: Any, generation: str, request: pytest.FixtureRequest) -> Sandbox:
    sandbox: Sandbox = make_sandbox(multi_location_tasks=request.param)
    sandbox.generation = generation
    return sandbox


def posted(sandbox: Sandbox, places: list[str] | None = None, **changes: Any) -> str:
    item = sandbox.post(job(alternateLocations=places or PLACES, **changes)).json()["elements"][0]
    assert item["status"] == 202
    sandbox.tick()
    return str(item["id"])


def looked_up(sandbox: Sandbox, *urns: str) -> dict[str, Any]:
    path = f"/{sandbox.generation}/simpleJobPostingTasks"
    return dict(sandbox.call("GET", path, params=[("ids", urn) for urn in urns]).json()["results"])


@pytest.mark.parametrize("box", ["single"], indirect=True)
def test_one_task_fails_for_one_bad_place(box: Sandbox) -> None:
    urn = posted(box)
    task = looked_up(box, urn)[urn]
    assert (task["status"], task["location"]) == ("FAILED", "Ghent, Belgium")
    assert "Atlantis" in task["errorMessage"]


def results(found: dict[str, Any], urn: str) -> list[dict[str, Any]]:
    """The results of a look-up, whatever the shape."""
    entity = found[urn]
    return entity if isinstance(entity, list) else entity.get("results") or list(found.values())


@pytest.mark.parametrize("box", ["list", "inside"], indirect=True)
def test_one_task_carries_a_result_for_each_place(box: Sandbox) -> None:
    urn = posted(box)
    found = looked_up(box, urn)
    assert list(found) == [urn]
    assert [one["location"] for one in results(found, urn)] == ["Ghent, Belgium", *PLACES]
    assert [one["status"] for one in results(found, urn)] == ["SUCCEEDED", "SUCCEEDED", "FAILED", "SUCCEEDED"]


@pytest.mark.parametrize("box", ["list", "inside", "tasks"], indirect=True)
def test_results_look_as_in_the_example(box: Sandbox) -> None:
    urn = posted(box)
    found = looked_up(box, urn)
    example = contract(f"tasks/several-locations-{box.world.choices['multi_location_tasks']}.json")["results"]
    first = next(iter(example))
    assert {frozenset(one) for one in results(found, urn)} == {frozenset(one) for one in results(example, first)}
    assert type(found[urn]) is type(example[first])
    if isinstance(found[urn], dict):
        assert set(found[urn]) == set(example[first])


@pytest.mark.parametrize("box", ["tasks"], indirect=True)
def test_each_place_has_a_task_of_its_own(box: Sandbox) -> None:
    urn = posted(box)
    found = looked_up(box, urn)
    assert [one["location"] for one in found.values()] == ["Ghent, Belgium", *PLACES]
    assert [one["status"] for one in found.values()] == ["SUCCEEDED", "SUCCEEDED", "FAILED", "SUCCEEDED"]
    assert all(key == one["id"] for key, one in found.items())
    alone = next(key for key, one in found.items() if one["location"] == "Atlantis")
    assert looked_up(box, alone) == {alone: found[alone]}


@pytest.mark.parametrize("box", ["list", "inside", "tasks"], indirect=True)
def test_every_place_waits_with_the_job(box: Sandbox) -> None:
    box.choose(task_delay_seconds=60)
    urn = posted(box)
    found = looked_up(box, urn)
    told = results(found, urn)
    assert {one["status"] for one in told} == {"IN_PROGRESS"}


@pytest.mark.parametrize("box", ["list", "inside", "tasks"], indirect=True)
def test_a_job_that_fails_fails_everywhere(box: Sandbox) -> None:
    urn = posted(box, title="!")
    found = looked_up(box, urn)
    told = results(found, urn)
    assert {one["status"] for one in told} == {"FAILED"}
    assert len({one["errorMessage"] for one in told}) == 1


@pytest.mark.parametrize("box", ["list", "inside", "tasks"], indirect=True)
def test_a_job_of_one_place_looks_the_same_as_ever(box: Sandbox) -> None:
    item = box.post(job()).json()["elements"][0]
    box.tick()
    assert set(looked_up(box, item["id"])[item["id"]]) == set(contract("tasks/succeeded.json")["results"].popitem()[1])


@pytest.mark.parametrize("box", ["tasks"], indirect=True)
def test_a_task_of_a_place_is_its_own_childs(box: Sandbox) -> None:
    urn = posted(box)
    other = next(key for key in looked_up(box, urn) if key != urn)
    box.provision("orrin-foods")
    path = f"/{box.generation}/simpleJobPostingTasks"
    assert list(box.call("GET", path, "orrin-foods", params={"ids": other}).json()["errors"]) == [other]


@pytest.mark.parametrize("box", ["inside"], indirect=True)
def test_the_status_shows_the_places_that_could_be_used(box: Sandbox) -> None:
    posted(box)
    info = box.status("J-1001")["jobPostingInfo"]
    assert info["alternateLocations"] == ["Antwerp, Flemish Region, Belgium", "Lille, France"]


@pytest.mark.parametrize("box", ["single"], indirect=True)
def test_members_see_every_place_and_the_allowed_markup(box: Sandbox) -> None:
    text = "<p>Small <em>careful</em> machines</p><h1>Ours</h1><ul><li>" + "x" * 100 + "</li></ul>"
    posted(box, ["Lille, France"], description=text)
    page = box.http.get("/jobs/view/4100000001").text
    assert "Ghent, Belgium · Lille, France" in page
    assert "<p>Small careful machines</p>Ours<ul><li>" in page
