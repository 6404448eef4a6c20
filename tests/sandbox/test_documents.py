"""The OpenAPI documents: both complete, and what does not fit them is refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from linkedin_sandbox.resources import OPERATIONS
from tests.sandbox.desk import Sandbox, job


def test_the_operators_document_names_every_door_and_its_bodies(sandbox: Sandbox) -> None:
    document = sandbox.http.get("/_sandbox/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert {"get", "post", "delete"} <= set(document["paths"]["/_sandbox/faults"])
    fault = document["components"]["schemas"]["Fault"]
    assert {"kind", "operation", "times", "params"} == set(fault["properties"])
    for path, methods in document["paths"].items():
        assert all(method["summary"] for method in methods.values()), path


def test_the_imitated_document_names_every_operation_in_its_generations(sandbox: Sandbox) -> None:
    document = sandbox.http.get("/_sandbox/linkedin-openapi.json").json()
    told = " ".join(one["summary"] for methods in document["paths"].values() for one in methods.values())
    assert all(operation.name in told for operation in OPERATIONS)
    for generation in ("v2", "rest"):
        body = document["paths"][f"/{generation}/simpleJobPostings"]["post"]["requestBody"]
        element = body["content"]["application/json"]["schema"]["properties"]["elements"]["items"]
        assert ("integrationContext" in element["properties"]) == (generation == "v2")


def test_both_documents_can_be_read_as_a_page(sandbox: Sandbox) -> None:
    text = sandbox.http.get("/_sandbox/docs").text
    assert "simpleJobPostings.batch_create" in text
    assert "/_sandbox/faults" in text
    assert "`" not in text and "<code>limit</code>" in text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", {}),
        ("clock", {"advance_seconds": "soon"}),
        ("clock", {"advance_seconds": 1, "set": 1}),
        ("clock", {"set": -1}),
        ("clock", {"advance_seconds": 1, "speed": 2}),
        ("faults", {"kind": "http_status", "times": 0}),
        ("faults", {"kind": "http_status", "params": {"status": 200}}),
        ("faults", {"kind": "timeout", "params": {"seconds": "long"}}),
        ("faults", {"kind": "media_redirect", "params": {"location": "http://a\r\nX: y"}}),
        ("faults", []),
        ("organizations", {"name": " "}),
        ("members/1/apply", {"job": []}),
        ("reset", {"clock": "maybe"}),
    ],
)
def test_what_does_not_fit_is_422_naming_the_place(sandbox: Sandbox, path: str, body: Any) -> None:
    answer = sandbox.http.post(f"/_sandbox/{path}", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]
    assert answer.json()["errors"][0]["what"]


@pytest.mark.parametrize("raw", [b"{", b"\xff", b'{"advance_seconds": NaN}', b'{"kind": "\\ud800"}'])
def test_what_is_no_json_is_400(sandbox: Sandbox, raw: bytes) -> None:
    assert sandbox.http.post("/_sandbox/clock", content=raw).status_code == 400


def test_the_clock_stays_within_the_calendar(sandbox: Sandbox) -> None:
    for _ in range(12):
        answer = sandbox.http.post("/_sandbox/clock", json={"advance_seconds": 3_200_000_000, "tick": False})
    assert answer.status_code == 400
    assert sandbox.http.get("/_sandbox/console").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"task_delay_seconds": 1e300},
        {"task_delay_seconds": -1},
        {"missing_version_status": 99},
        {"resend_delays_seconds": ["soon"]},
        {"resend_delays_seconds": [-5]},
        {"linkedin_versions": [202603]},
    ],
)
def test_choices_have_bounds(sandbox: Sandbox, change: dict[str, Any]) -> None:
    assert sandbox.http.post("/_sandbox/choices", json=change).status_code == 400


@pytest.mark.parametrize(("method", "path"), [("GET", "nowhere"), ("POST", "clock/x"), ("PUT", "faults")])
def test_what_is_nowhere_is_404_in_json(sandbox: Sandbox, method: str, path: str) -> None:
    answer = sandbox.http.request(method, f"/_sandbox/{path}")
    assert (answer.status_code, "error" in answer.json()) == (404, True)


def test_the_log_is_narrowed_by_everything_it_shows(sandbox: Sandbox) -> None:
    sandbox.post(job("J-77"))
    later = sandbox.now() + 60_000
    sandbox.advance(120)
    sandbox.call("GET", "/v2/jobPostingStatus", params={"ids": "J-88"})
    sandbox.call("GET", "/v2/nothing")

    def paths(**wanted: Any) -> list[str]:
        lines = sandbox.http.get("/_sandbox/requests", params=wanted).json()["requests"]
        return [line["path"] for line in lines]

    assert paths(text="J-77") == ["/v2/simpleJobPostings"]
    assert paths(text="J%") == []
    assert paths(status=404) == ["/v2/nothing"]
    assert paths(operation="jobPostingStatus.batch_get") == ["/v2/jobPostingStatus"]
    assert paths(since=later) == ["/v2/nothing", "/v2/jobPostingStatus"]
    assert len(paths(client_id=sandbox.credentials["child_client_id"])) == 2
    assert paths(client_id="nobody") == []


def test_one_request_is_looked_up_with_its_answer(sandbox: Sandbox) -> None:
    sandbox.post(job("J-77"))
    number = sandbox.http.get("/_sandbox/requests").json()["requests"][0]["id"]
    line = sandbox.http.get(f"/_sandbox/requests/{number}").json()
    assert "J-77" in line["request_body"]
    assert "simpleJobPostingTask" in line["answer_body"]
    assert line["answer_headers"]["x-li-fabric"] == "sandbox"
    assert sandbox.http.get(f"/_sandbox/requests/{number + 1}").status_code == 404
