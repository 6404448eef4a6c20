"""The error table of *Create Job Postings*, row by row and in both generations: what is sent, and what comes back.

`http` is the transport status the page lists, `status` the one inside the element (or the envelope). Rows that the page
gives a transport status of their own are sent twice: with that reading of the table, and per item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from linkedin_sandbox.resources import contracts
from tests.sandbox.desk import CONTRACT, PAY_PER_RESULT, Sandbox, contract, job, per_result, premium

DAY = 86_400_000
BATCH = {"x-restli-method": "batch_create"}


@dataclass(frozen=True)
class Row:
    """One row of the table: a change to a good job, what the answer must hold, and what has to be so beforehand."""

    http: int
    status: int
    words: tuple[str, ...]
    element: Callable[[str], dict[str, Any]]
    before: Callable[[Sandbox], Any] = lambda sandbox: None


def changed(**changes: Any) -> Callable[[str], dict[str, Any]]:
    return lambda generation: job(generation=generation, **changes)


def full(sandbox: Sandbox) -> None:
    sandbox.changed(contracts.change, 209_001, job_slots=0)


def without_toggle(sandbox: Sandbox) -> None:
    sandbox.changed(contracts.change, 209_021, partner_toggle=False)


ITEMS: dict[str, Row] = {
    "row-01": Row(
        200,
        422,
        ("ERROR :: /title :: field is required but not found and has no default value",),
        changed(title=None),
    ),
    "row-02": Row(
        200, 422, ("ERROR :: /listedAt :: yesterday cannot be coerced to Long",), changed(listedAt="yesterday")
    ),
    "row-03": Row(
        200,
        422,
        ('ERROR :: /jobPostingOperationType :: "PUBLISH" is not an enum symbol',),
        changed(operation="PUBLISH"),
    ),
    "row-04": Row(
        200, 400, ("workplaceTypes", "On-site, Hybrid, Remote"), changed(workplaceTypes=["Hybrid", "Remote"])
    ),
    "row-05": Row(400, 400, ("J-1001", "urn:li:simpleJobPostingTask:"), changed(companyApplyUrl="nowhere")),
    "row-06": Row(
        400,
        400,
        ("integrationContext", "company", "companyPageUrl", "companyName"),
        lambda generation: {
            name: value
            for name, value in job(generation=generation).items()
            if name not in ("company", "integrationContext")
        },
    ),
    "row-09": Row(
        402,
        402,
        (f"nsufficient job slots for contract = {CONTRACT}",),
        lambda generation: premium(generation=generation),
        full,
    ),
    "row-10": Row(
        402,
        402,
        ("nsufficient lifetime budget", "PAYMENTS_INSUFFICIENT_FUNDS"),
        lambda generation: per_result(amount="2000.01", generation=generation),
    ),
    "row-11": Row(
        403,
        403,
        ("not authorized", "urn:li:contract:209002"),
        lambda generation: premium(generation=generation, contract="urn:li:contract:209002"),
    ),
    "row-14": Row(
        403,
        403,
        ("not authorized", "fp4p", PAY_PER_RESULT),
        lambda generation: per_result(generation=generation),
        without_toggle,
    ),
    "row-17": Row(409, 409, ("cannot close", "J-1001"), changed(operation="CLOSE")),
    "row-18": Row(
        422,
        422,
        ('ERROR :: /employmentStatus :: "Full time" is not an enum symbol',),
        changed(employmentStatus="Full time"),
    ),
    "row-19": Row(
        422, 422, ('ERROR :: /experienceLevel :: "Senior" is not an enum symbol',), changed(experienceLevel="Senior")
    ),
    "row-20": Row(422, 422, ('ERROR :: /state :: "OPEN" is not an enum symbol',), changed(state="OPEN")),
    "row-21": Row(
        422, 422, ("ERROR :: /listingType :: enum type is not backed by a String",), changed(listingType=["PREMIUM"])
    ),
    "row-22": Row(422, 422, ("7 locations",), changed(alternateLocations=[f"City {n}, Belgium" for n in range(7)])),
    "expiry-past": Row(400, 400, ("nvalid expiration date",), changed(expireAt=1_000_000_000_000)),
    "listed-in-the-future": Row(200, 400, ("listedAt",), changed(listedAt=4_000_000_000_000)),
}


def sent(sandbox: Sandbox, row: Row, generation: str) -> Any:
    row.before(sandbox)
    return sandbox.post(row.element(generation), generation=generation)


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in ITEMS.items()])
def test_error_table(sandbox: Sandbox, generation: str, row: Row) -> None:
    """The statuses exactly as the page lists them."""
    sandbox.choose(posting_error_transport="listed")
    answer = sent(sandbox, row, generation)
    assert answer.status_code == row.http
    body = answer.json() if row.http != 200 else answer.json()["elements"][0]["error"]
    assert body["status"] == row.status
    assert all(word in body["message"] for word in row.words), body


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in ITEMS.items()])
def test_error_table_per_item(sandbox: Sandbox, generation: str, row: Row) -> None:
    """The same refusals inside a batch that is answered 200, as a batch endpoint would."""
    answer = sent(sandbox, row, generation)
    assert answer.status_code == 200
    item = answer.json()["elements"][0]
    assert (item["status"], item["error"]["status"]) == (row.status, row.status)
    assert "id" not in item
    assert all(word in item["error"]["message"] for word in row.words), item


def header_missing(sandbox: Sandbox, generation: str) -> Any:
    sandbox.choose(missing_method_words="permissions")
    return sandbox.call("POST", f"/{generation}/simpleJobPostings", json={"elements": [job(generation=generation)]})


def header_missing_too(sandbox: Sandbox, generation: str) -> Any:
    return sandbox.call("POST", f"/{generation}/simpleJobPostings", json={"elements": [job(generation=generation)]})


def tampered(sandbox: Sandbox, generation: str) -> Any:
    token = {"Authorization": f"Bearer {sandbox.token()}x"}
    return sandbox.post(job(generation=generation), generation=generation, headers=token)


def expired(sandbox: Sandbox, generation: str) -> Any:
    sandbox.token()
    sandbox.advance(1801)
    return sandbox.post(job(generation=generation), generation=generation)


def of_the_parent(sandbox: Sandbox, generation: str) -> Any:
    return sandbox.post(job(generation=generation), generation=generation, who="parent")


def bad_path(sandbox: Sandbox, generation: str) -> Any:
    return sandbox.call("POST", f"/{generation}/simpleJobPosting", headers=BATCH, json={"elements": []})


def integer_id(sandbox: Sandbox, generation: str) -> Any:
    return sandbox.post(job(generation=generation) | {"externalJobPostingId": 7}, generation=generation)


def malformed_payload(sandbox: Sandbox, generation: str) -> Any:
    return sandbox.call("POST", f"/{generation}/simpleJobPostings", headers=BATCH, content=b'{"elements":[')


def malformed_header(sandbox: Sandbox, generation: str) -> Any:
    return sandbox.post(
        job(generation=generation), generation=generation, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )


WHOLE: dict[str, tuple[Callable[[Sandbox, str], Any], int, dict[str, Any]]] = {
    "row-07": (tampered, 401, {"serviceErrorCode": 65600, "status": 401}),
    "row-08": (expired, 401, {"serviceErrorCode": 65602, "status": 401}),
    "row-12": (header_missing, 403, contract("postings/wrong-application-403.json")),
    "row-13": (header_missing_too, 403, contract("postings/missing-method-403.json")),
    "row-15": (of_the_parent, 403, contract("postings/wrong-application-403.json")),
    "row-16": (bad_path, 404, contract("postings/unknown-resource-404.json")),
    "row-23": (integer_id, 500, {"status": 500, "message": "Internal Server Error"}),
    "row-24": (malformed_payload, 504, {"status": 504, "message": "Gateway Timeout"}),
    "row-24-header": (malformed_header, 504, {"status": 504, "message": "Gateway Timeout"}),
}


@pytest.mark.parametrize(("send", "status", "body"), [pytest.param(*row, id=name) for name, row in WHOLE.items()])
def test_error_table_whole_call(
    sandbox: Sandbox, generation: str, send: Callable[[Sandbox, str], Any], status: int, body: dict[str, Any]
) -> None:
    """Rows that refuse the whole call."""
    answer = send(sandbox, generation)
    assert answer.status_code == status
    assert answer.json().items() >= body.items()
    assert answer.headers["x-sandbox-refusal"] not in ("", "a defect of the sandbox")


def test_the_debug_header_tells_the_three_403s_apart(sandbox: Sandbox, generation: str) -> None:
    causes = {send(sandbox, generation).headers["x-sandbox-refusal"] for send in (header_missing, of_the_parent)}
    assert causes == {"x-restli-method: batch_create is missing", "token of the parent application"}


def test_every_row_of_the_table_is_here() -> None:
    named = {int(name[4:6]) for name in (*ITEMS, *WHOLE) if name.startswith("row-")}
    assert named == set(range(1, 25))
