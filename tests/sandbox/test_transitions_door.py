"""What an operator brings about: jobs reported, capped, taken down, promoted; consent and switch of an integration; and
faults that strike only part of a call."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import Sandbox, job, onsite


def change(sandbox: Sandbox, name: str, number: int | None = None, **asked: Any) -> Any:
    number = number or sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["id"]
    return sandbox.http.post(f"/_sandbox/jobs/{number}/{name}", json=asked)


def test_members_report_a_job_until_it_is_closed(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    assert change(sandbox, "report").json()["state"] == "LISTED"
    assert change(sandbox, "report", times=2).json()["state"] == "CLOSED"
    assert sandbox.status("J-1001")["listingStatus"] == "NOT_LISTED"


def test_a_free_jobs_allowance_can_be_used_up(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    assert change(sandbox, "cap").json()["apply_status"] == "NOT_ENABLED"
    assert "1157" in str(sandbox.status("J-1001")["linkedInApplyStatusDetail"])


def test_a_job_is_promoted_and_its_promotion_ends(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    assert change(sandbox, "promote").json()["promotion_status"] == "PROMOTED"
    assert change(sandbox, "promote").status_code == 409
    assert change(sandbox, "end-promotion").json()["promotion_status"] == "NOT_PROMOTED"


def test_a_job_is_taken_down_for_a_known_reason(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    assert change(sandbox, "take-down", why="GREMLINS").status_code == 409
    assert change(sandbox, "take-down", why="SPAM").json()["closed_because"] == "SPAM"
    assert change(sandbox, "take-down").json()["error"] == "the job is not listed"


def test_a_job_runs_out_at_once(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    assert change(sandbox, "expire").json()["state"] == "EXPIRED"


@pytest.mark.parametrize("name", ["report", "cap", "take-down", "expire", "promote", "end-promotion"])
def test_nothing_happens_to_a_job_that_is_not_there(sandbox: Sandbox, name: str) -> None:
    assert change(sandbox, name, 5).status_code == 404


def test_consent_is_given_and_taken_back(sandbox: Sandbox) -> None:
    rows = sandbox.http.get("/_sandbox/integrations").json()["integrations"]
    number = next(row["id"] for row in rows if row["integration_type"] == "APPLY_CONNECT")
    path = f"/_sandbox/integrations/{number}/consent"
    sandbox.settle(onsite())
    application = sandbox.applied()
    sandbox.http.post(path, json={"applicant_notifications": False})
    sandbox.lifecycle(application)
    assert "APPLICATION_VIEWED" not in sandbox.mails()
    assert sandbox.http.post(path, json={}).status_code == 422
    assert sandbox.http.post(
        "/_sandbox/integrations/9/consent", json={"applicant_notifications": True}
    ).status_code in (
        200,
        404,
    )


def test_an_integration_is_switched_off_and_on(sandbox: Sandbox) -> None:
    number = sandbox.http.get("/_sandbox/integrations").json()["integrations"][0]["id"]
    assert (
        sandbox.http.post(f"/_sandbox/integrations/{number}/switch", json={"on": False}).json()["state"] == "DISABLED"
    )
    assert sandbox.http.post("/_sandbox/integrations/999/switch", json={"on": True}).status_code == 404


def test_items_of_a_batch_fail_and_the_others_do_not(sandbox: Sandbox) -> None:
    sandbox.fault("partial_batch", "simpleJobPostings.batch_create", items=[0, 2], status=429)
    answers = sandbox.post(*(job(f"J-{number}") for number in range(4))).json()["elements"]
    assert [one["status"] for one in answers] == [429, 202, 429, 202]
    assert answers[0]["error"]["status"] == 429
    sandbox.tick()
    found = sandbox.call("GET", "/v2/jobPostingStatus", params=[("ids", f"J-{number}") for number in range(4)]).json()
    assert sorted(found["results"]) == ["J-1", "J-3"]


def test_a_whole_batch_can_fail_item_by_item(sandbox: Sandbox) -> None:
    sandbox.fault("partial_batch", items=[0])
    answer = sandbox.post(job())
    assert (answer.status_code, answer.json()["elements"][0]["status"]) == (200, 500)


def test_keys_of_a_look_up_fail_and_the_others_do_not(sandbox: Sandbox) -> None:
    for number in range(3):
        sandbox.settle(job(f"J-{number}"))
    sandbox.fault("partial_batch", "jobPostingStatus.batch_get", status=503)
    found = sandbox.call("GET", "/v2/jobPostingStatus", params=[("ids", f"J-{number}") for number in range(3)]).json()
    assert (sorted(found["results"]), found["errors"]["J-1"]["status"]) == (["J-0", "J-2"], 503)


def test_a_partial_fault_waits_for_a_batch(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    application = sandbox.applied()
    sandbox.fault("partial_batch")
    assert sandbox.lifecycle(application).status_code == 201
    assert len(sandbox.http.get("/_sandbox/faults").json()["faults"]) == 1


def test_an_answer_can_be_cut_after_its_effect(sandbox: Sandbox) -> None:
    sandbox.fault("malformed_answer", "simpleJobPostings.batch_create")
    answer = sandbox.post(job())
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="line 1"):
        answer.json()
    sandbox.tick()
    assert sandbox.status("J-1001")["listingStatus"] == "LISTED"


def test_a_slow_answer_is_the_real_one(sandbox: Sandbox) -> None:
    sandbox.fault("slow", "simpleJobPostings.batch_create", seconds=0.01)
    assert sandbox.post(job()).json()["elements"][0]["status"] == 202
