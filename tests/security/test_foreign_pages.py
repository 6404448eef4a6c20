"""Another company's ids, put into every form field and query of every page: nothing shows, nothing changes."""

import re

import pytest
from django.db import connections
from django.test import Client

from tests.architecture.test_routes import MARK, PAGES, addresses, leaks, put_back
from tests.architecture.test_routes import worlds as worlds
from tests.security.pages import Seen, forms

pytestmark = pytest.mark.django_db(databases=["default", "eeo"])
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
QUERIES = ("job", "application", "candidate", "template", "place", "after", "import", "stage", "chosen", "show")


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
    assert len(tried) >= 8
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
