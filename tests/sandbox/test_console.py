"""The operator's page: everything on it, and every button on it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import Sandbox, job, onsite

CONSOLE = "/_sandbox/console"


def press(sandbox: Sandbox, path: str, **form: Any) -> Any:
    return sandbox.http.post(f"{CONSOLE}/{path}", data=form)


def text(sandbox: Sandbox, query: str = "") -> str:
    return str(sandbox.http.get(CONSOLE + query).text)


def test_the_page_has_a_place_for_everything(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.applied()
    page = text(sandbox)
    for place in ("clock", "faults", "transitions", "deliveries", "webhooks", "requests", "throttles", "choices"):
        assert f'href="#{place}"' in page
        assert f'id="{place}"' in page
    assert "It is not LinkedIn" in page
    assert "1 of 60,000" in page


def test_a_job_is_changed_by_a_button(sandbox: Sandbox) -> None:
    sandbox.settle(job())
    number = sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["id"]
    assert press(sandbox, "transitions", job=number, change="promote").status_code == 303
    assert sandbox.status("J-1001")["promotionStatus"] == "PROMOTED"
    refused = press(sandbox, "transitions", job=number, change="promote")
    assert refused.status_code == 400
    assert "promoted already" in refused.text


def test_a_member_applies_by_a_button(sandbox: Sandbox) -> None:
    sandbox.settle(onsite(questions={"contactInformationQuestions": {}}))
    number = sandbox.http.get("/_sandbox/jobs").json()["jobs"][0]["id"]
    assert press(sandbox, "apply", job=number, member=1).status_code == 303
    sandbox.tick()
    assert len(sandbox.receiver.deliveries) == 1
    assert press(sandbox, "apply", job=number, member=1).status_code == 400
    assert press(sandbox, "apply", job=number, member=100_000).status_code == 400


def test_an_integration_and_its_consent_are_switched_by_buttons(sandbox: Sandbox) -> None:
    row = sandbox.http.get("/_sandbox/integrations").json()["integrations"][0]
    press(sandbox, f"integrations/{row['id']}", consent="0")
    press(sandbox, f"integrations/{row['id']}", on="0")
    after = sandbox.http.get("/_sandbox/integrations").json()["integrations"][0]
    assert (after["state"], bool(after["applicant_notifications"])) == ("DISABLED", False)


def test_a_choice_is_changed_by_a_form(sandbox: Sandbox) -> None:
    assert press(sandbox, "choices", name="payload_shapes", value='"second"').status_code == 303
    assert sandbox.world.choices["payload_shapes"] == "second"
    assert "changed" in text(sandbox)
    for value in ('"ninth"', "nonsense"):
        assert press(sandbox, "choices", name="payload_shapes", value=value).status_code == 400


def test_the_clock_is_set_and_the_sandbox_started_over(sandbox: Sandbox) -> None:
    press(sandbox, "clock", at="2031-05-04T12:30")
    assert "4 May 2031, 12:30 UTC" in text(sandbox)
    assert press(sandbox, "clock", at="yesterday").status_code == 400
    assert press(sandbox, "reset", seed="7", members="20", jobs="3").status_code == 303
    counts = sandbox.http.get("/_sandbox/").json()["counts"]
    assert (counts["members"], counts["postings"]) == (20, 3)
    assert press(sandbox, "reset", seed="7", members="0", jobs="3").status_code == 400


def test_the_log_is_narrowed_and_paged(sandbox: Sandbox) -> None:
    for number in range(60):
        sandbox.call("GET", "/v2/jobPostingStatus", params={"ids": f"J-{number}"})
    sandbox.call("GET", "/v2/nothing")
    assert "/v2/nothing" in text(sandbox, "?status=404")
    assert "ids=J-7" not in text(sandbox, "?status=404")
    first = text(sandbox, "?operation=jobPostingStatus.batch_get")
    assert "ids=J-59" in first
    assert "ids=J-3<" not in first.replace("\n", "").replace(" ", "")
    older = first.partition('<p class="more"><a href="')[2].partition("#")[0].replace("&amp;", "&")
    assert "ids=J-3" in text(sandbox, older)
    assert sandbox.http.get(f"{CONSOLE}?status=soon").status_code == 200


def test_a_request_is_shown_beside_its_answer(sandbox: Sandbox) -> None:
    sandbox.post(job(title="<script>alert(1)</script>"))
    number = sandbox.http.get("/_sandbox/requests").json()["requests"][0]["id"]
    page = sandbox.http.get(f"{CONSOLE}/requests/{number}").text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "x-li-fabric: sandbox" in page
    assert sandbox.token() not in page
    assert sandbox.http.get(f"{CONSOLE}/requests/{number + 9}").status_code == 404


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("clock", {}),
        ("clock", {"seconds": "soon"}),
        ("clock", {"seconds": "1e400"}),
        ("faults", {"kind": "gremlins", "times": "1"}),
        ("faults", {"kind": "http_status", "times": "1", "params": "{"}),
        ("faults", {"kind": "http_status", "times": "1", "params": '{"status": 99}'}),
        ("transitions", {"job": "x", "change": "cap"}),
        ("transitions", {"job": "5", "change": "dance"}),
        ("integrations/999", {"on": "1"}),
        ("choices", {"name": "gremlins", "value": "1"}),
    ],
)
def test_what_cannot_be_is_said_on_a_page(sandbox: Sandbox, path: str, form: dict[str, str]) -> None:
    answer = press(sandbox, path, **form)
    assert answer.status_code == 400
    assert "Not done" in answer.text
