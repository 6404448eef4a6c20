"""The addresses LinkedIn writes to, as HTTP sees them."""

import hashlib
import hmac
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from isthmus.api import webhooks
from isthmus.sync import inbox, receiving
from isthmus.sync.models import Delivery
from tests.api.conftest import away
from tests.api.doors import BOTH, door

SECRET = "a-client-secret"
BODY = b'{"type": "JOB_APPLICATION_EXPORT"}'


def signature(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()


@pytest.fixture
def address(cast) -> str:
    receiving.forget_addresses()
    with cast.acting():
        token = inbox.open_endpoint(webhooks.APPLY, uuid4(), [inbox.Key("", SECRET)])
    return f"/webhooks/linkedin/apply/{token}"


@pytest.fixture(params=BOTH)
def linkedin(request) -> Client:
    """LinkedIn, at each of the two servers."""
    return door(request.param)


def send(linkedin: Client, address: str, body: bytes = BODY, sign: str | None = None):
    headers = {"X-LI-Signature": signature(body) if sign is None else sign}
    return linkedin.post(address, body, content_type="application/json", headers=headers)


def stored(cast) -> list[tuple[bool, int]]:
    with cast.acting():
        return list(Delivery.objects.values_list("genuine", "times_received"))


def test_a_signed_delivery_is_stored_and_answered(cast, address, linkedin):
    assert send(linkedin, address).status_code == 200
    assert stored(cast) == [(True, 1)]


def test_the_same_delivery_five_times_is_one(cast, address, linkedin):
    assert {send(linkedin, address).status_code for _ in range(5)} == {200}
    assert stored(cast) == [(True, 5)]


def test_a_delivery_that_is_not_json_is_stored_all_the_same(cast, address, linkedin):
    assert send(linkedin, address, b"\x00\xff not json").status_code == 200
    assert stored(cast) == [(True, 1)]


@pytest.mark.parametrize("sign", ["", "0" * 64, "é", signature(BODY, "another secret"), signature(BODY + b" ")])
def test_a_forged_delivery_is_refused_with_words_and_kept_apart(cast, address, linkedin, sign):
    response = send(linkedin, address, sign=sign)
    assert response.status_code == 401
    assert set(response.json()) == {"errorCode", "additionalErrorDetails"}
    assert stored(cast) == [(False, 1)]


def test_an_unknown_address_stores_nothing(cast, address, linkedin):
    assert send(linkedin, "/webhooks/linkedin/apply/unknown").status_code == 404
    assert linkedin.get("/webhooks/linkedin/apply/unknown", {"challengeCode": str(uuid4())}).status_code == 404
    assert stored(cast) == []


def test_a_challenge_is_answered(address, linkedin):
    code = str(uuid4())
    response = linkedin.get(address, {"challengeCode": code, "applicationId": "1234"})
    assert response.status_code == 200
    assert response.json() == {
        "challengeCode": code,
        "challengeResponse": hmac.new(SECRET.encode(), code.encode(), hashlib.sha256).hexdigest(),
    }


@pytest.mark.parametrize(
    "code",
    [
        "x",
        "",
        "hmacsha256=" + BODY.decode(),
        "44DC9497-1A96-4035-B72D-037D6B8CDC98",
        "c29e7f04-226d-4e19-8f7a-487f97e90ee0 ",
    ],
)
def test_the_challenge_signs_nothing_but_its_own_codes(address, linkedin, code):
    response = linkedin.get(address, {"challengeCode": code})
    assert response.status_code == 400
    assert signature(BODY) not in response.content.decode()
    assert linkedin.get(address).status_code == 400


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_not_allowed(address, linkedin, method):
    assert linkedin.generic(method, address).status_code == 405


def test_an_announced_flood_is_refused_before_it_is_read(address, linkedin):
    class Unreadable(BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    size = str(receiving.LARGEST_BODY + 1)
    response = linkedin.generic("POST", address, CONTENT_LENGTH=size, **{"wsgi.input": Unreadable()})
    assert response.status_code == 413


def test_while_the_database_is_away_the_sender_is_asked_to_come_again(address, linkedin, monkeypatch):
    receiving.forget_addresses()
    with monkeypatch.context() as patched:
        patched.setattr(connection, "ensure_connection", away)
        response = send(linkedin, address)
    assert response.status_code == 503
    assert response.json()["errorCode"]


def test_no_session_and_no_cookie_come_with_an_answer(cast, address, linkedin):
    assert not send(linkedin, address).cookies
