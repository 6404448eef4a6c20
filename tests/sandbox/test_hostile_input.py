"""Whatever is sent, the sandbox answers with a refusal of its own and never with a defect."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.desk import Sandbox, contract

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DEFECT = "a defect of the sandbox"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    box = Sandbox(Path(tmp_path_factory.mktemp("hostile")))
    yield box
    box.world.close()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into a JSON value."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


ELEMENT = contract("postings/element-v2.json")
PLACES = places(ELEMENT)


@CALM
@given(place=st.sampled_from(PLACES), value=JSON)
def test_a_posting_with_anything_anywhere(shared: Sandbox, place: tuple[Any, ...], value: Any) -> None:
    element = copy.deepcopy(ELEMENT)
    holder = element
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    answer = shared.post(element)
    assert answer.headers.get("x-sandbox-refusal") != DEFECT
    shared.tick()
    shared.http.get("/jobs")


@CALM
@given(body=JSON)
def test_any_json_as_any_body(shared: Sandbox, body: Any) -> None:
    calls = (
        ("/v2/simpleJobPostings", "child", "batch_create"),
        ("/v2/jobApplicationLifecycleActions", "child", "create"),
        ("/v2/provisionedApplications", "parent", ""),
        ("/v2/provisionedApplications/urn:li:developerApplication:1", "parent", ""),
    )
    for path, who, method in calls:
        answer = shared.call("POST", path, who, {"x-restli-method": method}, json=body)
        assert answer.headers.get("x-sandbox-refusal") != DEFECT, answer.text


@CALM
@given(query=st.text(alphabet="idsList()%,&=:;-{}[]0aé", max_size=40), protocol=st.sampled_from(["", "2.0.0"]))
def test_any_query_as_any_key(shared: Sandbox, query: str, protocol: str) -> None:
    for path in ("/v2/simpleJobPostingTasks", "/v2/jobPostingStatus", "/ambry/", "/v2/provisionedApplications"):
        headers = {"X-RestLi-Protocol-Version": protocol, "X-HTTP-Method-Override": "GET"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = shared.call("POST", path, headers=headers, content=query.encode())
        assert answer.headers.get("x-sandbox-refusal") != DEFECT, answer.text


@CALM
@given(answers=st.dictionaries(st.sampled_from(["contact", "resume", "work", "questions", "sets", "other"]), JSON))
def test_any_json_as_a_members_answers(shared: Sandbox, answers: dict[str, Any]) -> None:
    answer = shared.http.post("/_sandbox/members/1/apply", json={"job": "J-1001", "answers": answers})
    assert answer.status_code in (201, 400, 404, 409, 422)


@pytest.mark.parametrize("body", [b'{"elements":[{"title":"\\ud800"}]}', b'{"elements":[NaN]}', b"\xff", b""])
def test_text_that_is_not_json_is_malformed(shared: Sandbox, body: bytes) -> None:
    answer = shared.call("POST", "/v2/simpleJobPostings", headers={"x-restli-method": "batch_create"}, content=body)
    assert answer.status_code == 504


@pytest.mark.parametrize("depth", [300, 100_000])
@pytest.mark.parametrize("opening", ["[", '{"elements":', '{"patch":'])
def test_json_nested_without_end_is_malformed_and_logged(shared: Sandbox, depth: int, opening: str) -> None:
    body = (opening * depth + "1" + "".join(" ]" if opening == "[" else "}" for _ in range(depth))).encode()
    answer = shared.call("POST", "/v2/simpleJobPostings", headers={"x-restli-method": "batch_create"}, content=body)
    assert (answer.status_code, answer.headers["x-sandbox-refusal"]) == (504, "malformed payload")
    newest = shared.http.get("/_sandbox/requests", params={"limit": 1}).json()["requests"][0]
    assert newest["status"] == 504
    assert shared.http.get("/_sandbox/console").status_code == 200
    assert shared.http.post("/_sandbox/clock", content=body).status_code in (400, 422)
    fault = {"kind": "slow", "operation": "", "times": "1", "params": body.decode()}
    assert shared.http.post("/_sandbox/console/faults", data=fault).status_code == 400


@pytest.mark.parametrize("path", ["/jobs/view/{}", "/my/applications/{}", "/members/{}/sign-in"])
def test_numbers_beyond_any_row_are_not_there(shared: Sandbox, path: str) -> None:
    shared.http.post("/members/1/sign-in")
    method = "POST" if path.endswith("sign-in") else "GET"
    assert shared.http.request(method, path.format(10**30)).status_code == 404


WORDS = st.text(max_size=30) | st.sampled_from(
    ["urn:li:organization:2414183", "urn:li:jobApplication:" + "9" * 30, "%"]
)


@CALM
@given(
    attributes=st.dictionaries(
        st.sampled_from(
            [
                "integration-context",
                "li-job-application-id",
                "ats-job-posting-id",
                "ats-candidate-id",
                "applicant-email",
                "li-applicant-profile-url",
                "supported-bundled-integration-types",
                "organization",
                "frame",
                "q",
            ]
        ),
        WORDS,
    ),
    form=st.dictionaries(st.sampled_from(["contract", "notify", "link"]), WORDS),
    member=st.sampled_from(["", "1", "2", "x", "9" * 30]),
)
def test_anything_in_a_plugins_tag_is_drawn_or_refused(
    shared: Sandbox, attributes: dict[str, str], form: dict[str, str], member: str
) -> None:
    domains = {"patch": {"$set": {"validJsSdkDomains": ["https://ats.example"]}}}
    shared.call("POST", "/v2/provisionedApplications/urn:li:developerApplication:217402", "parent", json=domains)
    shared.http.cookies.set("sandbox_member", member)
    query = {**attributes, "api_key": shared.credentials["child_client_id"], "origin": "https://ats.example"}
    for name in ("onboarding", "highlights", "profile"):
        assert shared.http.get(f"/plugins/{name}", params=query).status_code == 200
        if name != "highlights":
            assert shared.http.post(f"/plugins/{name}", params=query, data=form).status_code == 200
    shared.http.cookies.clear()


@CALM
@given(origin=st.text(max_size=30) | st.sampled_from(["https://[", "https://a:99999", "http://", "null"]), key=WORDS)
def test_any_origin_and_key_is_answered_by_in_js(shared: Sandbox, origin: str, key: str) -> None:
    answer = shared.http.get("/plugins/check.js", params={"origin": origin, "api_key": key})
    assert answer.text.startswith('window.IN.answered({"allowed": false')
    assert shared.http.get("/plugins/profile", params={"origin": origin, "api_key": key}).status_code == 403
