"""Challenges: at posting, every two hours, blocked after three failures, and back."""

from __future__ import annotations

import uuid
from typing import Any

import httpx2
import pytest

from linkedin_sandbox.notifications import signing
from tests.sandbox.desk import HOOK, Sandbox, contract, job, onsite

BOTH_GENERATIONS = True

TWO_HOURS = 7200


def webhook(sandbox: Sandbox) -> dict[str, Any]:
    return sandbox.http.get("/_sandbox/webhooks").json()["webhooks"][0]


def test_digests_match_the_shared_vectors() -> None:
    shared = contract("webhooks/challenge-vectors.json")
    for vector in shared["vectors"]:
        answer = signing.challenge_response(shared["clientSecret"], vector["challengeCode"])
        assert answer == vector["answer"]["challengeResponse"]


def test_posting_challenges_the_webhook_first(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    request = sandbox.receiver.challenges[0]
    assert request.method == "GET"
    assert str(request.url).startswith(HOOK)
    assert request.url.params["company"] == "larkfield"
    assert str(uuid.UUID(request.url.params["challengeCode"])) == request.url.params["challengeCode"]
    assert request.url.params["applicationId"].isdigit()


def test_off_site_jobs_are_not_challenged(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    assert sandbox.receiver.challenges == []


def test_failed_challenge_fails_the_task(sandbox: Sandbox) -> None:
    sandbox.receiver.secret = "wrong"
    task = sandbox.settle(onsite())
    assert task["status"] == "FAILED"
    assert "security challenge check" in task["errorMessage"]


def test_failed_challenge_can_be_chosen_to_post_off_site(make_sandbox: Any) -> None:
    sandbox = make_sandbox(challenge_failure_at_posting="off_site")
    sandbox.receiver.is_down = True
    assert sandbox.settle(onsite())["status"] == "SUCCEEDED"
    assert sandbox.status("J-1001")["linkedInApplyStatus"] == "NOT_ENABLED"


@pytest.mark.parametrize("host", ["☃.example", "a\u200b.example", "exa\x7fmple", "ex..ample", "a" * 300 + ".example"])
def test_a_url_nobody_can_ask_fails_its_challenge_and_holds_up_nobody(sandbox: Sandbox, host: str) -> None:
    sandbox.post(onsite(hook=f"https://{host}/hook"))
    assert sandbox.settle(onsite("J-2", title="Another"))["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    "answer",
    [
        b"[" * 100_000,
        b"\xff\xfe",
        b"null",
        b'{"challengeCode": 7}',
        b'{"challengeCode": "CODE", "challengeResponse": "\xc3\xa9"}',
        b'{"challengeCode": "CODE", "challengeResponse": "\\ud800"}',
        b'{"challengeCode": "CODE", "challengeResponse": ["x"]}',
    ],
)
def test_hostile_answers_fail_the_challenge(sandbox: Sandbox, answer: bytes) -> None:
    def hostile(request: httpx2.Request) -> httpx2.Response:
        code = request.url.params["challengeCode"].encode()
        return httpx2.Response(200, content=answer.replace(b"CODE", code), headers={"content-type": "application/json"})

    sandbox.world.client = httpx2.Client(transport=httpx2.MockTransport(hostile))
    assert sandbox.settle(onsite())["status"] == "FAILED"


def test_challenge_is_repeated_every_two_hours(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.advance(TWO_HOURS - 60)
    assert len(sandbox.receiver.challenges) == 1
    sandbox.advance(61)
    assert len(sandbox.receiver.challenges) == 2


def test_no_challenge_once_no_open_job_needs_it(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.settle(onsite(operation="CLOSE"))
    sandbox.advance(TWO_HOURS + 1)
    assert len(sandbox.receiver.challenges) == 1


def test_three_failures_in_a_row_block_and_warn(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.receiver.is_down = True
    for failures in (1, 2, 3):
        assert webhook(sandbox)["state"] == "ACTIVE"
        sandbox.advance(TWO_HOURS + 1)
        assert webhook(sandbox)["failures"] == failures
    assert webhook(sandbox)["state"] == "BLOCKED"
    kinds = [mail["kind"] for mail in sandbox.http.get("/_sandbox/developer-mails").json()["mails"]]
    assert kinds == ["webhook_blocked", "webhook_failed", "webhook_failed"]


def test_failed_challenges_can_be_ordered(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.fault("challenge_fails", times=3)
    for _ in range(3):
        sandbox.advance(TWO_HOURS + 1)
    assert webhook(sandbox)["state"] == "BLOCKED"


def test_a_success_between_failures_starts_the_count_again(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    for is_down in (True, True, False, True):
        sandbox.receiver.is_down = is_down
        sandbox.advance(TWO_HOURS + 1)
    assert (webhook(sandbox)["state"], webhook(sandbox)["failures"]) == ("ACTIVE", 1)


def blocked(sandbox: Sandbox) -> int:
    sandbox.settle(onsite())
    sandbox.receiver.is_down = True
    for _ in range(3):
        sandbox.advance(TWO_HOURS + 1)
    return int(webhook(sandbox)["id"])


def test_a_blocked_webhook_gets_no_events(sandbox: Sandbox) -> None:
    blocked(sandbox)
    sandbox.receiver.is_down = False
    sandbox.applied()
    sandbox.advance(TWO_HOURS + 1)
    assert sandbox.receiver.deliveries == []
    assert sandbox.http.get("/_sandbox/deliveries").json()["deliveries"][0]["state"] == "dropped"
    sandbox.forget_tokens()
    assert sandbox.status("J-1001")["linkedInApplyStatus"] == "ENABLED"


def test_revalidation_unblocks_and_sends_what_was_held(make_sandbox: Any) -> None:
    sandbox = make_sandbox(blocked_deliveries="held")
    number = blocked(sandbox)
    sandbox.receiver.is_down = False
    sandbox.apply()
    assert sandbox.http.post(f"/_sandbox/webhooks/{number}/revalidate").json()["state"] == "ACTIVE"
    sandbox.tick()
    assert len(sandbox.receiver.deliveries) == 1


def test_failed_revalidation_stays_blocked(sandbox: Sandbox) -> None:
    number = blocked(sandbox)
    assert sandbox.http.post(f"/_sandbox/webhooks/{number}/revalidate").json()["state"] == "BLOCKED"


@pytest.mark.parametrize(("form", "prefix"), [("numeric", "2"), ("urn", "urn:li:developerApplication:")])
def test_application_id_comes_in_the_chosen_form(make_sandbox: Any, form: str, prefix: str) -> None:
    sandbox = make_sandbox(challenge_application_id=form)
    sandbox.settle(onsite())
    assert sandbox.receiver.challenges[0].url.params["applicationId"].startswith(prefix)
