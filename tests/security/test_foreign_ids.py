"""Another company's ids, put into every query and body of the API that takes one: nothing shows, nothing changes."""

import json

import pytest
from django.test import Client

from isthmus.accounts import keys
from isthmus.api.v1.service import API
from tests.architecture.test_routes import leaks, put_back
from tests.architecture.test_routes import worlds as worlds

pytestmark = pytest.mark.django_db(databases=["default", "eeo"])
SCHEMA = API.get_openapi_schema(path_prefix="api/v1/")
BODIES = {
    ("post", "/api/v1/applications/{application_id}/move", "stage_id"),
    ("put", "/api/v1/jobs/{job_id}/questions", "id"),
}


def uuid_members(node: object) -> set[str]:
    """The names of members of a schema that hold an id."""
    if isinstance(node, dict) and "$ref" in node:
        return uuid_members(SCHEMA["components"]["schemas"][node["$ref"].rpartition("/")[2]])
    if isinstance(node, list):
        return set().union(*map(uuid_members, node))
    if not isinstance(node, dict):
        return set()
    here = {name for name, of in node.get("properties", {}).items() if '"uuid"' in json.dumps(of)}
    return here.union(*(uuid_members(value) for value in node.values()))


def operations():
    for path, methods in SCHEMA["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


@pytest.fixture
def key(cast) -> dict[str, str]:
    with cast.acting(cast.ines):
        return {"Authorization": f"Bearer {keys.issue('walker', keys.SCOPES)[1]}"}


def test_no_filter_of_the_api_finds_anything_by_a_foreign_id(worlds, key):
    _, foreign = worlds
    asked = 0
    for path, _, operation in operations():
        names = [
            parameter["name"]
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "query" and '"uuid"' in json.dumps(parameter["schema"])
        ]
        for name in names if "{" not in path else []:
            for value in set(foreign.values()):
                response = Client().get(path, {name: str(value)}, headers=key)
                asked += 1
                assert response.status_code in (200, 404, 422), (path, name)
                assert not leaks(response.content.decode()), (path, name)
                found = response.json().get("items") if response.status_code == 200 else []
                assert found == [] or name == "after", (path, name)
    assert asked > 50


def test_every_body_of_the_api_that_takes_an_id_is_known():
    slots = {
        (method, path, name)
        for path, method, operation in operations()
        for name in uuid_members(operation.get("requestBody", {}).get("content", {}))
    }
    assert slots == BODIES


def test_no_body_of_the_api_takes_a_foreign_id(worlds, key):
    own, foreign = worlds
    question = {"id": str(foreign["job_id"]), "text": "Why?", "kind": "text"}
    asked = [
        ("POST", f"/applications/{own['application_id']}/move", {"stage_id": str(foreign["job_id"])}),
        ("PUT", f"/jobs/{own['job_id']}/questions", {"questions": [question]}),
    ]
    for method, path, body in asked:
        with put_back():
            response = Client().generic(method, f"/api/v1{path}", json.dumps(body), "application/json", headers=key)
        assert response.status_code in (404, 409, 422), (path, response.content)
        assert not leaks(response.content.decode()), path
