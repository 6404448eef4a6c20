"""`jobPostingStatus`: every field, every state."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.sandbox.desk import CONTRACT, Sandbox, contract, job, onsite, premium

BOTH_GENERATIONS = True

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
    if sandbox.generation == "rest" and availability == "PRIVATE_TO_ATS_INTEGRATION":
        pytest.skip("an availability /rest does not have")
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


@pytest.mark.parametrize(
    ("location", "name"),
    [("Nowhere", "INVALID_LOCATION"), (" ", "MISSING_LOCATION"), ("Simferopol, Crimea", "BLOCKED_COUNTRY")],
)
def test_a_place_that_cannot_be_used_has_its_name(sandbox: Sandbox, location: str, name: str) -> None:
    sandbox.settle(job(location=location))
    status, expected = sandbox.status("J-1001"), example("not-listed")
    assert set(status) == set(expected)
    assert status["listingStatusDetail"] == {**expected["listingStatusDetail"], "statusMessage": name}
    assert status["jobPostingUrl"] is None


def test_a_description_that_is_too_long_has_its_name(sandbox: Sandbox) -> None:
    sandbox.settle(job(description="x" * 25_001))
    assert sandbox.status("J-1001")["listingStatusDetail"]["statusMessage"] == "ERROR_JOB_DESCRIPTION_TOO_LONG"


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        (job("FAIL.UNEXPECTED.1"), "LINKEDIN_ERROR"),
        (job("FAIL.CHALLENGE_FAILED.1"), "PARTNER_ERROR"),
        (job("FAIL.UPDATE_UNKNOWN.1"), "PARTNER_ERROR"),
        (job("FAIL.LOCATION_UNKNOWN.1"), "CUSTOMER_ERROR"),
        (job("FAIL.MISSING_INDUSTRY_CODES.1"), "CUSTOMER_ERROR"),
    ],
)
def test_a_failure_says_whose_it_is(sandbox: Sandbox, element: dict[str, Any], kind: str) -> None:
    sandbox.settle(element)
    assert sandbox.status(element["externalJobPostingId"])["listingStatusDetail"]["errorType"] == kind


def test_a_promoted_job_looks_as_in_the_example(sandbox: Sandbox) -> None:
    sandbox.settle(premium())
    status, expected = sandbox.status("J-1001"), example("promoted")
    for name in ("promotionStatus", "promotionStatusDetail", "partnerJobCampaign", "listingStatus"):
        assert status[name] == expected[name]
    assert status["jobCampaign"].rpartition(":")[0] == expected["jobCampaign"].rpartition(":")[0]
    assert set(status) == set(expected)


def test_the_newest_listing_wins(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.settle(job(operation="CLOSE"))
    assert sandbox.status_of("J-1001")[0] == "NOT_LISTED"
    sandbox.settle(job())
    assert sandbox.status("J-1001")["jobPostingUrl"].endswith("/jobs/view/4100000002")


def test_a_failed_new_beginning_is_told_of(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.settle(job(operation="CLOSE"))
    sandbox.settle(job(location="Nowhere"))
    assert sandbox.status("J-1001")["listingStatusDetail"]["statusMessage"] == "INVALID_LOCATION"


def test_a_failed_update_leaves_the_listing_in_view(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    sandbox.settle(job(operation="UPDATE", location="Nowhere"))
    assert sandbox.status_of("J-1001")[0] == "LISTED"


def test_records_stand_in_the_order_asked(sandbox: Sandbox) -> None:
    sandbox.post(*(job(f"J-{n}") for n in range(3)))
    sandbox.tick()
    asked = ["J-2", "J-404", "J-0", "J-1"]
    answer = sandbox.call("GET", PATH, params=[("ids", one) for one in asked]).json()
    assert (list(answer["results"]), list(answer["errors"])) == (["J-2", "J-0", "J-1"], ["J-404"])


def test_ids_come_as_a_list_in_protocol_2(sandbox: Sandbox) -> None:
    for external_id in ("J-1", "J:2,(x)"):
        sandbox.settle(job(external_id))
    headers = {"X-RestLi-Protocol-Version": "2.0.0"}
    answer = sandbox.call("GET", f"{PATH}?ids=List(J-1,J%3A2%2C%28x%29)", headers=headers).json()
    assert list(answer["results"]) == ["J-1", "J:2,(x)"]


def test_a_long_list_of_ids_is_tunnelled(sandbox: Sandbox) -> None:
    long = [f"J-{'x' * 60}-{n}" for n in range(100)]
    sandbox.post(*(job(one) for one in long))
    sandbox.tick()
    query = urlencode([("ids", one) for one in long])
    assert sandbox.call("GET", f"{PATH}?{query}").status_code == 414
    headers = {"X-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
    assert len(sandbox.call("POST", PATH, headers=headers, content=query).json()["results"]) == 100


def test_company_details_come_under_either_pair_of_keys(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    details = sandbox.status("J-1001")["jobPostingInfo"]["companyDetails"]
    assert (details["name"], set(details)) == ("Larkfield Robotics", {"name", "pageUrl"})
    sandbox.choose(company_details_keys="class")
    details = sandbox.status("J-1001")["jobPostingInfo"]["companyDetails"]
    assert (details["companyName"], set(details)) == ("Larkfield Robotics", {"companyName", "companyPage"})


def test_an_id_of_digits_may_come_back_as_a_number(sandbox: Sandbox) -> None:
    sandbox.choose(numeric_external_ids=True)
    sandbox.settle(job("1001"))
    sandbox.settle(job("J-1"))
    assert [sandbox.status(one)["externalJobPostingId"] for one in ("1001", "J-1")] == [1001, "J-1"]


def test_a_test_job_is_tagged_and_hidden(sandbox: Sandbox) -> None:
    sandbox.settle(job(title="Engineer <Test Job Visible to LinkedIn Employees Only>"))
    assert sandbox.status("J-1001")["jobPostingInfo"]["visibilityTag"] == "TEST"
    assert "No job is listed yet" in sandbox.http.get("/jobs").text
