"""The door: checked, sealed, stored once, answered; what is not genuine is kept apart and told why."""

import asyncio
import json

import pytest
from django.db import connection

from isthmus.base import secrets
from isthmus.sync import inbox, receiving
from isthmus.sync.models import Delivery, Endpoint
from isthmus.sync.receiving import Key
from isthmus.sync.steps import carry_out_async
from tests.api.doors import of_this_test


@pytest.fixture(params=["in a thread", "on a loop"])
def deliver(request, token):
    """`deliver({...} or bytes, sign=…)` as the other system would, to each of the two servers."""

    def send(what, sign: str = "old-secret") -> receiving.Answer:
        body = what if isinstance(what, bytes) else json.dumps(what).encode()
        if request.param == "in a thread":
            return inbox.accept("fake", token, {"SIGN": sign}, body)
        steps = receiving.accepting("fake", token, {"SIGN": sign}, body, inbox.shelter())
        return asyncio.run(carry_out_async(steps, of_this_test()))

    return send


def stored(cast) -> list[Delivery]:
    with cast.acting():
        return list(Delivery.objects.order_by("received_at"))


def test_a_genuine_delivery_is_sealed_and_answered_with_200(cast, deliver):
    assert deliver({"id": "a", "name": "Noor"}).status == 200
    (delivery,) = stored(cast)
    assert (delivery.state, delivery.genuine, delivery.visible) == ("received", True, {})
    assert b"Noor" not in bytes(delivery.sealed_body)
    body = secrets.unseal(bytes(delivery.sealed_body), company=cast.larkfield.id, field=receiving.BODY_FIELD)
    assert json.loads(body)["name"] == "Noor"


def test_the_same_delivery_five_times_is_one_row_counted_five(cast, deliver):
    assert [deliver({"id": "a"}).status for _ in range(5)] == [200] * 5
    (delivery,) = stored(cast)
    assert delivery.times_received == 5


def test_a_forged_delivery_is_refused_with_words_and_kept(cast, deliver):
    answer = deliver({"id": "a"}, sign="guess")
    assert answer.status == 401
    assert set(answer.json) == {"errorCode", "additionalErrorDetails"}
    (delivery,) = stored(cast)
    assert (delivery.state, delivery.genuine) == ("refused", False)


def test_a_forged_copy_sent_first_does_not_shadow_the_real_one(cast, deliver):
    deliver({"id": "a"}, sign="guess")
    assert deliver({"id": "a"}).status == 200
    assert sorted(row.state for row in stored(cast)) == ["received", "refused"]


def test_a_missing_signature_is_a_forgery(deliver, token, source):
    assert inbox.accept("fake", token, {}, b"{}").status == 401


def test_an_unknown_token_is_404_and_stores_nothing(cast, source):
    assert inbox.accept("fake", "no-such-token", {}, b"{}").status == 404
    assert stored(cast) == []


def test_a_token_of_another_source_is_unknown(cast, token, source):
    inbox.register("other", source)
    try:
        assert inbox.accept("other", token, {"sign": "old-secret"}, b"{}").status == 404
    finally:
        inbox._sources.pop("other")


def test_more_than_a_mebibyte_is_413(cast, deliver):
    assert deliver(b"x" * (receiving.LARGEST_BODY + 1)).status == 413
    assert stored(cast) == []


def test_a_rotated_secret_works_at_once_although_addresses_are_remembered(cast, deliver, connection_id):
    deliver({"id": "a"})
    with cast.acting():
        inbox.change_keys(connection_id, [Key("app-1", "new-secret")])
    assert deliver({"id": "b"}, sign="new-secret").status == 200
    assert deliver({"id": "c"}, sign="old-secret").status == 401


def test_a_closed_endpoint_is_unknown_even_where_it_is_remembered(cast, deliver, connection_id):
    deliver({"id": "a"})
    with cast.acting():
        Endpoint.objects.update(closed_at="2026-01-01T00:00Z")
    assert deliver({"id": "b"}).status == 404


def test_when_storing_fails_the_sender_is_asked_to_try_again(token, source):
    def broken(sql, params):
        raise ConnectionError("no database")

    receiving.forget_addresses()
    answer = receiving.accept("fake", token, {}, b"{}", broken)
    assert (answer.status, answer.json["errorCode"]) == (503, "STORE_UNAVAILABLE")


def test_the_hot_path_is_one_statement(token, source, deliver):
    deliver({"id": "a"})
    statements = []

    def counting(sql, params):
        statements.append(sql)
        return inbox._execute(sql, params)

    receiving.accept("fake", token, {"sign": "old-secret"}, b'{"id": "b"}', counting)
    assert len(statements) == 1


def test_a_challenge_is_answered_with_the_present_key_and_noted(cast, token, source):
    answer = inbox.challenge("fake", token, {"code": "uuid"})
    assert (answer.status, answer.json["by"]) == (200, "old-secret")
    with cast.acting():
        assert Endpoint.objects.get().last_challenge_at is not None


def test_what_must_not_be_answered_is_400(token, source):
    assert inbox.challenge("fake", token, {"code": 'hmacsha256={"forged": 1}'}).status == 400


def test_a_challenge_is_answered_while_the_database_is_away(token, source, deliver):
    deliver({"id": "a"})

    def broken(sql, params):
        raise ConnectionError("no database")

    assert receiving.challenge("fake", token, {"code": "uuid"}, broken).status == 200


def test_refused_deliveries_are_forgotten_after_a_day(cast, deliver, move_clock):
    from isthmus.sync import ticker

    deliver({"id": "a"}, sign="guess")
    deliver({"id": "b"})
    move_clock(25 * 3600)
    ticker.tidy()
    assert [row.state for row in stored(cast)] == ["received"]


def test_another_company_sees_nothing_of_it(cast, deliver):
    deliver({"id": "a"})
    with cast.acting(cast.dele, cast.orrin), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sync_delivery")
        assert cursor.fetchone() == (0,)
