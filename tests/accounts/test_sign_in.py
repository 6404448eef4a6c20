"""Signing in: by e-mail and password, and a second factor where it is on; never by signing oneself up."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD


def sign_in(client: Client, user, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def totp(cast) -> str:
    secret = generate_totp_secret()
    TOTP.activate(cast.tomas, secret)
    return secret


def test_the_right_password_signs_in(cast, client):
    response = sign_in(client, cast.tomas)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.tomas.id)


def test_a_wrong_password_does_not(cast, client):
    response = sign_in(client, cast.tomas, "another-long-password")
    assert response.status_code == 200
    assert not is_signed_in(client)


def test_an_inactive_user_does_not(cast, client):
    cast.tomas.is_active = False
    cast.tomas.save()
    sign_in(client, cast.tomas)
    assert not is_signed_in(client)


def test_nobody_signs_up_by_themselves(cast, client):
    fields = {"email": "stranger@larkfield.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert not is_signed_in(client)
    assert not type(cast.tomas).objects.filter(email="stranger@larkfield.example").exists()


def test_guessing_is_slowed_down(cast, client):
    for _ in range(6):
        sign_in(client, cast.tomas, "guess")
    response = sign_in(client, cast.tomas)
    assert not is_signed_in(client)
    assert response.status_code in (200, 429)


def test_signing_out_takes_a_confirmed_request(cast, client):
    sign_in(client, cast.tomas)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_a_second_factor_is_switched_on_after_asking_for_the_password_again(cast, client):
    sign_in(client, cast.tomas)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=cast.tomas, type=Authenticator.Type.TOTP).exists()


def test_with_a_second_factor_the_password_alone_is_not_enough(cast, client, totp):
    response = sign_in(client, cast.tomas)
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_signed_in(client)


def test_nothing_in_the_database_makes_a_code(cast, client, totp):
    RecoveryCodes.activate(cast.tomas)
    stored = {one.type: str(one.data) for one in Authenticator.objects.filter(user=cast.tomas)}
    assert totp not in stored["totp"]
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert seed.startswith("sealed:")
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, cast.tomas)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)


def test_a_factor_set_up_before_they_were_sealed_still_works(cast, client, totp):
    Authenticator.objects.update(data={"secret": totp})
    sign_in(client, cast.tomas)
    client.post(reverse("mfa_authenticate"), {"code": code_of(totp)})
    assert is_signed_in(client)


def test_password_and_code_together_sign_in(cast, client, totp):
    sign_in(client, cast.tomas)
    client.post(reverse("mfa_authenticate"), {"code": code_of(totp)})
    assert client.session["_auth_user_id"] == str(cast.tomas.id)


def test_the_migration_seals_what_was_plain_where_the_keyset_is(cast, totp, monkeypatch, tmp_path):
    Authenticator.objects.update(data={"secret": totp})
    migration = import_module("isthmus.accounts.migrations.0005_sealed_second_factors")
    sealed = []
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("ISTHMUS_KEYSET_FILE", str(tmp_path / "keyset.json"))
        migration.seal(apps, SimpleNamespace(connection=connection))
    assert Authenticator.objects.get().data["secret"] == totp
    assert not list(tmp_path.iterdir())
    for _ in range(2):
        migration.seal(apps, SimpleNamespace(connection=connection))
        sealed.append(Authenticator.objects.get().data["secret"])
    assert sealed[0] == sealed[1] != totp
    assert Authenticator.objects.get().wrap().validate_code(code_of(totp))
