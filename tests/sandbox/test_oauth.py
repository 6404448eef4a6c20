"""Tokens: who gets one, how long it lasts, and the two ways a bad one is refused."""

from __future__ import annotations

import pytest

from tests.sandbox.desk import Sandbox, contract


def token_form(sandbox: Sandbox, **changes: str) -> dict[str, str]:
    form = {
        "grant_type": "client_credentials",
        "client_id": sandbox.credentials["child_client_id"],
        "client_secret": sandbox.credentials["child_client_secret"],
    }
    return {**form, **changes}


def test_credentials_in_a_form_body_get_a_token_for_1800_seconds(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/oauth/v2/accessToken", data=token_form(sandbox))
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == contract("oauth/token-answer.json")["expires_in"] == 1800


def test_wrong_secret_is_refused_in_the_oauth_shape(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/oauth/v2/accessToken", data=token_form(sandbox, client_secret="wrong"))
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_secret_in_the_url_is_refused(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/oauth/v2/accessToken", params=token_form(sandbox))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_json_body_is_refused(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/oauth/v2/accessToken", json=token_form(sandbox))
    assert answer.status_code == 400


def test_other_grants_are_refused(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/oauth/v2/accessToken", data=token_form(sandbox, grant_type="password"))
    assert answer.json()["error"] == "unsupported_grant_type"


def test_unknown_token_is_65600(sandbox: Sandbox) -> None:
    answer = sandbox.http.get(
        "/v2/jobPostingStatus", params={"ids": "J"}, headers={"Authorization": "Bearer AQtampered"}
    )
    assert answer.status_code == 401
    assert answer.json() == contract("oauth/malformed-token-401.json")


def test_missing_token_is_refused_like_a_malformed_one(sandbox: Sandbox) -> None:
    assert sandbox.http.get("/v2/jobPostingStatus", params={"ids": "J"}).json()["serviceErrorCode"] == 65600


def test_expired_token_is_65602(sandbox: Sandbox) -> None:
    sandbox.token()
    sandbox.advance(1801)
    answer = sandbox.call("GET", "/v2/jobPostingStatus", params={"ids": "J"})
    assert answer.status_code == 401
    assert answer.json() == contract("oauth/expired-token-401.json")


def test_parent_token_is_refused_on_child_resources(sandbox: Sandbox) -> None:
    answer = sandbox.post({}, who="parent")
    assert answer.status_code == 403
    assert answer.json() == contract("postings/wrong-application-403.json")
    assert answer.headers["x-sandbox-refusal"] == "token of the parent application"


def test_child_token_is_refused_on_provisioning(sandbox: Sandbox) -> None:
    answer = sandbox.call("GET", "/v2/provisionedApplications", params={"q": "credentialsByUniqueForeignId"})
    assert answer.status_code == 403


def test_introspection_tells_an_active_token(sandbox: Sandbox) -> None:
    form = {**token_form(sandbox), "token": sandbox.token()}
    told = sandbox.http.post("/oauth/v2/introspectToken", data=form).json()
    assert set(told) == set(contract("oauth/introspection-answer.json"))
    assert told["active"] is True
    assert told["expires_at"] - told["created_at"] == 1800


@pytest.mark.parametrize("missing", ["client_id", "client_secret", "token"])
def test_introspection_wants_all_three(sandbox: Sandbox, missing: str) -> None:
    form = {**token_form(sandbox), "token": sandbox.token()}
    del form[missing]
    answer = sandbox.http.post("/oauth/v2/introspectToken", data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_introspection_with_secrets_in_the_url_is_refused(sandbox: Sandbox) -> None:
    form = {**token_form(sandbox), "token": sandbox.token()}
    assert sandbox.http.post("/oauth/v2/introspectToken", params=form).status_code == 400


def test_one_token_serves_concurrent_and_consecutive_calls(sandbox: Sandbox) -> None:
    first = sandbox.token()
    sandbox.forget_tokens()
    assert sandbox.token() != first
    for token in (first, sandbox.token(), first):
        answer = sandbox.http.get("/v2/jobPostingStatus?ids=J", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200


def test_introspection_tells_an_expired_token(sandbox: Sandbox) -> None:
    form = {**token_form(sandbox), "token": sandbox.token()}
    sandbox.advance(1801)
    told = sandbox.http.post("/oauth/v2/introspectToken", data=form).json()
    assert (told["active"], told["status"]) == (False, "expired")


def test_introspection_of_another_applications_token_says_inactive(sandbox: Sandbox) -> None:
    form = {**token_form(sandbox), "token": sandbox.token("parent")}
    assert sandbox.http.post("/oauth/v2/introspectToken", data=form).json() == {"active": False}
