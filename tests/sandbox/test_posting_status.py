"""`jobPostingStatus`: every field, every state."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import CONTRACT, Sandbox, contract, job, onsite

PATH = "/v2/jobPostingStatus"


def example(name: str) -> dict[str, Any]:
    return contract(f"status/{name}.json")["results"]["J-1001"]


def test_a_listed_job_shows_every_field(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    status, expected = sandbox.status("J-1001"), example("listed")
    assert set(status) == set(expected)
    assert set(status["jobPostingInfo"]) == set(expected["jobPostingInfo"])
    assert status["jobPostingInfo"]["location"] == expected["jobPostingInfo"]["location"]
    assert status["linkedInApplyStatus"] == "ENABLED"
    assert status["jobPostingUrl"].endswith("/jobs/view/4100000001")


def test_expiry_is_180_days_after_listing(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    info = sandbox.status("J-1001")["jobPostingInfo"]
    assert info["expireAt"] - info["listedAt"] == 180 * 86_400_000


def test_a_job_without_configuration_is_off_site(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    status = sandbox.status("J-1001")
    assert status["linkedInApplyStatus"] == "NOT_ENABLED"
    assert status["linkedInApplyStatusDetail"] == example("off-site")["linkedInApplyStatusDetail"]


def test_a_job_whose_task_runs_is_in_progress(make_sandbox: Any) -> None:
    sandbox = make_sandbox(task_delay_seconds=60)
    sandbox.post(onsite())
    status, expected = sandbox.status("J-1001"), example("in-progress")
    for name in ("jobPostingUrl", "listingStatus", "linkedInApplyStatus"):
        assert status[name] == expected[name]


@pytest.mark.parametrize(
    ("availability", "tag"), [("PUBLIC", "PUBLIC"), ("PRIVATE_TO_ATS_INTEGRATION", "PRIVATE"), ("INTERNAL", "COMPANY")]
)
def test_visibility_follows_availability(sandbox: Sandbox, availability: str, tag: str) -> None:
    sandbox.settle(job(availability=availability, contract=CONTRACT))
    assert sandbox.status("J-1001")["jobPostingInfo"]["visibilityTag"] == tag


def test_alternate_locations_are_shown_standardised(sandbox: Sandbox) -> None:
    sandbox.settle(job(alternateLocations=["Antwerp, Belgium", "Lille, France"]))
    info = sandbox.status("J-1001")["jobPostingInfo"]
    assert info["alternateLocations"] == ["Antwerp, Flemish Region, Belgium", "Lille, France"]


@pytest.mark.parametrize(
    "reference", [{"companyPageUrl": "https://www.linkedin.com/company/orrin-foods/"}, {"companyName": "Orrin Foods"}]
)
def test_a_company_can_be_named_by_page_or_name(sandbox: Sandbox, reference: dict[str, str]) -> None:
    sandbox.settle(job(integrationContext=None, **reference))
    assert sandbox.status("J-1001")["jobPostingInfo"]["companyDetails"]["name"] == "Orrin Foods"


def test_an_unknown_id_is_a_404_entry(sandbox: Sandbox) -> None:
    answer = sandbox.call("GET", PATH, params={"ids": "J-404"})
    assert answer.status_code == 200
    assert answer.json() == contract("status/unknown-id.json")


def test_more_than_a_hundred_ids_are_refused(sandbox: Sandbox) -> None:
    assert sandbox.call("GET", PATH, params=[("ids", f"J-{n}") for n in range(101)]).status_code == 400
    assert sandbox.call("GET", PATH, params=[("ids", f"J-{n}") for n in range(100)]).status_code == 200


def test_another_childs_job_is_unknown(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.provision("orrin-foods")
    answer = sandbox.call("GET", PATH, "orrin-foods", params={"ids": "J-1001"}).json()
    assert list(answer["errors"]) == ["J-1001"]
