"""Another company's ids, put into every query, form field and body that takes one: nothing shows, nothing changes."""

import json
import re

import pytest
from django.db import connections
from django.test import Client

from isthmus.accounts import keys
from isthmus.api.v1.service import API
from tests.architecture.test_routes import MARK, PAGES, addresses, leaks, put_back
from tests.architecture.test_routes import worlds as worlds
from tests.security.pages import Seen, forms

pytestmark = pytest.mark.django_db(databases=["default", "eeo"])
SCHEMA = API.get_openapi_schema(path_prefix="api/v1/")
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BODIES = {
    ("post", "/api/v1/applications/{application_id}/move", "stage_id"): {},
    ("put", "/api/v1/jobs/{job_id}/questions", "id"): None,
    ("post", "/api/v1/jobs", "user_id"): None,
    ("patch", "/api/v1/jobs/{job_id}", "user_id"): None,
}
QUERIES = ("job", "application", "candidate", "template", "place", "after", "import", "stage", "chosen", "show")


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


def counted() -> dict[str, int]:
    """Every row of the other company, by table, as its owner sees it."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity ORDER BY 1")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(
                    f"SELECT coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '') FROM \"{table}\" t"
                )
                found[table] = cursor.fetchone()[0]
        return found


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
    assert slots == set(BODIES)


def test_no_body_of_the_api_takes_a_foreign_id(worlds, key, cast):
    own, foreign = worlds
    stranger = str(cast.dele.id)
    with cast.acting():
        from isthmus.accounts.models import Membership

        Membership.objects.filter(user=cast.dele).delete()
    question = {"id": str(foreign["job_id"]), "text": "Why?", "kind": "text"}
    team = {"team": [{"user_id": stranger, "role": "recruiter"}]}
    asked = [
        ("POST", f"/applications/{own['application_id']}/move", {"stage_id": str(foreign["job_id"])}),
        ("PUT", f"/jobs/{own['job_id']}/questions", {"questions": [question]}),
        ("POST", "/jobs", {"title": "Welder", **team}),
        ("PATCH", f"/jobs/{own['job_id']}", team),
    ]
    for method, path, body in asked:
        with put_back():
            response = Client().generic(method, f"/api/v1{path}", json.dumps(body), "application/json", headers=key)
        assert response.status_code in (404, 409, 422), (path, response.content)
        assert not leaks(response.content.decode()), path


def test_no_form_of_a_page_reaches_another_companys_record(worlds, cast):
    own, foreign = worlds
    client = Client(raise_request_exception=False)
    client.force_login(cast.ines)
    with cast.acting(cast.dele, cast.orrin):
        before = counted()
    tried = set()
    for route in PAGES:
        for path in addresses(route, cast.larkfield.slug, own):
            with put_back():
                response = client.get(path)
            body = "" if response.streaming else response.content.decode("utf-8", "replace")
            for form in forms(Seen("", path, response.status_code, dict(response.headers), body)):
                tried |= _tried(client, form, foreign, tried)
    assert len(tried) > 20
    with cast.acting(cast.dele, cast.orrin):
        assert counted() == before


def _tried(client: Client, form, foreign: dict, known: set) -> set:
    """The form's id fields, each filled with every foreign id; which of them were new."""
    names = [name for name, value in form.fields.items() if UUID_TEXT.fullmatch(value or "")]
    fresh = {(re.sub(UUID_TEXT, "*", form.action), name) for name in names} - known
    for _, name in fresh:
        for value in {str(value) for value in foreign.values()}:
            with put_back():
                response = getattr(client, form.method)(form.action, form.fields | {name: value})
            assert response.status_code < 500, (form.action, name)
            assert not leaks(response.content.decode("utf-8", "replace")), (form.action, name)
    return fresh


def test_no_query_of_a_page_shows_another_companys_record(worlds, cast):
    own, foreign = worlds
    client = Client(raise_request_exception=False)
    client.force_login(cast.ines)
    for route in PAGES:
        path = addresses(route, cast.larkfield.slug, own)[0]
        for value in (foreign["job_id"], foreign["application_id"], foreign["candidate_id"]):
            with put_back():
                response = client.get(path, dict.fromkeys(QUERIES, str(value)))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            assert response.status_code < 500, path
            assert MARK.lower() not in body.decode("utf-8", "replace").lower(), path
