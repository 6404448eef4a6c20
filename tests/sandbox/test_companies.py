"""The operator's side of companies: pages and their settings, contracts, and a customer's move from feed to API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import Sandbox, job, premium


def said(sandbox: Sandbox, path: str, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = sandbox.http.post(f"/_sandbox/{path}", json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def test_pages_and_contracts_are_there_from_the_start(sandbox: Sandbox) -> None:
    pages = sandbox.http.get("/_sandbox/organizations").json()["organizations"]
    assert {page["kind"] for page in pages} == {"employer", "staffing", "generic"}
    assert any(page["industry"] is None for page in pages)
    sold = sandbox.http.get("/_sandbox/contracts").json()["contracts"]
    assert {one["kind"] for one in sold} == {"recruiter", "slots", "fp4p", "lite"}
    assert int(sandbox.credentials["contract_id"]) in {one["id"] for one in sold}


def test_a_page_can_block_postings_and_let_them_again(sandbox: Sandbox) -> None:
    assert said(sandbox, "organizations/2414183", blocks_postings=True)["blocks_postings"] is True
    assert sandbox.settle(job("J-1"))["status"] == "FAILED"
    assert said(sandbox, "organizations/2414183", blocks_postings=False)["name"] == "Larkfield Robotics"
    assert sandbox.settle(job("J-2"))["status"] == "SUCCEEDED"


def test_a_contract_can_be_given_slots(sandbox: Sandbox) -> None:
    said(sandbox, "contracts/209001", job_slots=0)
    assert sandbox.post(premium()).json()["elements"][0]["status"] == 402
    assert said(sandbox, "contracts/209001", job_slots=1)["job_slots"] == 1
    assert sandbox.post(premium()).json()["elements"][0]["status"] == 202


def test_a_migration_begins_and_ends(sandbox: Sandbox) -> None:
    move = {"client_id": sandbox.credentials["child_client_id"], "organization_id": 2_414_183}
    said(sandbox, "migrations", 201, **move, detail="MIGRATION_MISSING_SCRAPED_JOB")
    assert sandbox.settle(job())["status"] == "PROCESSED"
    assert said(sandbox, "migrations/end", **move) == {"published": 1}
    assert sandbox.status_of("J-1001")[0] == "LISTED"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("organizations/1", {"opted_in": False}, 404),
        ("organizations/2414183", {"kind": "charity"}, 422),
        ("organizations/2414183", {"nonsense": 1}, 422),
        ("contracts/1", {"job_slots": 1}, 404),
        ("contracts/209001", {"job_slots": -1}, 422),
        ("contracts/209001", {"budget": "1e9"}, 422),
        ("migrations", {"client_id": "nobody", "organization_id": 2_414_183}, 404),
        ("migrations", {"client_id": "nobody", "organization_id": 1}, 404),
        ("migrations/end", {"organization_id": 1}, 422),
    ],
)
def test_what_is_not_there_or_cannot_be_is_refused(
    sandbox: Sandbox, path: str, body: dict[str, Any], status: int
) -> None:
    assert "error" in said(sandbox, path, status, **body)
