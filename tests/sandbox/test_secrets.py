"""A secret is rolled: two are good at a time, one of them signs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linkedin_sandbox.notifications import signing
from tests.sandbox.desk import Sandbox, onsite

PATH = "/v2/developerApplicationsSecurity?action=rollDeveloperApplicationSecret"
CHILD = "urn:li:developerApplication:217402"
PARENT = "urn:li:developerApplication:217401"


def roll(sandbox: Sandbox, body: Any = None, who: str = "parent") -> Any:
    return sandbox.call("POST", PATH, who, json={"key": CHILD} if body is None else body)


def signs_in(sandbox: Sandbox, secret: str) -> bool:
    form = {"grant_type": "client_credentials", "client_id": sandbox.credentials["child_client_id"]}
    return bool(sandbox.http.post("/oauth/v2/accessToken", data={**form, "client_secret": secret}).status_code == 200)


def rolled(sandbox: Sandbox, **more: Any) -> str:
    return str(roll(sandbox, **more).json()["value"]["credentials"]["client_secret"])


def test_a_rolled_secret_and_the_one_before_both_sign_in(sandbox: Sandbox) -> None:
    old = sandbox.credentials["child_client_secret"]
    answer = roll(sandbox)
    value = answer.json()["value"]
    assert (answer.status_code, value["key"]) == (200, CHILD)
    assert value["credentials"]["client_id"] == sandbox.credentials["child_client_id"]
    assert value["credentials"]["client_secret"] != old
    assert signs_in(sandbox, old)
    assert signs_in(sandbox, value["credentials"]["client_secret"])


def test_a_third_secret_ends_the_first(sandbox: Sandbox) -> None:
    for signs in ("newest", "older"):
        sandbox.choose(signing_secret=signs)
        first, second, third = (rolled(sandbox) for _ in range(3))
        assert [signs_in(sandbox, secret) for secret in (first, second, third)] == [False, True, True]


@pytest.mark.parametrize("body", [{"developerApplicationUrn": CHILD}, {"applications": [{"urn": CHILD}]}])
def test_the_child_may_be_named_anywhere_in_the_body(sandbox: Sandbox, body: Any) -> None:
    assert roll(sandbox, body).status_code == 200


def test_a_child_rolls_its_own(sandbox: Sandbox) -> None:
    assert sandbox.call("POST", PATH, "child").status_code == 200
    assert roll(sandbox, who="child").status_code == 200


@pytest.mark.parametrize(
    ("body", "who", "status"),
    [
        ({}, "parent", 400),
        ({"keys": [CHILD, PARENT]}, "parent", 400),
        ({"key": PARENT}, "parent", 404),
        ({"key": "urn:li:developerApplication:1"}, "parent", 404),
        ({"key": PARENT}, "child", 404),
    ],
)
def test_only_ones_own_secret_is_rolled(sandbox: Sandbox, body: Any, who: str, status: int) -> None:
    assert roll(sandbox, body, who).status_code == status


@pytest.mark.parametrize("path", [PATH.replace("roll", "drop"), PATH.partition("?")[0]])
def test_only_the_documented_action_is_known(sandbox: Sandbox, path: str) -> None:
    assert sandbox.call("POST", path, "parent", json={"key": CHILD}).status_code == 400


@pytest.mark.parametrize("signs", ["newest", "older"])
def test_which_secret_signs_is_a_choice(sandbox: Sandbox, signs: str) -> None:
    sandbox.choose(signing_secret=signs)
    old, new = sandbox.credentials["child_client_secret"], rolled(sandbox)
    sandbox.receiver.secret = new if signs == "newest" else old
    sandbox.settle(onsite())
    sandbox.applied()
    request = sandbox.receiver.deliveries[0]
    assert request.headers["x-li-signature"] == signing.signature(sandbox.receiver.secret, request.content)


@pytest.mark.parametrize("name", ["client_secret", "clientSecret", "access_token"])
@pytest.mark.parametrize("end", ["", '"', '", "more', '", "more": "' + "x" * 70_000 + '"}'])
def test_the_log_keeps_no_secret_of_a_body_that_is_broken_or_cut(sandbox: Sandbox, name: str, end: str) -> None:
    body = f'{{"{name}" : "S3\\"CR3T{end}'.encode()
    sandbox.http.post("/oauth/v2/accessToken", content=body, headers={"Content-Type": "application/json"})
    kept = json.dumps(sandbox.http.get("/_sandbox/requests").json())
    assert name in kept
    assert "CR3T" not in kept


def test_the_log_keeps_no_secret(sandbox: Sandbox) -> None:
    new = rolled(sandbox)
    sandbox.choose(key_rotation_answer="secret")
    newer = roll(sandbox).json()["value"]["clientSecret"]
    kept = json.dumps(sandbox.http.get("/_sandbox/requests").json())
    assert "rollDeveloperApplicationSecret" in kept
    assert new not in kept
    assert newer not in kept
