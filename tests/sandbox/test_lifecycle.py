"""Lifecycle actions: what they are refused for, and what the member sees."""

from __future__ import annotations

import re
from typing import Any

import pytest

from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.job_application_lifecycle_actions import errors
from linkedin_sandbox.seed.companies import CONTRACT
from linkedin_sandbox.tables import integrations
from tests.sandbox.desk import LARKFIELD, Sandbox, contract, onsite

BOTH_GENERATIONS = True

PATH = "/v2/jobApplicationLifecycleActions"
NAMES = ["viewed", "resume-downloaded", "rejected", "screened-presumed", "interviewed-presumed", "hired-presumed"]


@pytest.fixture
def application(sandbox: Sandbox) -> str:
    sandbox.settle(onsite())
    return sandbox.applied()


def test_applying_is_a_status_and_a_mail(sandbox: Sandbox, application: str) -> None:
    assert sandbox.history() == ["Application submitted"]
    assert sandbox.mails() == ["APPLICATION_SUBMITTED"]


@pytest.mark.parametrize("name", NAMES)
def test_each_action_is_a_status_and_a_mail(sandbox: Sandbox, application: str, name: str) -> None:
    body = contract(f"lifecycle/{name}.json") | {"jobApplicationId": application}
    headers = contract("lifecycle/request.json")["headers"]
    answer = sandbox.call("POST", PATH, headers=headers, json=body)
    assert (answer.status_code, answer.content) == (201, b"")
    assert len(sandbox.history()) == 2
    assert sandbox.mails()[0] == body["action"]


def test_all_six_stand_in_the_members_own_words_on_the_page(sandbox: Sandbox, application: str) -> None:
    for action in errors.ACTIONS:
        assert sandbox.lifecycle(application, action).status_code == 201
    sandbox.http.post("/members/1/sign-in")
    page = sandbox.http.get(f"/my/applications/{application.rpartition(':')[2]}").text
    words = [
        "Hired",
        "Interview",
        "Application screened",
        "Not selected",
        "Résumé downloaded",
        "Application viewed",
        "Application submitted",
    ]
    assert re.findall(r"<li><b>(.+?)</b>", page) == words
    assert "Hired" in sandbox.http.get("/my/applications").text


@pytest.mark.parametrize("action", errors.PRESUMED)
def test_the_three_presumed_actions_can_be_chosen_away(sandbox: Sandbox, application: str, action: str) -> None:
    sandbox.choose(lifecycle_presumed_actions=False)
    assert sandbox.lifecycle(application, action).status_code == 422
    assert sandbox.lifecycle(application, "APPLICATION_REJECTED").status_code == 201


@pytest.mark.parametrize("status", [201, 200, 204])
def test_the_status_of_a_success_can_be_chosen(sandbox: Sandbox, application: str, status: int) -> None:
    sandbox.choose(lifecycle_success_status=status)
    answer = sandbox.lifecycle(application)
    assert (answer.status_code, answer.content) == (status, b"")
    assert answer.headers["x-restli-id"].isdigit()


@pytest.mark.parametrize("action", errors.ACTIONS)
def test_each_action_twice_is_one_status_and_one_mail(sandbox: Sandbox, application: str, action: str) -> None:
    assert [sandbox.lifecycle(application, action).status_code for _ in range(2)] == [201, 201]
    assert sandbox.mails() == [action, "APPLICATION_SUBMITTED"]


def test_actions_may_come_in_any_order_and_long_after(sandbox: Sandbox, application: str) -> None:
    sandbox.lifecycle(application, "APPLICATION_REJECTED", performedAt=1)
    sandbox.lifecycle(application, "APPLICATION_VIEWED", performedAt=1)
    assert sandbox.history() == ["Application submitted", "Not selected", "Application viewed"]


def test_consent_given_later_counts_from_then_on(sandbox: Sandbox, application: str) -> None:
    switch = {"client_id": sandbox.credentials["child_client_id"], "context": LARKFIELD}
    sandbox.http.post("/_sandbox/integrations", json={**switch, "applicant_notifications": False})
    sandbox.lifecycle(application)
    sandbox.http.post("/_sandbox/integrations", json={**switch, "applicant_notifications": True})
    assert sandbox.history() == ["Application submitted"]
    sandbox.lifecycle(application, "APPLICATION_REJECTED")
    assert sandbox.history() == ["Application submitted", "Not selected"]


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'"x"', b"7", b'{"jobApplicationId":["a"],"action":{},"performedAt":true}', b"\xff"]
)
def test_bodies_of_the_wrong_kind_are_refused(sandbox: Sandbox, application: str, body: bytes) -> None:
    answer = sandbox.call("POST", PATH, headers={"x-restli-method": "create"}, content=body)
    assert answer.status_code in (400, 422)


def test_viewed_and_rejected_read_as_the_member_would(sandbox: Sandbox, application: str) -> None:
    sandbox.lifecycle(application)
    sandbox.lifecycle(application, "APPLICATION_REJECTED")
    assert sandbox.history() == ["Application submitted", "Application viewed", "Not selected"]


def test_duplicates_are_accepted_and_silent(sandbox: Sandbox, application: str) -> None:
    for _ in range(5):
        assert sandbox.lifecycle(application).status_code == 201
    assert sandbox.history() == ["Application submitted", "Application viewed"]
    assert sandbox.mails() == ["APPLICATION_VIEWED", "APPLICATION_SUBMITTED"]
    effects = [action["effect"] for action in sandbox.http.get("/_sandbox/lifecycle").json()["actions"]]
    assert effects == ["duplicate"] * 4 + ["notified"]


def test_without_consent_the_member_hears_nothing(sandbox: Sandbox, application: str) -> None:
    client_id = sandbox.credentials["child_client_id"]
    switch = {"client_id": client_id, "context": LARKFIELD, "applicant_notifications": False}
    sandbox.http.post("/_sandbox/integrations", json=switch)
    assert sandbox.lifecycle(application).status_code == 201
    assert sandbox.history() == ["Application submitted"]


def test_missing_method_header_is_403(sandbox: Sandbox, application: str) -> None:
    assert sandbox.call("POST", PATH, json=contract("lifecycle/viewed.json")).status_code == 403


@pytest.mark.parametrize("field", ["jobApplicationId", "action", "performedAt"])
def test_required_fields_are_required(sandbox: Sandbox, application: str, field: str) -> None:
    answer = sandbox.lifecycle(application, **{field: None})
    assert answer.status_code == 422
    assert f"/{field} ::" in answer.json()["message"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"action": "APPLICATION_LIKED"}, 422),
        ({"action": 3}, 422),
        ({"performedAt": "now"}, 422),
        ({"performedAt": 0}, 400),
        ({"performedAt": 9_999_999_999_999}, 400),
        ({"integrationContext": "urn:li:contract:1"}, 400),
        ({"integrationContext": "urn:li:organization:5077120"}, 403),
        ({"jobApplicationId": "7200000001"}, 400),
        ({"jobApplicationId": "urn:li:jobApplication:1"}, 404),
    ],
)
def test_bad_values_are_refused(sandbox: Sandbox, application: str, changes: dict[str, Any], status: int) -> None:
    assert sandbox.lifecycle(**{"application": application, **changes}).status_code == status


def test_another_childs_application_is_unknown(sandbox: Sandbox, application: str) -> None:
    sandbox.provision("orrin-foods")
    assert sandbox.lifecycle(application, who="orrin-foods").status_code == 404
    sandbox.choose(lifecycle_foreign_status=403)
    assert sandbox.lifecycle(application, who="orrin-foods").status_code == 403


def test_context_is_optional_unless_chosen(sandbox: Sandbox, application: str) -> None:
    assert sandbox.lifecycle(application, integrationContext=None).status_code == 201
    sandbox.choose(lifecycle_context_required=True)
    assert sandbox.lifecycle(application, integrationContext=None).status_code == 422


def test_a_rejection_can_be_chosen_to_show_later(sandbox: Sandbox, application: str) -> None:
    sandbox.choose(rejection_shown_after_seconds=72 * 3600)
    sandbox.lifecycle(application, "APPLICATION_REJECTED")
    assert sandbox.history() == ["Application submitted"]
    sandbox.advance(72 * 3600 + 1)
    assert sandbox.history()[-1] == "Not selected"
    assert sandbox.mails()[0] == "APPLICATION_REJECTED"


def test_a_body_that_is_not_json_is_400(sandbox: Sandbox) -> None:
    answer = sandbox.call("POST", PATH, headers={"x-restli-method": "create"}, content=b"{")
    assert answer.status_code == 400


def test_a_customer_who_never_answered_is_told_nothing_unless_chosen(sandbox: Sandbox, application: str) -> None:
    with sandbox.world.store.write() as conn:
        conn.execute(integrations.update().values(applicant_notifications=None))
    sandbox.lifecycle(application)
    assert sandbox.history() == ["Application submitted"]
    sandbox.choose(applicant_notifications=True)
    sandbox.lifecycle(application)
    assert sandbox.history() == ["Application submitted", "Application viewed"]


def test_a_contract_that_has_run_out_tells_nothing(sandbox: Sandbox, application: str) -> None:
    with sandbox.world.store.write() as conn:
        contracts.change(conn, CONTRACT, expires_at=sandbox.world.clock.now_ms() - 1)
    sandbox.lifecycle(application)
    assert sandbox.history() == ["Application submitted"]
