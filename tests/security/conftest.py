"""Every page of a company whose every text is hostile, asked for once, and kept as plain text for the tests."""

from collections.abc import Iterator

import pytest
import stamina
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.architecture.planted import plant
from tests.architecture.routes import OPEN_TO_USERS, Route, every_route
from tests.architecture.test_routes import addresses, put_back
from tests.cast import Cast, make_cast
from tests.security.hostile import rewrite
from tests.security.pages import Seen

MARK = "Ownmark"
ROUTES = every_route()
PAGES = [route for route in ROUTES if route.is_company_page]
ENTRANCES = ("account_login", "account_reset_password", "account_signup")
OWN_PAGES = ("account_logout", "account_change_password", "mfa_index", "account_reauthenticate")


@pytest.fixture(scope="module", autouse=True)
def _nobody_is_asked_twice() -> Iterator[None]:
    """LinkedIn is not there; asking it once is enough to learn that."""
    with stamina.set_testing(True):
        yield


@pytest.fixture(scope="module")
def hostile_world(django_db_setup, django_db_blocker) -> Iterator[tuple[Cast, dict, set[str]]]:
    """Larkfield, planted and rewritten, for all tests of a module; taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        ids = plant(cast, cast.larkfield, cast.tomas, MARK)
        with cast.acting():
            rewritten = rewrite(MARK)
        yield cast, ids, rewritten
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seen(hostile_world, django_db_blocker) -> list[Seen]:
    """Each GET of each page, by an admin (and the EEO officer, whose page no admin has), and of the public pages."""
    cast, ids, _ = hostile_world
    with django_db_blocker.unblock():
        admin, officer = Client(), Client()
        admin.force_login(cast.ines)
        officer.force_login(cast.petra)
        slug = cast.larkfield.slug
        found = [
            ask(officer if route.name.startswith("eeo:") else admin, route, path)
            for route in PAGES
            for path in addresses(route, slug, ids)
        ]
        found += [ask(admin, route, route.address()) for route in ROUTES if route.name in OPEN_TO_USERS]
        found += [ask(admin, Route("", name), reverse(name)) for name in OWN_PAGES]
        visitor = Client()
        found += [ask(visitor, Route("", name), reverse(name), signed_in=False) for name in ENTRANCES]
        public = {"slug": slug, "job_id": ids["job_id"]}
        careers = [route for route in ROUTES if route.name.startswith("careers:")]
        found += [ask(visitor, route, route.address(**public), signed_in=False) for route in careers]
    return [answer for answer in found if answer.status != 405]


def ask(client: Client, route: Route, path: str, *, signed_in: bool = True) -> Seen:
    """One GET, taken back afterwards."""
    with put_back():
        response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Seen(
        route.name, path, response.status_code, dict(response.headers), body.decode("utf-8", "replace"), signed_in
    )
