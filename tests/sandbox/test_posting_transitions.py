"""What happens to a job without the API: the free allowance, reports, take-downs, promotion — and who is told."""

from __future__ import annotations

from typing import Any

import pytest

from linkedin_sandbox.resources.simple_job_postings import transitions
from tests.sandbox.desk import Sandbox, contract, job, onsite, per_result, premium, upgraded

FIRST = 4_100_000_001
PORTAL = "http://127.0.0.1:9/portal"


@pytest.fixture
def listed(make_sandbox: Any, generation: str) -> Sandbox:
    """A sandbox whose one job takes two free applicants, and whose partner listens for changed statuses."""
    sandbox: Sandbox = make_sandbox(free_applicant_cap=2)
    sandbox.generation = generation
    register(sandbox)
    sandbox.settle(onsite())
    assert told(sandbox) == []
    return sandbox


def register(sandbox: Sandbox) -> None:
    sandbox.receiver.secret = sandbox.credentials["parent_client_secret"]
    asked = {"event": "JOB_POSTING_STATUS", "url": PORTAL}
    assert sandbox.http.post("/_sandbox/portal-webhooks", json=asked).status_code == 201
    sandbox.receiver.secret = sandbox.credentials["child_client_secret"]


def told(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The JOB_POSTING_STATUS events the partner has received."""
    sandbox.tick()
    return [body for body in sandbox.receiver.bodies() if body["type"] == "JOB_POSTING_STATUS"]


def test_the_last_free_applicant_switches_linkedin_apply_off(listed: Sandbox) -> None:
    listed.applied(1)
    assert listed.status("J-1001")["linkedInApplyStatus"] == "ENABLED"
    listed.applied(2)
    status = listed.status("J-1001")
    example = contract("status/applicant-allowance-used.json")["results"]["J-1001"]
    assert status["linkedInApplyStatusDetail"] == example["linkedInApplyStatusDetail"]
    assert (status["listingStatus"], status["linkedInApplyStatus"]) == ("LISTED", "NOT_ENABLED")
    assert listed.apply(3).status_code == 409
    assert [body["linkedInApplyStatusDetail"]["errorCode"] for body in told(listed)] == [1157]


def test_an_update_does_not_refill_the_allowance(listed: Sandbox) -> None:
    listed.happens(transitions.reach_cap, FIRST)
    listed.settle(onsite(operation="UPDATE", title="Lead"))
    assert listed.status("J-1001")["linkedInApplyStatusDetail"]["errorCode"] == 1157


def test_promotion_on_linkedin_restores_linkedin_apply(listed: Sandbox) -> None:
    listed.happens(transitions.reach_cap, FIRST)
    listed.happens(transitions.promote, FIRST, 209_001)
    status = listed.status("J-1001")
    assert (status["linkedInApplyStatus"], status["promotionStatus"]) == ("ENABLED", "PROMOTED")
    assert status["jobCampaign"].startswith("urn:li:jobCampaign:")
    assert [body["promotionStatus"] for body in told(listed)] == ["NOT_PROMOTED", "PROMOTED"]


def test_an_upgrade_restores_linkedin_apply(listed: Sandbox) -> None:
    listed.happens(transitions.reach_cap, FIRST)
    listed.settle(onsite(generation=listed.generation) | upgraded(generation=listed.generation))
    assert listed.status("J-1001")["linkedInApplyStatus"] == "ENABLED"


def test_a_premium_job_takes_any_number_of_applicants(listed: Sandbox) -> None:
    listed.settle(onsite("J-2", title="Planner") | premium("J-2", title="Planner"))
    for member in range(1, 5):
        listed.applied(member, job="J-2")
    assert listed.status("J-2")["linkedInApplyStatus"] == "ENABLED"
    with pytest.raises(ValueError, match="promoted"):
        listed.happens(transitions.reach_cap, FIRST + 1)


def test_several_reports_close_a_job(listed: Sandbox) -> None:
    listed.happens(transitions.report, FIRST, times=2)
    assert listed.status_of("J-1001")[0] == "LISTED"
    listed.happens(transitions.report, FIRST)
    status = listed.status("J-1001")
    assert (status["listingStatus"], status["jobPostingUrl"]) == ("NOT_LISTED", None)
    example = contract("status/member-reported.json")["results"]["J-1001"]
    assert status["listingStatusDetail"] == example["listingStatusDetail"]
    assert [body["listingStatusDetail"]["statusMessage"] for body in told(listed)] == ["MEMBER_REPORTED"]


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("SUSPENDED", "suspended by Trust"),
        ("TAKEN_DOWN", "taken down"),
        ("CUSTOMER_EXCLUDED", "CUSTOMER_EXCLUDED"),
        ("BLOCKED_COUNTRY", "BLOCKED_COUNTRY"),
    ],
)
def test_a_job_that_was_taken_down_says_why(listed: Sandbox, why: str, words: str) -> None:
    listed.happens(transitions.take_down, FIRST, why)
    assert words in listed.status("J-1001")["listingStatusDetail"]["statusMessage"]
    assert len(told(listed)) == 1


def test_a_job_its_own_side_closed_gives_no_reason(listed: Sandbox) -> None:
    listed.settle(onsite(operation="CLOSE"))
    assert listed.status("J-1001")["listingStatusDetail"] is None
    assert told(listed) == []


def test_expiry_can_come_early(listed: Sandbox) -> None:
    listed.happens(transitions.expire_now, FIRST)
    assert listed.status_of("J-1001")[0] == "NOT_LISTED"
    listed.settle(onsite(operation="RENEW"))
    assert listed.status_of("J-1001")[0] == "LISTED"


def test_a_customer_can_take_a_job_out_of_its_slot(listed: Sandbox) -> None:
    listed.happens(transitions.promote, FIRST, 209_001)
    listed.happens(transitions.end_promotion, FIRST)
    assert listed.status_of("J-1001") == ("LISTED", "NOT_PROMOTED")
    assert [body["promotionStatus"] for body in told(listed)] == ["PROMOTED", "NOT_PROMOTED"]


def test_a_spent_budget_ends_the_promotion(listed: Sandbox) -> None:
    listed.settle(per_result("J-2", amount="10.00", title="Planner"))
    listed.happens(transitions.spend, FIRST + 1, "9.99")
    assert listed.status_of("J-2") == ("LISTED", "PROMOTED")
    listed.happens(transitions.spend, FIRST + 1, "0.01")
    status = listed.status("J-2")
    assert (status["promotionStatus"], status["jobCampaign"]) == ("NOT_PROMOTED", None)
    assert "budget of the job is spent" in status["promotionStatusDetail"]["statusMessage"]


def test_a_job_that_ends_off_site_is_told_of(listed: Sandbox) -> None:
    question = {"partnerQuestionIdentifier": "q", "questionText": "?", "questionDetails": {"textQuestionDetails": {}}}
    twice = {"additionalQuestions": {"customQuestionSets": [{"questions": [question, question]}]}}
    listed.settle(onsite("J-2", questions=twice, title="Planner"))
    assert [body["externalJobPostingId"] for body in told(listed)] == ["J-2"]


@pytest.mark.parametrize("tag", transitions.TAGS)
def test_every_visibility_tag_can_be_shown(listed: Sandbox, tag: str) -> None:
    listed.happens(transitions.show_to, FIRST, tag)
    assert listed.status("J-1001")["jobPostingInfo"]["visibilityTag"] == tag
    assert (listed.http.get(f"/jobs/view/{FIRST}").status_code == 200) == (tag == "PUBLIC")


@pytest.mark.parametrize(
    ("transition", "arguments"),
    [
        (transitions.take_down, ("BORED",)),
        (transitions.promote, (209_021,)),
        (transitions.end_promotion, ()),
        (transitions.spend, ("1.00",)),
        (transitions.show_to, ("EVERYBODY",)),
    ],
)
def test_what_cannot_happen_is_refused_in_words(listed: Sandbox, transition: Any, arguments: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        listed.happens(transition, FIRST, *arguments)


def test_nothing_happens_to_a_job_that_is_not_there(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError):
        sandbox.happens(transitions.report, 1)
    sandbox.settle(job())
    sandbox.settle(job(operation="CLOSE"))
    with pytest.raises(ValueError, match="not listed"):
        sandbox.happens(transitions.promote, FIRST)
