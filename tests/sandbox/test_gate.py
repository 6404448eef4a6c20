"""The door every call passes: sizes, query tunnelling in both forms, method override, versions, method headers."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.sandbox.desk import Sandbox, job

STATUS, POSTINGS, TASKS = "/v2/jobPostingStatus", "/v2/simpleJobPostings", "/v2/simpleJobPostingTasks"
FORM = "application/x-www-form-urlencoded"
KIB = 1024


def multipart(query: str, body: str, *, boundary: str = "B", end: str = "\r\n", charset: str = "") -> str:
    kinds = ((FORM + charset, query), ("application/json" + charset, body))
    parts = (f"--{boundary}{end}Content-Type: {kind}{end}{end}{text}{end}" for kind, text in kinds)
    return "".join(parts) + f"--{boundary}--"


@pytest.mark.parametrize(("length", "status"), [(4 * KIB, 404), (4 * KIB + 1, 414)])
def test_a_query_holds_4_kib(sandbox: Sandbox, length: int, status: int) -> None:
    assert sandbox.call("GET", "/v2/nothing?" + "x" * length).status_code == status


@pytest.mark.parametrize(("length", "status"), [(4 * KIB, 404), (4 * KIB + 1, 414)])
def test_a_path_segment_holds_4_kib(sandbox: Sandbox, length: int, status: int) -> None:
    assert sandbox.call("GET", "/v2/" + "x" * length).status_code == status


@pytest.mark.parametrize(("length", "status"), [(8 * KIB, 404), (8 * KIB + 1, 414)])
def test_a_url_holds_8_kib(sandbox: Sandbox, length: int, status: int) -> None:
    path = "/v2/nothing/" + "x" * 4000 + "/" + "y" * 3000
    assert sandbox.call("GET", path + "?" + "q" * (length - len(path) - 1)).status_code == status


@pytest.mark.parametrize(("extra", "status"), [(20 * KIB, 404), (28 * KIB, 414)])
def test_all_but_the_body_holds_28_kib(sandbox: Sandbox, extra: int, status: int) -> None:
    assert sandbox.call("GET", "/v2/nothing", headers={"X-Padding": "x" * extra}).status_code == status


def test_a_body_may_be_larger_than_any_limit_of_the_rest(sandbox: Sandbox) -> None:
    assert sandbox.post(job(description="x" * 64 * KIB)).status_code == 200


@pytest.mark.parametrize("override", ["GET", "get", "Get"])
@pytest.mark.parametrize("kind", [FORM, FORM + "; charset=UTF-8", FORM.upper()])
def test_a_tunnelled_get_is_a_get(sandbox: Sandbox, override: str, kind: str) -> None:
    sandbox.settle(job())
    headers = {"x-http-method-OVERRIDE": override, "content-type": kind}
    answer = sandbox.call("POST", STATUS, headers=headers, content=urlencode({"ids": "J-1001"}))
    assert list(answer.json()["results"]) == ["J-1001"]


def test_a_tunnelled_get_in_protocol_2_keeps_its_list(sandbox: Sandbox) -> None:
    sandbox.settle(job("J-1"))
    sandbox.settle(job("J/2"))
    headers = {"X-HTTP-Method-Override": "GET", "Content-Type": FORM, "X-RestLi-Protocol-Version": "2.0.0"}
    answer = sandbox.call("POST", STATUS, headers=headers, content="ids=List(J-1,J%2F2)")
    assert list(answer.json()["results"]) == ["J-1", "J/2"]


@pytest.mark.parametrize("kind", ["multipart/mixed; boundary=B", 'Multipart/Mixed; charset=utf-8; boundary="B"'])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("charset", ["", "; charset=UTF-8"])
def test_a_tunnelled_post_carries_its_body(sandbox: Sandbox, kind: str, end: str, charset: str) -> None:
    headers = {"X-HTTP-Method-Override": "POST", "Content-Type": kind, "X-RestLi-Method": "BATCH_CREATE"}
    body = multipart("trk=1", '{"elements":["Zoë"]}', end=end, charset=charset)
    answer = sandbox.call("POST", POSTINGS, headers=headers, content=body.encode())
    assert answer.status_code == 200
    assert answer.json()["elements"][0]["status"] == 422


@pytest.mark.parametrize(
    ("method", "path", "override", "kind", "body"),
    [
        ("GET", STATUS + "?ids=J", "DELETE", "", ""),
        ("PUT", STATUS, "GET", FORM, "ids=J"),
        ("POST", STATUS + "?ids=J", "GET", FORM, "ids=K"),
        ("POST", STATUS, "GET", "text/plain", "ids=J"),
        ("POST", STATUS, "GET", "", "ids=J"),
        ("POST", STATUS, "GET", "multipart/mixed; boundary=B", multipart("ids=J", "{}")),
        ("POST", POSTINGS, "POST", FORM, "ids=J"),
        ("POST", POSTINGS, "PATCH", "multipart/mixed; boundary=B", multipart("", "{}")),
        ("POST", POSTINGS, "POST", "multipart/mixed", multipart("", "{}")),
        ("POST", POSTINGS, "POST", "multipart/mixed; boundary=C", multipart("", "{}")),
        ("POST", POSTINGS, "POST", "multipart/mixed; boundary=B", "--B--"),
        ("POST", POSTINGS, "TRACE", FORM, ""),
    ],
)
def test_an_override_used_otherwise_is_refused(
    sandbox: Sandbox, method: str, path: str, override: str, kind: str, body: str
) -> None:
    headers = {"X-HTTP-Method-Override": override, "x-restli-method": "batch_create"} | (
        {"Content-Type": kind} if kind else {}
    )
    answer = sandbox.call(method, path, headers=headers, content=body)
    assert answer.status_code == 400
    assert answer.headers["x-sandbox-refusal"].startswith("tunnelling: ")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "PATCH", "OPTIONS", "BREW"])
def test_a_method_nobody_documented_is_refused_in_the_envelope(sandbox: Sandbox, method: str) -> None:
    answer = sandbox.call(method, POSTINGS)
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


@pytest.mark.parametrize(
    ("method", "resource"),
    [
        ("GET", "jobPostingStatus"),
        ("POST", "jobApplicationLifecycleActions"),
        ("GET", "provisionedApplications"),
        ("GET", "developerWebhooks"),
    ],
)
def test_what_is_documented_under_v2_alone_is_not_under_rest(sandbox: Sandbox, method: str, resource: str) -> None:
    answer = sandbox.call(method, f"/rest/{resource}", headers={"LinkedIn-Version": "202504"})
    assert answer.status_code == 404
    assert resource in answer.json()["message"]


@pytest.mark.parametrize("path", ["/rest/simpleJobPostings", "/rest/simpleJobPostingTasks"])
@pytest.mark.parametrize(
    ("version", "cause"),
    [
        (None, "missing"),
        ("", "missing"),
        ("v202603", "malformed"),
        ("202613", "malformed"),
        ("20260301", "malformed"),
        ("2026-03", "malformed"),
        ("202001", "sunset"),
        ("202509", "unknown"),
        ("203001", "unknown"),
        ("202508.03", "unknown"),
    ],
)
def test_a_version_not_in_force_is_refused(sandbox: Sandbox, path: str, version: str | None, cause: str) -> None:
    headers = {"Authorization": f"Bearer {sandbox.token()}", "x-restli-method": "batch_create"}
    if version is not None:
        headers["LinkedIn-Version"] = version
    answer = sandbox.http.request("GET" if path.endswith("Tasks") else "POST", path, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["x-sandbox-refusal"] == f"LinkedIn-Version {cause}"


@pytest.mark.parametrize("version", ["202603", "202508", "202508.02", " 202504 "])
def test_a_version_in_force_is_accepted(sandbox: Sandbox, version: str) -> None:
    headers = {"LinkedIn-Version": version}
    urn = sandbox.post(job(generation="rest"), generation="rest", headers=headers).json()["elements"][0]["id"]
    assert sandbox.call("GET", "/rest/simpleJobPostingTasks", headers=headers, params={"ids": urn}).status_code == 200


@pytest.mark.parametrize("method", ["batch_create", "BATCH_CREATE", "Batch_Create"])
def test_the_method_header_may_be_in_either_case(sandbox: Sandbox, method: str) -> None:
    assert sandbox.post(job(), headers={"x-restli-method": method}).status_code == 200
