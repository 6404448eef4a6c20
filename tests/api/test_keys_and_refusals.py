"""Who may call what, and the one shape of every refusal."""

import html
import json
import re
from unittest.mock import Mock

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.test import Client

from isthmus.accounts import counting, keys
from isthmus.api.v1 import sections
from isthmus.api.v1.service import API, LARGEST_BODY
from tests.api.conftest import away

ROUTES = [
    (method.upper(), path, details)
    for path, methods in API.get_openapi_schema(path_prefix="api/v1/")["paths"].items()
    for method, details in methods.items()
]
NO_ID = "00000000-0000-7000-8000-000000000000"


def address(path: str) -> str:
    return re.sub(r"{\w+}", NO_ID, path).removeprefix("/api/v1")


def error_of(response) -> dict:
    error = response.json()["error"]
    assert set(response.json()) == {"error"}
    assert set(error) == {"kind", "message", "fix"}
    assert all(error.values())
    return error


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer isth_no", "Basic aXM6dGg=", "Bearer \x7f", "Token x"])
def test_without_a_valid_key_every_route_answers_401(db, header, monkeypatch):
    monkeypatch.setitem(counting.LIMITS, "api_key", "1000/5m/ip")
    client = Client()
    for method, path, _ in ROUTES:
        headers = {} if header is None else {"Authorization": header}
        response = client.generic(method, path.replace("{", "").replace("}", ""), headers=headers)
        assert response.status_code == 401, path
        assert error_of(response)["kind"] == "misconfigured"
        assert response["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_401(api, cast):
    with cast.acting():
        keys.revoke(keys.verify(api.key).key_id)
    assert api.get("/jobs").status_code == 401


@pytest.mark.parametrize("scope", keys.SCOPES)
def test_a_key_opens_the_routes_of_its_scope_and_no_others(issue, scope):
    caller = issue(scope)
    for method, path, details in ROUTES:
        named = details["description"].rpartition("`")[0].rpartition("`")[2]
        response = caller(method, address(path), {} if method != "GET" else None)
        assert (response.status_code == 403) is (named != scope), (method, path)


def test_another_companys_records_do_not_exist(stranger, story):
    ids = {
        "job_id": story.job_id,
        "application_id": story.application_id,
        "candidate_id": story.candidate_id,
        "file_id": story.file_id,
        "delivery_id": story.note_id,
        "note_id": story.note_id,
        "hand_over_id": story.hand_over_id,
        "channel": "email",
        "notice_id": story.note_id,
        "act": "hold",
    }
    bodies = {
        "move": {"stage_id": NO_ID},
        "notes": {"body": "x"},
        "messages": {"subject": "x", "body": "x"},
        "replies": {"body": "x"},
        "questions": {"questions": []},
    }
    for method, path, _ in ROUTES:
        if "{" in path:
            body = None if method == "GET" else bodies.get(path.rsplit("/", 1)[1], {})
            response = stranger(method, path.format(**ids).removeprefix("/api/v1"), body)
            assert response.status_code == 404, (method, path, response.content)
            assert b"Noor" not in response.content


def test_another_companys_records_are_in_no_list(stranger, story):
    for path in ("/jobs", "/postings", "/candidates", "/applications", "/deliveries"):
        assert stranger.get(path).json() == {"items": [], "next": None}


def test_every_route_declares_its_refusals_and_its_scope():
    for method, path, details in ROUTES:
        assert {"400", "401", "403", "404", "409", "413", "422", "429", "503"} <= {str(c) for c in details["responses"]}
        assert "Needs the scope `" in details["description"], (method, path)
        assert details["summary"]


def test_the_schema_is_openapi_3_1_and_public(client, db):
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert "/api/v1/jobs" in schema["paths"]
    assert schema["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "\xff", '{"title": NaN}', "[" * 100_000, '"text"'])
def test_a_body_that_is_not_what_it_should_be_is_refused(api, body):
    response = api("POST", "/jobs", body)
    assert response.status_code in (400, 422)
    assert error_of(response)["kind"] == "rejected"


@pytest.mark.parametrize("title", ["\x00", "a\x00b", "\ud800", "x" * 301, 7, None, {}, ["x"]])
def test_a_title_the_database_could_not_hold_is_refused(api, title):
    response = api("POST", "/jobs", json.dumps({"title": title}))
    assert response.status_code == 422
    assert "title" in error_of(response)["message"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "after=x", "status=odd", "external_id=%00", "after=%00"]
)
def test_a_list_asked_for_wrongly_is_refused(api, query):
    assert api("GET", f"/jobs?{query}").status_code == 422


def test_every_body_of_the_schema_forbids_fields_it_does_not_know():
    shapes = API.get_openapi_schema(path_prefix="api/v1/")["components"]["schemas"]
    found = [body for _, _, details in ROUTES for body in named_in(details.get("requestBody", {}))]
    while found:
        shape = shapes[found.pop()]
        assert shape["additionalProperties"] is False or "enum" in shape, shape["title"]
        found.extend(named_in(shape))


def named_in(schema: object) -> list[str]:
    return re.findall(r"#/components/schemas/(\w+)", json.dumps(schema))


def test_every_route_that_writes_refuses_a_field_it_does_not_know(api, story):
    ids = dict.fromkeys(("job_id", "application_id", "note_id", "notice_id"), NO_ID)
    for method, path, _ in ROUTES:
        if method == "GET":
            continue
        response = api(method, path.format(channel="email", act="hold", **ids).removeprefix("/api/v1"), {"misspelt": 1})
        assert response.status_code == 422, (method, path)
        assert "misspelt" in error_of(response)["message"], (method, path)


@pytest.mark.parametrize("body", ["{", "[]", "null", "\xff", "1"])
def test_a_route_that_takes_no_body_refuses_what_is_none(api, story, body):
    response = api("POST", f"/applications/{story.application_id}/reopen", body)
    assert response.status_code in (400, 422)
    assert error_of(response)["kind"] == "rejected"


def test_a_body_whose_fields_may_be_left_out_may_be_left_out(api, story):
    reopened = f"/applications/{story.application_id}/reopen"
    assert api.post(f"/applications/{story.application_id}/reject").json()["outcome"] == "declined"
    assert [api.post(reopened, body).status_code for body in (None, {})] == [200, 200]


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("notes", {}, "body: Field required"),
        ("notes", {"body": "x", "audience": "me"}, "audience: "),
        ("notes", {"body": "x", "sent": 1}, "sent: "),
        ("notes", None, "body: Field required"),
        ("messages", {"subject": "x"}, "body: Field required"),
        ("move", {}, "stage_id: Field required"),
    ],
)
def test_a_refusal_names_the_field_as_it_was_sent(api, story, path, body, place):
    response = api.post(f"/applications/{story.application_id}/{path}", body)
    assert response.status_code == 422
    assert error_of(response)["message"].startswith(place)


def test_a_query_that_is_wrong_is_named_as_it_was_sent(api):
    assert error_of(api.get("/jobs", limit="x"))["message"].startswith("limit: ")


def test_a_huge_body_is_refused_before_it_is_read(api):
    response = api("POST", "/jobs", "x" * (LARGEST_BODY + 1))
    assert response.status_code == 413
    assert error_of(response)["kind"] == "rejected"


def test_unknown_addresses_and_methods_are_refused_in_the_same_shape(api):
    assert error_of(api.get("/nothing"))["message"] == "There is no such address."
    response = api("DELETE", "/jobs")
    assert response.status_code == 405
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}
    error_of(response)


def test_too_many_requests_are_told_to_wait(api, monkeypatch):
    monkeypatch.setattr(sections.PerKey, "allow_request", lambda self, request: False)
    monkeypatch.setattr(sections.PerKey, "wait", lambda self: 12.5)
    response = api.get("/jobs")
    assert response.status_code == 429
    assert error_of(response)["kind"] == "throttled"
    assert response["Retry-After"] == "13"


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_an_unreachable_database_is_503(api, monkeypatch, error):
    monkeypatch.setattr(keys, "verify", Mock(side_effect=error("server closed the connection")))
    response = api.get("/jobs")
    assert response.status_code == 503
    assert error_of(response)["kind"] == "transient"


@pytest.mark.parametrize("path", ["/api/v1/jobs", "/api/v1/nothing", "/api/nothing"])
def test_what_other_layers_refuse_has_the_same_shape(api, path, settings):
    """A body that is larger than any page takes, and an address beside the API."""
    settings.ROOT_URLCONF = "isthmus.urls"
    response = api.client.generic("POST", path, CONTENT_LENGTH="3000000", headers={"Accept": "text/html"})
    assert response.status_code == 413
    assert "one MiB" in error_of(response)["fix"]


def test_an_address_beside_the_api_is_none(api, settings):
    settings.ROOT_URLCONF = "isthmus.urls"
    response = api.client.get("/api/nothing")
    assert response.status_code == 404
    assert error_of(response)["message"] == "There is no such address."


def test_a_database_that_goes_away_behind_the_routes_is_said_in_the_same_shape(api, settings, monkeypatch):
    settings.ROOT_URLCONF = "isthmus.urls"
    settings.SESSION_SAVE_EVERY_REQUEST = True
    monkeypatch.setattr(SessionStore, "is_empty", lambda self: False)
    monkeypatch.setattr(SessionStore, "save", away)
    response = api.get("/jobs")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert error_of(response)["kind"] == "transient"


def test_a_surprise_is_a_bug_that_tells_nothing(api, monkeypatch, caplog):
    def surprise(text: str) -> None:
        raise RuntimeError("Noor Peeters is in the message")

    monkeypatch.setattr(keys, "verify", surprise)
    response = api.get("/jobs")
    assert response.status_code == 500
    assert error_of(response)["kind"] == "bug"
    assert "Noor" not in response.content.decode() + caplog.text
    assert "RuntimeError" in caplog.text


def test_the_reference_page_names_every_route_and_loads_nothing_from_elsewhere(client, db):
    response = client.get("/api/v1/")
    text = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert all(path in text and details["summary"] in text for _, path, details in ROUTES)
    assert "<script" not in text
    assert "//" not in text.replace("<!doctype html>", "")
