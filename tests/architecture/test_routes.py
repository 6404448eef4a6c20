"""Every route of the bridge, asked by everybody: another company is 404, a wrong role 403, and nothing ever leaks."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from isthmus.accounts import keys
from isthmus.accounts.models import Role
from isthmus.accounts.roles import Member
from tests.architecture.planted import RETRYABLE, plant, tables_without_rows
from tests.architecture.routes import API, OPEN_TO_USERS, PERMISSIONS, PUBLIC, Route, every_route

pytestmark = pytest.mark.django_db(databases=["default", "eeo"])
ROUTES = every_route()
PAGES = [route for route in ROUTES if route.is_company_page]
API_ROUTES = [route for route in ROUTES if route.name.startswith(f"{API}:") and "<" in route.pattern]
METHODS = ("get", "post")
MARK = "Zanzibarqux"
NOTICES = {"email": "message_id", "linkedin": "facts"}


def addresses(route: Route, slug: str, ids: dict[str, Any]) -> list[str]:
    """The route with these ids; once for each kind of row that can be retried, and each way a notice takes."""
    kinds = RETRYABLE if "kind" in route.arguments else ("",)
    notices = NOTICES if "channel" in route.arguments else {"": ""}
    common = {"slug": slug, "act": "hold", **ids}
    return [
        route.address(
            **{"kind": kind, "row_id": ids.get(kind), "channel": channel, "notice_id": ids.get(row), **common}
        )
        for kind in kinds
        for channel, row in notices.items()
    ]


@pytest.fixture
def worlds(cast):
    """Both companies planted: `(own ids, foreign ids)` as Larkfield sees them."""
    own = plant(cast, cast.larkfield, cast.tomas, "Ownmark")
    foreign = plant(cast, cast.orrin, cast.dele, MARK)
    assert {name for name in foreign if own[name] == foreign[name]} == set()
    return own, foreign


@pytest.fixture
def clients(cast) -> dict[str, tuple[Client, Any]]:
    people = {"admin": cast.ines, "recruiter": cast.tomas, "manager": cast.marek, "eeo": cast.petra}
    found = {}
    for role, user in people.items():
        client = Client(raise_request_exception=False)
        client.force_login(user)
        found[role] = (client, cast.member(user))
    return found


def may(member: Member, route: Route) -> bool:
    permission = PERMISSIONS[route.name]
    return permission is None or member.may(permission)


def leaks(body: str) -> bool:
    """Whether anything of the other company shows."""
    return MARK.lower() in body.lower() or "Orrin" in body


@contextmanager
def put_back() -> Iterator[None]:
    """What a request changed is undone, so that the next one finds the world as it was planted."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, path: str) -> tuple[int, str]:
    response = getattr(client, method)(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code < 500, (method, path)
    return response.status_code, body.decode("utf-8", "replace")


def test_every_route_is_accounted_for():
    known = set(PERMISSIONS) | PUBLIC | OPEN_TO_USERS
    others = {route.name for route in ROUTES if not route.pattern.startswith("accounts/")}
    assert {name for name in others if not name.startswith(f"{API}:")} == known
    assert {route.name for route in PAGES} == set(PERMISSIONS)


def test_every_table_of_a_company_is_planted(worlds, cast):
    with cast.acting(cast.dele, cast.orrin):
        assert tables_without_rows(cast.orrin.id) == set()


def test_a_page_of_another_company_is_404_for_everyone(worlds, clients):
    for route, ids, (client, _) in product(PAGES, worlds, clients.values()):
        for path, method in product(addresses(route, "orrin-foods", ids), METHODS):
            status, body = ask(client, method, path)
            assert status in (404, 405), (method, route)
            assert not leaks(body), route


def test_a_record_of_another_company_is_404_on_ones_own_pages(worlds, clients):
    _, foreign = worlds
    for route, (client, member) in product((r for r in PAGES if len(r.arguments) > 1), clients.values()):
        for path in addresses(route, "larkfield-robotics", foreign):
            answers = [ask(client, method, path) for method in METHODS]
            statuses = {status for status, _ in answers}
            assert statuses - {405} == {404 if may(member, route) else 403}, (path, member.role, statuses)
            assert not any(leaks(body) for _, body in answers), route


def test_a_page_opens_for_the_roles_of_its_permission_and_no_other(worlds, clients):
    own, _ = worlds
    for route, (client, member), method in product(PAGES, clients.values(), METHODS):
        for path in addresses(route, "larkfield-robotics", own):
            with put_back():
                status, body = ask(client, method, path)
            assert status == 405 or (status == 403) is not may(member, route), (method, path, member.role, status)
            assert status != 404 or method == "post", (path, member.role)
            assert not leaks(body), route


def test_private_notes_and_self_identification_show_on_no_page_of_anybody_else(worlds, clients):
    own, _ = worlds
    for route, (client, member) in product(PAGES, clients.values()):
        for path in addresses(route, "larkfield-robotics", own):
            with put_back():
                _, body = ask(client, "get", path)
            assert "Private Ownmark" not in body or member.role == Role.RECRUITER, (path, member.role)
            assert "Selfid" not in body, path


def test_a_visitor_is_sent_to_sign_in(worlds, client):
    own, _ = worlds
    for route, method in product(PAGES, METHODS):
        for path in addresses(route, "larkfield-robotics", own):
            status, body = ask(client, method, path)
            assert status in (302, 405), (method, route)
            assert "Ownmark" not in body, route


def test_the_api_knows_no_other_company(worlds, cast):
    _, foreign = worlds
    with cast.acting(cast.ines):
        key = {"Authorization": f"Bearer {keys.issue('walker', keys.SCOPES)[1]}"}
    client = Client(raise_request_exception=False)
    bodies = [{}, {"stage_id": str(uuid4())}, {"body": "x"}, {"questions": []}]
    for route, method, body in product(API_ROUTES, ("GET", "POST", "PUT", "PATCH"), bodies):
        for path in addresses(route, "", foreign):
            response = client.generic(method, path, json.dumps(body), "application/json", headers=key)
            assert response.status_code in (404, 405, 422), (method, path)
            assert not leaks(response.content.decode()), path


def test_a_public_job_page_belongs_to_its_company_alone(worlds, client):
    own, foreign = worlds
    for name in ("careers:job", "careers:thanks"):
        route = next(route for route in ROUTES if route.name == name)
        assert ask(client, "get", route.address(slug="larkfield-robotics", job_id=own["job_id"]))[0] == 200
        for slug, ids in (("larkfield-robotics", foreign), ("orrin-foods", own), ("no-such-company", own)):
            status, body = ask(client, "get", route.address(slug=slug, job_id=ids["job_id"]))
            assert status == 404
            assert not leaks(body.replace("orrin-foods", ""))


def test_a_public_job_page_tells_nothing_about_people(worlds, client, cast):
    own, _ = worlds
    _, body = ask(client, "get", f"/jobs/larkfield-robotics/{own['job_id']}")
    for word in ("tomas@larkfield.example", "Private", "Public Ownmark", "ownmark@tessel.example"):
        assert word not in body


def test_the_chooser_lists_ones_own_companies_only(clients, client):
    for browser, _ in clients.values():
        response = browser.get("/", follow=True)
        assert "Orrin" not in response.content.decode()
    assert client.get("/").status_code == 302
