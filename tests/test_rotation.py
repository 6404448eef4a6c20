"""Every secret can be changed while people work: what was sealed or signed before still counts until it is let go."""

import dataclasses
import json
import stat
import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.db import connections, models
from django.test import Client

from isthmus.accounts import second_factors
from isthmus.base import keysets, secrets
from isthmus.base.failures import IsthmusError
from isthmus.bridge.notifications import portal
from isthmus.hiring import files
from isthmus.resealing import SEALED, drop_old_keys, left, reseal
from isthmus.sync.models import Delivery, Stray
from tests.architecture.planted import plant
from tests.cast import PASSWORD

NOBODY = "nobody"


@pytest.fixture
def keyset(tmp_path, monkeypatch):
    """A keyset of this test alone."""
    path = tmp_path / "keys" / "keyset.json"
    monkeypatch.setenv("ISTHMUS_KEYSET_FILE", str(path))
    return path


@pytest.fixture
def planted(keyset, committed_cast):
    """A company with something in every sealed column, committed."""
    ids = plant(committed_cast, committed_cast.larkfield, committed_cast.tomas, "Ownmark")
    return committed_cast, ids


def every_value() -> dict[str, list[bytes]]:
    """All sealed values opened, by column."""
    found = {}
    for (model, column), field in SEALED.items():
        company = "company_id" if model is not Stray else f"'{NOBODY}'"
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                f"SELECT {company}, {column} FROM {model._meta.db_table} WHERE length({column}) > 5 ORDER BY id"
            )
            found[f"{model._meta.db_table}.{column}"] = [
                secrets.unseal(bytes(sealed), company=owner, field=field)
                for owner, sealed in cursor.fetchall()
                if bytes(sealed).startswith(b"\x01")
            ]
    return found


def changes() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM store_change")
        return cursor.fetchone()[0]


def test_every_sealed_column_is_known_to_the_rotation():
    binary = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField)
    }
    assert binary == set(SEALED)


def test_second_factors_are_sealed_anew_and_plain_ones_sealed(keyset, committed_cast):
    """One was set up before they were sealed, another under a key that is to go; recovery codes of old have a list."""
    TOTP.activate(committed_cast.tomas, "KEYOFTOMAS")
    Authenticator.objects.create(user=committed_cast.ines, type="totp", data={"secret": "KEYOFINES"})
    Authenticator.objects.create(user=committed_cast.ines, type="recovery_codes", data={"migrated_codes": ["1", "2"]})
    assert left() == {"mfa_authenticator.data": 3}
    keysets.add()
    keysets.use_newest()
    assert left() == {"mfa_authenticator.data": 4}
    with pytest.raises(IsthmusError, match="Old keys are still needed"):
        drop_old_keys()
    assert reseal().sealed == 4
    assert left() == {}
    drop_old_keys()
    found = {(one.user_id, one.type): one for one in Authenticator.objects.all()}
    assert second_factors.opened(found[committed_cast.tomas.id, "totp"].data["secret"]) == "KEYOFTOMAS"
    assert second_factors.opened(found[committed_cast.ines.id, "totp"].data["secret"]) == "KEYOFINES"
    assert found[committed_cast.ines.id, "recovery_codes"].wrap().get_unused_codes() == ["1", "2"]
    assert "KEYOF" not in str([one.data for one in found.values()])


def test_a_second_factor_no_key_opens_is_counted_and_left(keyset, committed_cast):
    TOTP.activate(committed_cast.tomas, "KEYOFTOMAS")
    keyset.unlink()
    secrets.seal(b"x", company=NOBODY, field="f")
    outcome = reseal()
    assert (outcome.sealed, outcome.unopened) == (0, {"mfa_authenticator.data": 1})


def test_everything_of_every_company_is_sealed_anew_and_opens_as_before(planted, keyset):
    cast, _ = planted
    plant(cast, cast.orrin, cast.dele, "Othermark")
    before, logged = every_value(), changes()
    assert sum(len(values) for values in before.values()) > 12
    old = keysets.keys().primary
    keysets.add()
    assert keysets.keys().primary == old
    keysets.use_newest()
    assert set(left()) >= {"hiring_filecontent.sealed", "hiring_eeoanswer.sealed", "sync_delivery.sealed_body"}
    outcome = reseal()
    assert outcome.sealed == sum(len(values) for values in before.values())
    assert left() == outcome.unopened
    assert every_value() == before
    assert changes() == logged
    assert reseal().sealed == 0


def test_a_rotation_that_was_killed_anywhere_goes_on_where_it_stopped(planted, monkeypatch):
    before = every_value()
    keysets.add()
    keysets.use_newest()
    whole, seal = sum(len(values) for values in before.values()), secrets.seal
    done = 0
    for _ in range(whole + 1):
        steps = iter([1, 2])

        def killed(*args, steps=steps, **more):
            if next(steps) == 2:
                raise KeyboardInterrupt
            return seal(*args, **more)

        monkeypatch.setattr(secrets, "seal", killed)
        try:
            done += reseal().sealed
            break
        except KeyboardInterrupt:
            done += 1
        finally:
            monkeypatch.setattr(secrets, "seal", seal)
    assert done == whole
    assert every_value() == before


def test_readers_and_writers_never_notice(planted, keyset):
    cast, ids = planted
    trouble, stop, turns = [], threading.Event(), []

    def work() -> None:
        try:
            while not stop.is_set():
                with cast.acting():
                    assert files.content(ids["file_id"]).startswith(b"%PDF")
                sealed = secrets.seal(b"x", company=cast.larkfield.id, field="delivery")
                assert secrets.unseal(sealed, company=cast.larkfield.id, field="delivery") == b"x"
                turns.append(1)
        except Exception as error:
            trouble.append(error)
        finally:
            connections["default"].close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _ in range(3):
            keysets.add()
            keysets.use_newest()
            reseal()
    finally:
        stop.set()
        worker.join(30)
    assert trouble == []
    assert turns


def test_old_keys_are_dropped_only_when_nothing_needs_them_and_kept_beside(planted, keyset):
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM sync_retrieval")  # planted with an address that was never sealed
    keysets.add()
    keysets.use_newest()
    with pytest.raises(IsthmusError, match="still needed"):
        drop_old_keys()
    reseal()
    before = every_value()
    kept, keys = drop_old_keys()
    assert keys.ids == (keys.primary,)
    assert every_value() == before
    assert len(json.loads(kept.read_text())["key"]) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in (kept, keyset)} == {0o600}


def test_a_value_no_key_opens_is_left_alone_and_said(planted):
    cast, _ = planted
    with cast.acting():
        Delivery.objects.update(sealed_body=b"\x01\x00\x00\x00\x00 not ours")
    keysets.add()
    keysets.use_newest()
    assert reseal().unopened["sync_delivery.sealed_body"] == 1


def test_who_signed_in_before_the_secret_key_changed_stays_signed_in(cast, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the-first-secret-key", []
    client = Client()
    client.post("/accounts/login/", {"login": cast.tomas.email, "password": PASSWORD})
    page = f"/c/{cast.larkfield.slug}/"
    assert client.get(page).status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the-second-secret-key", ["the-first-secret-key"]
    assert client.get(page).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(page).status_code in (200, 302)
    settings.SECRET_KEY = "the-third-secret-key"
    assert client.get(page).status_code == 302


def test_the_address_in_linkedins_portal_outlives_the_secret_key(db, settings):
    settings.SECRET_KEY = "the-first-secret-key"
    settings.CONFIG = dataclasses.replace(settings.CONFIG, parent_client_id="p1")
    token = portal.url().rpartition("/")[2]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the-second-secret-key", ["the-first-secret-key"]
    assert portal.url().rpartition("/")[2] != token
    assert portal._is_ours(token)
    settings.SECRET_KEY_FALLBACKS = []
    assert not portal._is_ours(token)
