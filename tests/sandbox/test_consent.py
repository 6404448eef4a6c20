"""A member lets a child application know who they are: consent, code, token, person id."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from linkedin_sandbox.ids import person_id
from tests.sandbox.desk import Sandbox

PATH = "/oauth/v2/authorization"
BACK = "https://ats.example/cb?tenant=1"
CHILD, TOMAS = 217_402, 2


@pytest.fixture
def box(sandbox: Sandbox) -> Sandbox:
    """Tomas is signed in, and the child may send members back to its address."""
    allow(sandbox, CHILD)
    sandbox.http.cookies.set("sandbox_member", str(TOMAS))
    return sandbox


def allow(sandbox: Sandbox, app_id: int) -> None:
    patch = {"patch": {"$set": {"oauth2AuthorizedCallbackUrls": [BACK]}}}
    path = f"/v2/provisionedApplications/urn:li:developerApplication:{app_id}"
    assert sandbox.call("POST", path, "parent", json=patch).status_code == 204


def asked(sandbox: Sandbox, **changes: str) -> dict[str, str]:
    usual = {
        "response_type": "code",
        "client_id": sandbox.credentials["child_client_id"],
        "redirect_uri": BACK,
        "scope": "r_liteprofile",
        "state": "a&b",
    }
    return usual | changes


def told(answer: Any) -> dict[str, str]:
    """What the application hears at its address."""
    location = answer.headers["location"]
    assert location.startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def consent(sandbox: Sandbox, allow: str = "1") -> dict[str, str]:
    return told(sandbox.http.post(PATH, params=asked(sandbox), data={"allow": allow}))


def redeem(sandbox: Sandbox, code: str, who: str = "child", redirect_uri: str = BACK) -> Any:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": sandbox.credentials[f"{who}_client_id"],
        "client_secret": sandbox.credentials[f"{who}_client_secret"],
    }
    return sandbox.http.post("/oauth/v2/accessToken", data=form)


def me(sandbox: Sandbox, token: str) -> Any:
    return sandbox.http.get("/v2/me", params={"fields": "id"}, headers={"Authorization": f"Bearer {token}"})


def test_a_member_consents_and_is_known_by_an_id(box: Sandbox) -> None:
    shown = box.http.get(PATH, params=asked(box))
    assert "Sandbox customer would like to know who you are" in shown.text
    assert "form-action 'self' https://ats.example;" in shown.headers["content-security-policy"]
    heard = consent(box)
    assert (heard["state"], heard["tenant"]) == ("a&b", "1")
    answer = redeem(box, heard["code"]).json()
    assert (answer["expires_in"], answer["scope"]) == (5_184_000, "r_liteprofile")
    assert me(box, answer["access_token"]).json() == {"id": person_id(TOMAS, CHILD)}
    assert person_id(TOMAS, CHILD) == box.credentials["person_id"]


def test_a_person_id_differs_between_applications(box: Sandbox) -> None:
    made = box.provision("orrin-foods")
    found = {"q": "credentialsByUniqueForeignId", "uniqueForeignId": "orrin-foods"}
    key = box.call("GET", "/v2/provisionedApplications", "parent", params=found).json()["elements"][0]["key"]
    allow(box, int(key.rpartition(":")[2]))
    answer = box.http.post(PATH, params=asked(box, client_id=made["client_id"]), data={"allow": "1"})
    token = redeem(box, told(answer)["code"], "orrin-foods").json()["access_token"]
    assert me(box, token).json()["id"] != person_id(TOMAS, CHILD)


def test_introspection_tells_a_members_token(box: Sandbox) -> None:
    token = redeem(box, consent(box)["code"]).json()["access_token"]
    form = {"client_id": box.credentials["child_client_id"], "client_secret": box.credentials["child_client_secret"]}
    found = box.http.post("/oauth/v2/introspectToken", data={**form, "token": token}).json()
    assert (found["auth_type"], found["scope"]) == ("3L", "r_liteprofile")
    assert found["expires_at"] - found["created_at"] == 5_184_000


def test_a_members_token_and_an_applications_are_not_the_same(box: Sandbox) -> None:
    token = redeem(box, consent(box)["code"]).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert box.http.get("/v2/jobPostingStatus?ids=J", headers=bearer).status_code == 403
    assert box.http.get("/v2/atsIntegrations?q=request&requestId=1", headers=bearer).status_code == 403
    assert me(box, box.token()).status_code == 403


def test_a_code_is_good_once_for_its_own_application(box: Sandbox) -> None:
    box.provision("orrin-foods")
    code = consent(box)["code"]
    assert redeem(box, code, "orrin-foods").json()["error"] == "invalid_grant"
    assert redeem(box, code).status_code == 200
    assert redeem(box, code).json()["error"] == "invalid_grant"
    assert redeem(box, consent(box)["code"], redirect_uri="https://ats.example/other").status_code == 400
    late = consent(box)["code"]
    box.advance(601)
    assert redeem(box, late).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("changes", [{"redirect_uri": "https://evil.example/cb"}, {"client_id": "nobody"}])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_is_sent_to_a_foreign_address(box: Sandbox, changes: dict[str, str], method: str) -> None:
    answer = box.http.request(method, PATH, params=asked(box, **changes))
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_what_cannot_be_asked_goes_back_as_an_error(box: Sandbox) -> None:
    for changes, error in (
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "w_member_social"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ):
        assert told(box.http.get(PATH, params=asked(box, **changes)))["error"] == error
    assert consent(box, allow="0")["error"] == "access_denied"


def test_who_is_not_signed_in_chooses_a_member_first(box: Sandbox) -> None:
    box.http.cookies.clear()
    answer = box.http.get(PATH, params=asked(box))
    assert answer.headers["location"].startswith("/members?next=%2Foauth%2Fv2%2Fauthorization%3F")
    assert consent(box)["error"] == "access_denied"


def test_the_log_keeps_no_code(box: Sandbox) -> None:
    code = consent(box)["code"]
    redeem(box, code)
    assert code not in box.http.get("/_sandbox/requests").text
