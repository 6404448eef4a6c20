"""Guessing is slow, in all processes at once; whom strangers guess at gets in all the same; refusals tell nothing."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from isthmus.accounts import counting, keys
from tests.accounts.test_sign_in import code_of, is_signed_in, sign_in
from tests.cast import PASSWORD

GUESSES = 5
STRANGER = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}


def guess(client: Client, user, **more):
    return client.post(reverse("account_login"), {"login": user.email, "password": "guess"}, **more)


def test_after_some_guesses_a_pause_is_asked_for_in_words(cast, client):
    assert [guess(client, cast.tomas).status_code for _ in range(GUESSES)] == [200] * GUESSES
    refused = sign_in(client, cast.tomas)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "300"
    assert "Nothing is locked" in refused.content.decode()
    assert not is_signed_in(client)


def test_one_address_may_not_try_one_password_on_everybody(cast, client):
    for number in range(20):
        client.post(reverse("account_login"), {"login": f"nobody{number}@larkfield.example", "password": "guess"})
    assert sign_in(client, cast.tomas).status_code == 429


def test_a_forged_header_does_not_make_an_address_fresh(cast, client):
    for number in range(20):
        sent = {"login": f"nobody{number}@larkfield.example", "password": "guess"}
        client.post(
            reverse("account_login"), sent, REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}"
        )
    assert guess(client, cast.tomas, REMOTE_ADDR="203.0.113.9").status_code == 429


def test_a_browser_known_to_its_owner_is_not_held_up_by_strangers(cast, client):
    sign_in(client, cast.tomas)
    client.post(reverse("account_logout"))
    for _ in range(GUESSES + 1):
        guess(Client(), cast.tomas, **STRANGER)
    assert guess(Client(), cast.tomas, **STRANGER).status_code == 429
    assert sign_in(client, cast.tomas).status_code == 302
    assert is_signed_in(client)


def test_a_known_browser_is_slowed_down_too_and_known_for_nobody_else(cast, client):
    sign_in(client, cast.tomas)
    client.post(reverse("account_logout"))
    for _ in range(GUESSES):
        guess(client, cast.tomas)
    assert guess(client, cast.tomas).status_code == 429
    for _ in range(GUESSES):
        guess(Client(), cast.marek)
    assert guess(client, cast.marek).status_code == 429


def test_a_forged_note_of_a_known_browser_is_none(cast):
    for number in range(GUESSES):
        client = Client()
        client.cookies["known"] = f"forged{number}"
        guess(client, cast.tomas)
    assert guess(Client(), cast.tomas).status_code == 429


def test_whom_strangers_guess_at_gets_in_by_mail(cast, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for _ in range(GUESSES + 1):
        guess(Client(), cast.tomas, **STRANGER)
    client.post(reverse("account_reset_password"), {"email": cast.tomas.email})
    link = re.search(r"http\S+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link)["Location"]
    client.post(form, {"password1": "another-long-password", "password2": "another-long-password"})
    assert is_signed_in(client)


def test_a_second_factor_cannot_be_tried_through(cast, client):
    TOTP.activate(cast.tomas, secret := generate_totp_secret())
    sign_in(client, cast.tomas)
    for _ in range(GUESSES):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_signed_in(client)


def test_a_code_is_good_once_in_all_processes_together(cast, client):
    TOTP.activate(cast.tomas, secret := generate_totp_secret())
    code = code_of(secret)
    for browser, expected in ((client, True), (Client(), False)):
        sign_in(browser, cast.tomas)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(browser) is expected


def test_asking_for_resets_is_slowed_down(cast, client):
    for _ in range(5):
        assert client.post(reverse("account_reset_password"), {"email": cast.tomas.email}).status_code == 302
    assert client.post(reverse("account_reset_password"), {"email": cast.tomas.email}).status_code == 429


def test_an_admin_cannot_ask_about_everybodys_address(cast, client, monkeypatch):
    monkeypatch.setitem(counting.LIMITS, "invitation", "2/h/user")
    client.force_login(cast.ines)
    answers = [
        client.post(
            reverse("members:add", kwargs={"slug": cast.larkfield.slug}),
            {"email": f"new{number}@larkfield.example", "name": "New", "role": "recruiter"},
        )
        for number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 422]


def test_wrong_keys_are_told_to_wait_and_a_right_one_is_not(cast):
    client = Client()
    with cast.acting():
        _, text = keys.issue("Careers site", keys.SCOPES)
    statuses = [
        client.get("/api/v1/jobs", headers={"Authorization": f"Bearer isth_{n}"}).status_code for n in range(31)
    ]
    assert statuses == [401] * 30 + [429]
    waits = client.get("/api/v1/jobs", headers={"Authorization": "Bearer isth_no"})
    assert waits["Retry-After"] == "300"
    assert client.get("/api/v1/jobs", headers={"Authorization": f"Bearer {text}"}).status_code == 200


def test_a_refusal_does_not_tell_whether_there_is_such_an_account(cast):
    def asked(name: str, **fields: str) -> tuple[int, str]:
        response = Client().post(reverse(name), fields)
        body = re.sub(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", response.content.decode())
        return response.status_code, body.replace(next(iter(fields.values())), "")

    known, unknown = "tomas@larkfield.example", "nobody@larkfield.example"
    assert asked("account_login", login=known, password="guess") == asked(
        "account_login", login=unknown, password="guess"
    )
    assert asked("account_reset_password", email=known) == asked("account_reset_password", email=unknown)
    cast.tomas.is_active = False
    cast.tomas.save()
    assert asked("account_login", login=known, password="guess") == asked(
        "account_login", login=unknown, password="guess"
    )


def test_what_is_counted_names_nobody(cast, client):
    guess(client, cast.tomas, **STRANGER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key || value FROM accounts_counting")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert kept
    assert not re.search("203.0.113|127.0.0|tomas|larkfield", kept)


def test_the_shared_cache_adds_once_forgets_in_time_and_deletes(db):
    assert cache.add("one", [1.5], 60)
    assert not cache.add("one", [2.5], 60)
    assert cache.get("one") == [1.5]
    cache.set("one", True, 0)
    assert cache.get("one", "gone") == "gone"
    assert cache.add("one", 3, 60)
    assert cache.delete("one")
    assert not cache.delete("one")


@pytest.mark.usefixtures("committed")
def test_of_many_processes_and_threads_one_adds(django_db_blocker):
    script = (
        "import django; django.setup();"
        "from concurrent.futures import ThreadPoolExecutor as P; from django.core.cache import cache;"
        "print(sum(P(4).map(lambda _: cache.add('lock', 1, 60), range(8))))"
    )

    def run(_: int) -> int:
        return int(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)

    with ThreadPoolExecutor(2) as two:
        assert sum(two.map(run, range(2))) == 1


def test_who_gets_another_password_or_factor_is_told_by_mail(cast, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    sign_in(client, cast.tomas)
    changed = {"oldpassword": PASSWORD, "password1": "another-long-password", "password2": "another-long-password"}
    client.post(reverse("account_change_password"), changed)
    assert [letter.to for letter in mail.outbox] == [[cast.tomas.email]]
    assert "another-long-password" not in mail.outbox[0].body


@pytest.mark.parametrize("password", ["short-words", "password1234", "tomas@larkfield.example"])
def test_a_weak_password_is_not_taken(cast, client, password):
    sign_in(client, cast.tomas)
    changed = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post(reverse("account_change_password"), changed).status_code == 200
    cast.tomas.refresh_from_db()
    assert cast.tomas.check_password(PASSWORD)
