"""Generated requests against both OpenAPI documents, and mutated keys, headers and tunnels: a refusal in the right
envelope is an answer, a documented 500 too; a defect never is."""

from __future__ import annotations

import json
import os
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks

from linkedin_sandbox.control import documents, imitated_document
from linkedin_sandbox.control.routes import DOORS
from tests.sandbox.desk import Sandbox, job, onsite

EXAMPLES = int(os.environ.get("ISTHMUS_FUZZ_EXAMPLES", "8"))
CALM = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
MUTATED = settings(CALM, max_examples=EXAMPLES * 6)
DEFECT = "a defect of the sandbox"
LONGEST_ANSWER = 2_000_000
load_all_checks()
CHECKED = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    ]
)
APPS: dict[str, Any] = {}


async def fuzzed(scope: Any, receive: Any, send: Any) -> None:
    """The sandbox of the test that runs, since a schema wants its application when tests are collected."""
    await APPS["fuzzed"](scope, receive, send)


OPERATORS = schemathesis.openapi.from_dict(documents.describe(DOORS))
IMITATED = schemathesis.openapi.from_dict(imitated_document.describe("http://testserver"))
OPERATORS.app = IMITATED.app = fuzzed


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    made = Sandbox(Path(tmp_path_factory.mktemp("fuzzed")), throttles=False)
    APPS["fuzzed"] = made.app
    yield made
    made.world.close()


@OPERATORS.parametrize()
@CALM
def test_no_operators_request_surprises(case: Any, box: Sandbox) -> None:
    case.call_and_validate(checks=CHECKED)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One sandbox with something in it, for everything that goes through the gate."""
    made = Sandbox(Path(tmp_path_factory.mktemp("busy")), throttles=False)
    APPS["fuzzed"] = made.app
    made.settle(onsite("J-1001"))
    made.settle(job("J-2", generation="rest"), generation="rest")
    made.applied()
    yield made
    made.world.close()


def is_refusal(body: Any, status: int) -> bool:
    """LinkedIn's envelope, or OAuth's."""
    if "error" in body:
        return isinstance(body["error"], str) and isinstance(body["error_description"], str)
    return body["status"] == status and isinstance(body["message"], str)


def judge(answer: Any) -> None:
    """A refusal is LinkedIn's envelope or OAuth's; nothing is a defect."""
    told = {name: values[0] for name, values in answer.headers.items()}
    assert told.get("x-sandbox-refusal") != DEFECT, answer.text
    assert told["x-li-uuid"]
    assert len(answer.content) < LONGEST_ANSWER
    if answer.status_code >= 400:
        assert told["content-type"] == "application/json"
        assert is_refusal(answer.json(), answer.status_code)


@IMITATED.parametrize()
@CALM
def test_no_generated_api_request_surprises(case: Any, busy: Sandbox) -> None:
    parent = "provisioned" in case.path or "ntegration" in case.path or "developer" in case.path
    token = busy.token("parent" if parent else "child")
    answer = case.call(headers={"Authorization": f"Bearer {token}"})
    judge(answer)
    busy.tick()


KEYS = st.text(alphabet=string.ascii_letters + string.digits + "(),:=&%'[].$-_é\u202e\U0001f600", max_size=60)
LISTS = st.lists(KEYS, max_size=4).map(lambda keys: f"List({','.join(keys)})")
NUMBERED = st.lists(st.tuples(st.integers(0, 3), KEYS, KEYS), max_size=4).map(
    lambda parts: "&".join(f"ids[{at}].{name}={value}" for at, name, value in parts)
)
QUERIES = KEYS | LISTS.map(lambda keys: f"ids={keys}") | NUMBERED | KEYS.map(lambda key: f"ids={key}&ids={key}")
PATHS = st.sampled_from(
    [
        "/v2/simpleJobPostings",
        "/rest/simpleJobPostings",
        "/v2/simpleJobPostingTasks",
        "/rest/simpleJobPostingTasks",
        "/v2/jobPostingStatus",
        "/v2/jobApplicationLifecycleActions",
        "/v2/provisionedApplications",
        "/v2/provisionedApplications/urn:li:developerApplication:1",
        "/v2/atsIntegrations",
        "/v2/atsIntegrations/urn%3Ali%3AatsIntegration%3A1/configurations",
        "/rest/integrations",
        "/rest/integrationConfigurations",
        "/v2/developerWebhooks",
        "/v2/developerApplicationsSecurity",
        "/oauth/v2/accessToken",
        "/oauth/v2/introspectToken",
        "/ambry/",
    ]
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
REST_METHODS = st.sampled_from(
    ["", "batch_create", "BATCH_GET", "batch_update", "batch_partial_update", "create", "finder", "action", "get", "x"]
)
PROTOCOLS = st.sampled_from(["", "1.0.0", "2.0.0", "2", "nonsense"])
VERSIONS = st.sampled_from(["202603", "202508.02", "", "202001", "x"])
BODIES = st.sampled_from([b"", b"{}", b"[]", b'{"elements":[{}]}', b'{"entities":{"a":{}}}', b'{"entities":[1]}']) | (
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | KEYS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    ).map(lambda value: json.dumps({"elements": [value], "entities": {"k": value}, "patch": {"$set": value}}).encode())
)


def send(busy: Sandbox, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> None:
    """Through the gate without a URL's own encoding, as raw as a socket would carry it."""
    token = busy.token("parent" if "provisioned" in path or "ntegration" in path else "child")
    told = {"authorization": f"Bearer {token}", "content-type": "application/json", **headers}
    raw = query.encode("utf-8").decode("latin-1")
    exchange = busy.app.state.gate.handle(method, path, raw, told, body)
    assert exchange.cause != DEFECT, (method, path, query, headers, body)
    if exchange.status >= 400:
        assert is_refusal(exchange.body, exchange.status)


@MUTATED
@given(METHODS, PATHS, QUERIES, REST_METHODS, PROTOCOLS, VERSIONS, BODIES)
def test_mutated_keys_and_headers_are_answered(
    busy: Sandbox, method: str, path: str, query: str, rest_method: str, protocol: str, version: str, body: bytes
) -> None:
    headers = {"x-restli-method": rest_method, "x-restli-protocol-version": protocol, "linkedin-version": version}
    send(busy, method, path, query, headers, body)


OVERRIDES = st.sampled_from(["GET", "get", "DELETE", "PUT", "POST", "PATCH", "x", ""])
KINDS = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8",
        "multipart/mixed; boundary=B",
        'multipart/mixed; boundary="B"; charset=x',
        "multipart/mixed",
        "multipart/mixed; boundary=",
        "text/plain",
        "",
    ]
)
LINE_ENDS = st.sampled_from(["\r\n", "\n", "\r"])
MULTIPARTS = st.tuples(QUERIES, BODIES, LINE_ENDS, st.booleans()).map(
    lambda parts: (
        (
            f"--B{parts[2]}Content-Type: application/x-www-form-urlencoded{parts[2] * 2}{parts[0]}{parts[2]}"
            f"--B{parts[2]}Content-Type: application/json{parts[2] * 2}"
        ).encode()
        + parts[1]
        + f"{parts[2]}--B{'--' if parts[3] else ''}".encode()
    )
)
TUNNELLED = MULTIPARTS | QUERIES.map(str.encode) | st.binary(max_size=80)


@MUTATED
@given(st.sampled_from(["POST", "GET", "PUT"]), PATHS, OVERRIDES, KINDS, REST_METHODS, PROTOCOLS, TUNNELLED)
def test_mutated_tunnels_are_answered(
    busy: Sandbox, method: str, path: str, override: str, kind: str, rest_method: str, protocol: str, body: bytes
) -> None:
    headers = {
        "x-http-method-override": override,
        "content-type": kind,
        "x-restli-method": rest_method,
        "x-restli-protocol-version": protocol,
        "linkedin-version": "202603",
    }
    send(busy, method, path, "", headers, body)


ODD = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=40)


@MUTATED
@given(st.dictionaries(st.sampled_from(["authorization", "content-type", "x-restli-method", "accept", "host"]), ODD))
def test_odd_headers_are_answered(busy: Sandbox, headers: dict[str, str]) -> None:
    for path in ("/v2/simpleJobPostings", "/rest/simpleJobPostingTasks", "/v2/provisionedApplications"):
        send(busy, "POST", path, "", headers, b'{"elements":[]}')


def test_nothing_of_it_was_a_defect(busy: Sandbox) -> None:
    causes = {line["cause"] for line in busy.http.get("/_sandbox/requests?limit=5000").json()["requests"]}
    assert DEFECT not in causes
