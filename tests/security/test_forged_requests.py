"""No address changes anything for a browser that another site drives: every one asks for the token of our own page."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.architecture.planted import plant
from tests.architecture.routes import OPEN_TO_USERS, every_route
from tests.architecture.test_routes import addresses

pytestmark = pytest.mark.django_db(databases=["default", "eeo"])
ROUTES = every_route()
CHANGING = ("account_login", "account_logout", "account_reset_password", "account_change_password")


def asked_for(route, slug: str, ids: dict) -> list[str]:
    if route.is_company_page:
        return addresses(route, slug, ids)
    return [route.address(slug=slug, **ids)]


def test_every_page_that_takes_a_form_refuses_one_from_elsewhere(cast):
    ids = plant(cast, cast.larkfield, cast.tomas, "Ownmark")
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ines)
    taken = [route for route in ROUTES if route.is_company_page or route.name in OPEN_TO_USERS]
    taken += [route for route in ROUTES if route.name == "careers:job"]
    paths = [path for route in taken for path in asked_for(route, cast.larkfield.slug, ids)]
    for path in [*paths, *(reverse(name) for name in CHANGING)]:
        with transaction.atomic():
            response = client.post(path, {"confirm": "yes"}, headers={"Origin": "https://elsewhere.example"})
            transaction.set_rollback(True)
        assert response.status_code in (403, 405), path


@pytest.mark.parametrize("name", CHANGING)
def test_a_token_of_another_browser_does_not_help(cast, name):
    ours, theirs = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    for client in (ours, theirs):
        client.force_login(cast.tomas)
        client.get(reverse("account_change_password"))
    stolen = theirs.cookies["csrftoken"].value
    assert ours.post(reverse(name), {"csrfmiddlewaretoken": stolen}).status_code == 403


def test_the_api_takes_no_session_for_a_key(cast):
    client = Client()
    client.force_login(cast.ines)
    assert client.get("/api/v1/jobs").status_code == 401
    assert client.post("/api/v1/jobs", "{}", content_type="application/json").status_code == 401
