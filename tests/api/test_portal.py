"""The parent's address and a company's address for events, as HTTP sees them, and what the operator learns there."""

import dataclasses
import hashlib
import hmac
import json
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection
from django.test import Client

from isthmus import doctor
from isthmus.bridge import notifications
from isthmus.bridge.notifications import portal
from isthmus.sync import inbox, receiving
from isthmus.sync.models import Delivery
from tests.api.doors import BOTH, door

PARENT, CHILD = "the-parents-secret", "a-childs-secret"
LARKFIELDS, ORRINS = "4711", "4712"


def signature(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()


@pytest.fixture
def address(cast, settings) -> str:
    """The portal's address, with a child of each company known there."""
    settings.CONFIG = dataclasses.replace(
        settings.CONFIG, parent_client_id="parent", parent_client_secret=PARENT, public_url="https://isthmus.example"
    )
    receiving.forget_addresses()
    for company, user, number in ((cast.larkfield, cast.ines, LARKFIELDS), (cast.orrin, cast.dele, ORRINS)):
        with cast.acting(user, company):
            keys = [receiving.Key(number, f"{CHILD}-{number}")]
            inbox.open_endpoint(notifications.SOURCE, uuid4(), keys, addressee=number, repeats=True)
    return portal.url().removeprefix("https://isthmus.example")


@pytest.fixture(params=BOTH)
def linkedin(request) -> Client:
    """LinkedIn, at each of the two servers."""
    return door(request.param)


def resync(number: str) -> bytes:
    event = {"type": "RESYNC_JOBS", "developerApplicationUrn": f"urn:li:developerApplication:{number}"}
    return json.dumps({**event, "syncAllOpenJobs": True}).encode()


def send(linkedin: Client, address: str, body: bytes, secret: str = PARENT):
    headers = {"X-LI-Signature": signature(body, secret)}
    return linkedin.post(address, body, content_type="application/json", headers=headers)


def stored(cast, company=None) -> list[bool]:
    with cast.acting(cast.dele if company else None, company):
        return list(Delivery.objects.values_list("genuine", flat=True))


def test_a_delivery_is_stored_for_the_company_it_names_alone(cast, address, linkedin):
    assert send(linkedin, address, resync(LARKFIELDS)).status_code == 200
    assert (stored(cast), stored(cast, cast.orrin)) == ([True], [])


def test_one_childs_secret_does_not_open_another_companys_door(cast, address, linkedin):
    assert send(linkedin, address, resync(ORRINS), f"{CHILD}-{LARKFIELDS}").status_code == 401
    assert (stored(cast), stored(cast, cast.orrin)) == ([], [False])


def test_a_child_may_sign_for_itself(cast, address, linkedin):
    assert send(linkedin, address, resync(LARKFIELDS), f"{CHILD}-{LARKFIELDS}").status_code == 200


def test_the_challenge_names_whose_secret_answers(address, linkedin):
    code = str(uuid4())
    for number, secret in ((ORRINS, f"{CHILD}-{ORRINS}"), ("", PARENT)):
        params = {"challengeCode": code} | ({"applicationId": number} if number else {})
        answer = linkedin.get(address, params)
        assert answer.json()["challengeResponse"] == hmac.new(secret.encode(), code.encode(), "sha256").hexdigest()


@pytest.mark.parametrize("code", ["", "x", "hmacsha256={}", "6041010F-3089-40F5-AD02-23BF63868E29"])
def test_the_challenge_is_no_oracle(address, linkedin, code):
    assert linkedin.get(address, {"challengeCode": code}).status_code == 400


def test_without_a_parent_nothing_listens_there(cast, linkedin, settings):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, parent_client_id="")
    assert portal.url() == ""
    assert send(linkedin, "/webhooks/linkedin/portal/", resync(LARKFIELDS)).status_code == 404
    assert send(linkedin, "/webhooks/linkedin/portal/x", resync(LARKFIELDS)).status_code == 404
    assert inbox.strays() == []


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_not_allowed(address, linkedin, method):
    assert linkedin.generic(method, address).status_code == 405


def test_an_announced_flood_is_refused(address, linkedin):
    size = str(receiving.LARGEST_BODY + 1)
    assert linkedin.generic("POST", address, CONTENT_LENGTH=size).status_code == 413


@pytest.mark.django_db(databases=["default", "owner", "eeo"])
def test_the_operator_learns_what_to_register_and_what_came_for_nobody(cast, address, linkedin):
    send(linkedin, address, resync("99"))
    send(linkedin, address, b"{}", "wrong")
    found = {finding.what: finding.fine for finding in doctor.diagnose()}
    assert any(portal.url() in what and fine for what, fine in found.items())
    assert found["1 delivery at that address for application 99, which no company has"] is False
    assert found["1 delivery at that address, forged, for nobody here"] is True
    text = Client().get("/metrics").content.decode()
    assert 'isthmus_stray_deliveries{genuine="yes"} 1.0' in text
    assert 'isthmus_stray_deliveries{genuine="no"} 1.0' in text


def test_the_app_login_cannot_read_what_is_nobodys(cast, address, linkedin):
    send(linkedin, address, resync("99"))
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sync_stray")
