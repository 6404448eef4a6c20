"""Paid listings in both generations: slots and budgets, upgrades and downgrades, how long they last, who posts them."""

from __future__ import annotations

from typing import Any

import pytest

from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.simple_job_postings import transitions
from tests.sandbox.desk import (
    CONTRACT,
    SLOTS,
    Sandbox,
    contract,
    downgraded,
    job,
    onsite,
    per_result,
    premium,
    upgraded,
)

DAY = 86_400_000
FIRST, SECOND = 4_100_000_001, 4_100_000_002


def statuses(sandbox: Sandbox, *elements: dict[str, Any], generation: str) -> list[int]:
    return [item["status"] for item in sandbox.post(*elements, generation=generation).json()["elements"]]


def settled(sandbox: Sandbox, element: dict[str, Any], generation: str) -> dict[str, Any]:
    task = sandbox.settle(element, generation)
    assert task["status"] == "SUCCEEDED", task
    return sandbox.status(element["externalJobPostingId"])


def lasts(record: dict[str, Any]) -> float:
    info = record["jobPostingInfo"]
    return (info["expireAt"] - info["listedAt"]) / DAY


def one_slot(sandbox: Sandbox) -> None:
    sandbox.changed(contracts.change, 209_001, job_slots=1)


def test_a_premium_job_is_promoted_by_a_campaign_for_thirty_days(sandbox: Sandbox, generation: str) -> None:
    record = settled(sandbox, premium(generation=generation), generation)
    assert (record["listingStatus"], record["promotionStatus"]) == ("LISTED", "PROMOTED")
    assert record["jobCampaign"].startswith("urn:li:jobCampaign:")
    assert (record["partnerJobCampaign"], record["promotionStatusDetail"]) == (None, None)
    assert lasts(record) == 30


def test_a_contracts_last_slot_goes_to_the_first_who_asks(sandbox: Sandbox, generation: str) -> None:
    batch = [premium(f"J-{n}", generation=generation) for n in range(4)]
    assert statuses(sandbox, *batch, generation=generation) == [202, 202, 202, 402]
    sandbox.tick()
    assert statuses(sandbox, premium("J-9", generation=generation), generation=generation) == [402]
    other = premium("J-9", generation=generation, contract=SLOTS)
    assert statuses(sandbox, other, generation=generation) == [202]


def test_a_failed_task_gives_its_slot_back(sandbox: Sandbox, generation: str) -> None:
    one_slot(sandbox)
    sandbox.settle(premium("J-1", generation=generation, title="!"), generation)
    assert settled(sandbox, premium("J-2", generation=generation), generation)["promotionStatus"] == "PROMOTED"


@pytest.mark.parametrize("way", ["close", "downgrade", "expiry"])
def test_a_slot_is_free_again_after(sandbox: Sandbox, generation: str, way: str) -> None:
    one_slot(sandbox)
    settled(sandbox, premium("J-1", generation=generation), generation)
    assert statuses(sandbox, premium("J-2", generation=generation), generation=generation) == [402]
    if way == "close":
        sandbox.settle(premium("J-1", "CLOSE", generation), generation)
    elif way == "downgrade":
        sandbox.settle(downgraded("J-1", generation), generation)
    else:
        sandbox.advance(31 * 86_400)
        sandbox.forget_tokens()
        assert sandbox.status_of("J-1") == ("NOT_LISTED", "NOT_PROMOTED")
    assert settled(sandbox, premium("J-2", generation=generation), generation)["promotionStatus"] == "PROMOTED"


def test_a_premium_job_keeps_its_one_slot_through_updates(sandbox: Sandbox, generation: str) -> None:
    one_slot(sandbox)
    settled(sandbox, premium(generation=generation), generation)
    assert settled(sandbox, premium(operation="UPDATE", generation=generation, title="Lead"), generation)
    assert sandbox.status_of("J-1001") == ("LISTED", "PROMOTED")


def test_renewing_an_expired_premium_job_takes_a_slot_again(sandbox: Sandbox, generation: str) -> None:
    one_slot(sandbox)
    settled(sandbox, premium("J-1", generation=generation), generation)
    sandbox.advance(31 * 86_400)
    sandbox.forget_tokens()
    settled(sandbox, premium("J-2", generation=generation), generation)
    assert statuses(sandbox, premium("J-1", "RENEW", generation), generation=generation) == [402]
    sandbox.settle(premium("J-2", "CLOSE", generation), generation)
    assert settled(sandbox, premium("J-1", "RENEW", generation), generation)["promotionStatus"] == "PROMOTED"


@pytest.mark.parametrize("changes", [{"listingType": "PREMIUM"}, {"availability": "INTERNAL"}])
def test_premium_and_internal_jobs_need_a_contract(sandbox: Sandbox, generation: str, changes: Any) -> None:
    item = sandbox.post(job(generation=generation, **changes), generation=generation).json()["elements"][0]
    assert item["error"] == {
        "status": 422,
        "message": "ERROR :: /contract :: field is required but not found and has no default value\n",
    }


def test_an_internal_job_takes_no_slot(sandbox: Sandbox, generation: str) -> None:
    sandbox.changed(contracts.change, 209_001, job_slots=0)
    element = job(generation=generation, availability="INTERNAL", contract=CONTRACT)
    record = settled(sandbox, element, generation)
    assert record["jobPostingInfo"]["visibilityTag"] == "COMPANY"
    assert record["promotionStatus"] == "NOT_PROMOTED"


def test_a_premium_job_must_be_public(sandbox: Sandbox, generation: str) -> None:
    element = premium(generation=generation, availability="INTERNAL")
    assert statuses(sandbox, element, generation=generation) == [400]


@pytest.mark.parametrize("contract_urn", ["209001", "urn:li:organization:2414183", "urn:li:contract:", ""])
def test_a_contract_is_named_by_its_urn(sandbox: Sandbox, generation: str, contract_urn: str) -> None:
    assert statuses(sandbox, premium(generation=generation, contract=contract_urn), generation=generation) == [400]


@pytest.mark.parametrize("number", [209_001, 999_999])
def test_a_contract_that_ran_out_or_never_was_is_not_the_childs(sandbox: Sandbox, generation: str, number: int) -> None:
    sandbox.changed(contracts.change, 209_001, expires_at=sandbox.now() - 1)
    element = premium(generation=generation, contract=f"urn:li:contract:{number}")
    assert statuses(sandbox, element, generation=generation) == [403]


def test_another_child_has_no_contract_before_it_is_onboarded(sandbox: Sandbox, generation: str) -> None:
    who = sandbox.provision("orrin-foods")
    element = premium(generation=generation, contract="urn:li:contract:209002")
    answer = sandbox.post(element, generation=generation, who="orrin-foods")
    assert answer.json()["elements"][0]["status"] == 403
    switch = {"client_id": who["client_id"], "context": "urn:li:contract:209002", "enabled": True}
    sandbox.http.post("/_sandbox/integrations", json=switch)
    answer = sandbox.post(element, generation=generation, who="orrin-foods")
    assert answer.json()["elements"][0]["status"] == 202


def test_an_upgrade_closes_the_old_listing_and_opens_a_new_one(sandbox: Sandbox, generation: str) -> None:
    settled(sandbox, job(generation=generation), generation)
    task = sandbox.settle(upgraded(generation=generation), generation)
    assert task["jobPosting"] == f"urn:li:jobPosting:{SECOND}"
    record = sandbox.status("J-1001")
    assert record["jobPostingUrl"].endswith(f"/jobs/view/{SECOND}")
    assert (record["promotionStatus"], lasts(record)) == ("PROMOTED", 30)
    assert "no longer takes applications" in sandbox.http.get(f"/jobs/view/{FIRST}").text
    assert "Promoted" in sandbox.http.get(f"/jobs/view/{SECOND}").text


def test_after_a_downgrade_the_url_stays(sandbox: Sandbox, generation: str) -> None:
    before = settled(sandbox, premium(generation=generation), generation)
    record = settled(sandbox, downgraded(generation=generation), generation)
    assert record["jobPostingUrl"] == before["jobPostingUrl"]
    assert (record["promotionStatus"], record["jobCampaign"], lasts(record)) == ("NOT_PROMOTED", None, 180)


def test_under_v2_an_update_without_listing_type_is_a_downgrade(sandbox: Sandbox) -> None:
    settled(sandbox, premium(), "v2")
    record = settled(sandbox, job(operation="UPDATE", listingType=None), "v2")
    assert record["promotionStatus"] == "NOT_PROMOTED"


def test_under_rest_an_update_leaves_the_listing_as_it_is(sandbox: Sandbox) -> None:
    settled(sandbox, premium("J-1", generation="rest"), "rest")
    assert settled(sandbox, job("J-1", "UPDATE", "rest"), "rest")["promotionStatus"] == "PROMOTED"
    settled(sandbox, job("J-2", generation="rest"), "rest")
    assert settled(sandbox, premium("J-2", "UPDATE", "rest"), "rest")["promotionStatus"] == "NOT_PROMOTED"


@pytest.mark.parametrize("listing", ["BASIC", None])
def test_upgrade_ignores_the_listing_type(sandbox: Sandbox, listing: str | None) -> None:
    settled(sandbox, job(generation="rest"), "rest")
    element = upgraded(generation="rest", listingType=listing)
    assert settled(sandbox, element, "rest")["promotionStatus"] == "PROMOTED"
    element = downgraded(generation="rest", listingType="PREMIUM")
    assert settled(sandbox, element, "rest")["promotionStatus"] == "NOT_PROMOTED"


def test_an_upgrade_needs_a_contract(sandbox: Sandbox) -> None:
    item = sandbox.post(upgraded(generation="rest", contract=None), generation="rest").json()["elements"][0]
    assert "/contract :: field is required" in item["error"]["message"]


@pytest.mark.parametrize("operation", ["UPGRADE", "DOWNGRADE"])
def test_v2_has_neither_upgrade_nor_downgrade(sandbox: Sandbox, operation: str) -> None:
    item = sandbox.post(premium(operation=operation)).json()["elements"][0]
    assert item["error"]["message"] == f'ERROR :: /jobPostingOperationType :: "{operation}" is not an enum symbol\n'


def test_upgrades_are_a_permission_that_can_be_missing(make_sandbox: Any, generation: str) -> None:
    sandbox = make_sandbox(upgrade_permission=False)
    settled(sandbox, job(generation=generation), generation)
    assert statuses(sandbox, upgraded(generation=generation), generation=generation) == [403]
    assert statuses(sandbox, job(operation="UPDATE", generation=generation), generation=generation) == [202]


def test_an_upgrade_without_a_free_slot_is_402(sandbox: Sandbox, generation: str) -> None:
    sandbox.changed(contracts.change, 209_001, job_slots=0)
    settled(sandbox, job(generation=generation), generation)
    assert statuses(sandbox, upgraded(generation=generation), generation=generation) == [402]


@pytest.mark.parametrize(("days", "status"), [(0.9, 400), (1.1, 202), (90, 202), (91, 400)])
def test_a_premium_job_expires_within_ninety_days(sandbox: Sandbox, generation: str, days: float, status: int) -> None:
    element = premium(generation=generation, expireAt=sandbox.now() + int(days * DAY))
    assert statuses(sandbox, element, generation=generation) == [status]


def test_rest_can_be_read_as_having_one_window_for_all(make_sandbox: Any) -> None:
    sandbox = make_sandbox(rest_premium_expiry="general")
    assert lasts(settled(sandbox, premium("J-1", generation="rest"), "rest")) == 180
    element = premium("J-2", generation="rest", expireAt=sandbox.now() + 364 * DAY)
    assert statuses(sandbox, element, generation="rest") == [202]


def test_the_longest_premium_life_counts_from_the_upgrade(sandbox: Sandbox, generation: str) -> None:
    settled(sandbox, premium(generation=generation), generation)
    sandbox.advance(20 * 86_400)
    sandbox.forget_tokens()
    late = sandbox.now() + 80 * DAY
    element = premium(operation="UPDATE", generation=generation, expireAt=late)
    assert "longest duration" in sandbox.settle(element, generation)["errorMessage"]
    element = premium(operation="UPDATE", generation=generation, expireAt=late - 15 * DAY)
    assert round(lasts(settled(sandbox, element, generation))) == 85


def test_pay_for_performance_lasts_thirty_days_whatever_is_asked(sandbox: Sandbox, generation: str) -> None:
    element = per_result(generation=generation, expireAt=sandbox.now() + 60 * DAY)
    record = settled(sandbox, element, generation)
    assert (lasts(record), record["partnerJobCampaign"]) == (30, "fp4p-J-1001")


def test_budgets_are_counted_in_decimals(sandbox: Sandbox, generation: str) -> None:
    sandbox.changed(contracts.change, 209_021, budget="0.30")
    batch = [per_result(f"J-{n}", amount="0.10", generation=generation) for n in range(4)]
    assert statuses(sandbox, *batch, generation=generation) == [202, 202, 202, 402]


def test_what_a_closed_job_did_not_spend_comes_back(sandbox: Sandbox, generation: str) -> None:
    settled(sandbox, per_result("J-1", amount="1500.00", generation=generation), generation)
    sandbox.happens(transitions.spend, FIRST, "100.00")
    asked = per_result("J-2", amount="1900.00", generation=generation)
    assert statuses(sandbox, asked, generation=generation) == [402]
    sandbox.settle(per_result("J-1", operation="CLOSE", generation=generation), generation)
    assert statuses(sandbox, asked, generation=generation) == [202]
    assert statuses(sandbox, per_result("J-3", amount="0.01", generation=generation), generation=generation) == [402]


@pytest.mark.parametrize(
    "budget",
    [{}, {"payForPerformanceTotalBudget": 500}, {"payForPerformanceTotalBudget": {"amount": "5e2"}}],
)
def test_a_malformed_budget_is_422(sandbox: Sandbox, generation: str, budget: Any) -> None:
    assert statuses(sandbox, per_result(budget=budget, generation=generation), generation=generation) == [422]


def test_a_budget_of_nothing_is_refused(sandbox: Sandbox, generation: str) -> None:
    assert statuses(sandbox, per_result(amount="0.00", generation=generation), generation=generation) == [400]


def test_the_poster_is_shown_when_asked_for(sandbox: Sandbox, generation: str) -> None:
    element = premium("J-1", generation=generation, showPosterInfo=True, posterEmail="nobody@larkfield.example")
    settled(sandbox, element, generation)
    settled(sandbox, premium("J-2", generation=generation), generation)
    element = job("J-3", generation=generation, showPosterInfo=True, posterEmail="nobody@larkfield.example")
    settled(sandbox, element, generation)
    pages = [sandbox.http.get(f"/jobs/view/{FIRST + n}").text for n in range(3)]
    assert ["Posted by Tomas" in page for page in pages] == [True, False, False]


def test_an_upgrade_with_linkedin_apply_is_challenged_again(sandbox: Sandbox, generation: str) -> None:
    settled(sandbox, job(generation=generation), generation)
    element = onsite(generation=generation) | upgraded(generation=generation)
    assert settled(sandbox, element, generation)["linkedInApplyStatus"] == "ENABLED"
    assert len(sandbox.receiver.challenges) == 1


@pytest.mark.parametrize("name", ["premium", "pay-for-performance", "upgrade", "downgrade"])
def test_example_elements_are_accepted(sandbox: Sandbox, generation: str, name: str) -> None:
    element = contract(f"postings/element-{generation}-{name}.json")
    assert statuses(sandbox, element, generation=generation) == [202]


@pytest.mark.parametrize("status", [402, 403])
def test_example_refusals_are_the_ones_given(sandbox: Sandbox, generation: str, status: int) -> None:
    sandbox.changed(contracts.change, 209_001, job_slots=0)
    named = {402: CONTRACT, 403: "urn:li:contract:209002"}[status]
    element = premium(generation=generation, contract=named)
    item = sandbox.post(element, generation=generation).json()["elements"][0]
    example = contract(f"postings/{'no-slot' if status == 402 else 'foreign-contract'}-{status}.json")
    assert item == example
