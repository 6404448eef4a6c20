"""Provisioning child applications."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.sandbox.desk import Sandbox, contract, job

PATH = "/v2/provisionedApplications"


def create(sandbox: Sandbox, **changes: Any) -> Any:
    body = {**contract("provisioning/create-request.json"), **changes}
    return sandbox.call("POST", PATH, "parent", json={name: value for name, value in body.items() if value is not None})


def find(sandbox: Sandbox, foreign_id: str = "acme-1") -> list[dict[str, Any]]:
    query = {"q": "credentialsByUniqueForeignId", "uniqueForeignId": foreign_id}
    return sandbox.call("GET", PATH, "parent", params=query).json()["elements"]


def test_create_answers_key_and_credentials(sandbox: Sandbox) -> None:
    answer = create(sandbox)
    assert answer.status_code == 201
    assert set(answer.json()) == set(contract("provisioning/create-answer.json"))
    assert set(answer.json()["credentials"]) == {"client_id", "client_secret"}


def test_a_provisioned_child_works_like_the_built_in_one(sandbox: Sandbox) -> None:
    sandbox.provision("orrin-foods")
    answer = sandbox.post(job(), who="orrin-foods")
    assert answer.json()["elements"][0]["status"] == 202


def test_find_shows_everything_but_the_secret(sandbox: Sandbox) -> None:
    key = create(sandbox).json()["key"]
    found = find(sandbox)[0]
    assert set(found) == set(contract("provisioning/find-answer.json")["elements"][0])
    assert found["key"] == key
    assert "client_secret" not in found["credentials"]


def test_reading_may_show_the_secret(sandbox: Sandbox) -> None:
    made = create(sandbox).json()
    sandbox.choose(secret_shown_on_read=True)
    assert find(sandbox)[0]["credentials"] == made["credentials"]


def test_unknown_foreign_id_finds_nothing(sandbox: Sandbox) -> None:
    assert find(sandbox, "nobody") == []


def test_duplicate_foreign_id_is_409(sandbox: Sandbox) -> None:
    create(sandbox)
    assert create(sandbox, name="Another name").status_code == 409


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "x" * 51},
        {"name": "Isthmus for LinkedIn"},
        {"validJsSdkDomains": ["https://ats.example/"]},
        {"validJsSdkDomains": ["ats.example"]},
        {"oauth2AuthorizedCallbackUrls": ["/cb"]},
    ],
)
def test_bad_values_are_refused(sandbox: Sandbox, changes: dict[str, Any]) -> None:
    assert create(sandbox, **changes).status_code == 400


@pytest.mark.parametrize("missing", ["uniqueForeignId", "name", "description"])
def test_required_fields_are_required(sandbox: Sandbox, missing: str) -> None:
    answer = create(sandbox, **{missing: None})
    assert answer.status_code == 422
    assert answer.json()["message"].startswith(f"ERROR :: /{missing} ::")


@pytest.mark.parametrize("encode", [str, quote])
def test_update_replaces_whole_lists(sandbox: Sandbox, encode: Any) -> None:
    key = create(sandbox, validJsSdkDomains=["https://old.example"]).json()["key"]
    answer = sandbox.call("POST", f"{PATH}/{encode(key)}", "parent", json=contract("provisioning/update-request.json"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert find(sandbox)[0]["validJsSdkDomains"] == ["https://ats.example"]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "x" * 51},
        {"name": "For LinkedIn"},
        {"name": 7},
        {"description": ""},
        {"validJsSdkDomains": ["https://ats.example/"]},
        {"validJsSdkDomains": "https://ats.example"},
        {"oauth2AuthorizedCallbackUrls": ["cb"]},
        {"uniqueForeignId": "other"},
        {"credentials": {}},
        {},
        None,
    ],
)
def test_an_update_is_held_to_the_same_rules(sandbox: Sandbox, fields: Any) -> None:
    key = create(sandbox).json()["key"]
    answer = sandbox.call("POST", f"{PATH}/{key}", "parent", json={"patch": {"$set": fields}})
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Isthmus - Acme"),
        ("description", "Acme, moved"),
        ("validJsSdkDomains", ["http://localhost:5000"]),
        ("oauth2AuthorizedCallbackUrls", []),
    ],
)
def test_every_patchable_field_is_patched(sandbox: Sandbox, field: str, value: Any) -> None:
    key = create(sandbox).json()["key"]
    assert sandbox.call("POST", f"{PATH}/{key}", "parent", json={"patch": {"$set": {field: value}}}).status_code == 204
    assert find(sandbox)[0][field] == value


def test_update_of_an_unknown_application_is_404(sandbox: Sandbox) -> None:
    path = f"{PATH}/urn:li:developerApplication:1"
    assert sandbox.call("POST", path, "parent", json=contract("provisioning/update-request.json")).status_code == 404


def test_content_type_is_required(sandbox: Sandbox) -> None:
    answer = sandbox.call("POST", PATH, "parent", {"Content-Type": "text/plain"}, content=b"{}")
    assert answer.status_code == 415
