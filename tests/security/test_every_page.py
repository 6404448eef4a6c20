"""Over all pages at once: what each says to the browser, and that no foreign text of any record runs in any of them."""

import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.test_routes import put_back
from tests.cast import PASSWORD
from tests.security.hostile import PAYLOAD, SCRIPT
from tests.security.pages import NONCE, Seen, dangers, forms

REFERRERS = {"linkedin:contract": "strict-origin-when-cross-origin"}
"""LinkedIn's own script asks who embeds it; it learns our origin and no path."""
OPENERS = {"linkedin:contract": "same-origin-allow-popups"}
"""Consent at LinkedIn is given in a window of its own, which answers the page that opened it."""


def test_most_texts_of_a_company_were_made_hostile(hostile_world):
    _, _, rewritten = hostile_world
    assert {"Job.title", "Profile.last_name", "Profile.headline", "Note.body", "Message.body", "File.name"} <= rewritten
    assert {"Answer.value", "Question.text", "Issue.title", "Delivery.visible", "Mirror.facts"} <= rewritten
    assert len(rewritten) > 40


def test_every_page_opens_in_the_hostile_world(seen):
    assert len({answer.name for answer in seen}) > 70
    assert [(answer.path, answer.status) for answer in seen if answer.status >= 500] == []
    opened = [answer for answer in seen if answer.status == 200 and answer.is_page]
    assert len(opened) > 60
    assert sum("&lt;script&gt;alert(9)" in answer.body for answer in opened) > 30


def test_no_foreign_text_runs_on_any_page(seen):
    assert {answer.path: found for answer in seen if answer.is_page and (found := dangers(answer))} == {}


def test_every_page_forbids_what_does_not_carry_its_nonce(seen):
    for answer in (answer for answer in seen if answer.is_page):
        policy = answer.headers.get("Content-Security-Policy", "")
        assert NONCE.search(policy) or "<script" not in answer.body, answer.path
        assert "unsafe" not in policy, answer.path
        for directive in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"):
            assert directive in policy, answer.path
        assert "form-action 'self'" in policy, answer.path


def test_a_nonce_is_never_used_twice(seen):
    nonces = [found[1] for answer in seen if (found := NONCE.search(answer.headers["Content-Security-Policy"]))]
    assert len(nonces) == len(set(nonces)) > 50


def test_every_answer_forbids_guessing_its_type_framing_it_and_telling_where_one_came_from(seen):
    for answer in seen:
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", answer.path
        assert answer.headers.get("X-Frame-Options") == "DENY", answer.path
        assert answer.headers.get("Referrer-Policy") == REFERRERS.get(answer.name, "same-origin"), answer.path
        opener = OPENERS.get(answer.name, "same-origin")
        assert answer.headers.get("Cross-Origin-Opener-Policy") == opener, answer.path


def test_no_answer_to_one_person_is_kept_by_a_cache(seen):
    for answer in seen:
        kept = answer.headers.get("Cache-Control", "")
        assert "private" in kept, answer.path
        assert "no-store" in kept or answer.name.startswith("careers:"), answer.path


def test_every_form_that_changes_something_carries_a_token_and_stays_here(seen):
    for answer in seen:
        for form in forms(answer):
            assert form.action.startswith(("/", "?", "#")), (answer.path, form.action)
            if form.method == "post":
                assert form.fields.get("csrfmiddlewaretoken"), (answer.path, form.action)
            else:
                assert "csrfmiddlewaretoken" not in form.fields, (answer.path, form.action)


def test_every_form_filled_with_hostile_text_is_answered_soundly(seen, hostile_world, django_db_blocker):
    cast, _, _ = hostile_world
    with django_db_blocker.unblock():
        client = Client(raise_request_exception=False)
        client.force_login(cast.ines)
        for form in {
            (form.action, form.method, tuple(sorted(form.fields))): form for form in _all_forms(seen)
        }.values():
            said = form.fields | dict.fromkeys(form.texts, PAYLOAD.replace("\u0001", "") + "\u0000")
            with put_back():
                response = client.generic("GET", form.action) if form.method == "get" and not said else None
                response = response or getattr(client, form.method)(form.action, said)
            assert response.status_code < 500, (form.action, sorted(said))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            answer = Seen(
                "", form.action, response.status_code, dict(response.headers), body.decode("utf-8", "replace")
            )
            assert not answer.is_page or dangers(answer) == [], form.action


def _all_forms(seen: list[Seen]):
    return [form for answer in seen for form in forms(answer) if "logout" not in form.action]


QUERIES = ("search", "after", "page", "show", "place", "column", "feed", "application", "template", "chosen", "sort")


@pytest.mark.parametrize("value", [f"'\"><{SCRIPT}{'9' * 400}", "\x00"], ids=["script", "nul"])
def test_nothing_in_an_address_runs_on_the_page_it_asks_for(seen, hostile_world, django_db_blocker, value):
    cast, _, _ = hostile_world
    paths = {answer.name: answer.path for answer in seen if answer.status == 200 and answer.is_page}
    with django_db_blocker.unblock():
        client = Client(raise_request_exception=False)
        client.force_login(cast.ines)
        for path in paths.values():
            with put_back():
                response = client.get(path, dict.fromkeys(QUERIES, value))
            assert response.status_code < 500, path
            asked = Seen("", path, response.status_code, dict(response.headers), response.content.decode())
            assert not asked.is_page or dangers(asked) == [], path


def test_cookies_are_closed_to_scripts_and_to_other_sites(cast, client):
    client.post(reverse("account_login"), {"login": cast.tomas.email, "password": PASSWORD})
    client.get(reverse("account_change_password"))
    assert set(client.cookies) >= {"sessionid", "csrftoken"}
    assert client.cookies["sessionid"]["httponly"]
    assert {morsel["samesite"] for morsel in client.cookies.values()} == {"Lax"}


def test_under_https_cookies_are_this_hosts_alone():
    script = "from isthmus import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"

    def names(url: str) -> str:
        environment = {**os.environ, "ISTHMUS_PUBLIC_URL": url}
        return subprocess.check_output([sys.executable, "-c", script], env=environment, text=True).strip()

    assert names("https://isthmus.example") == "__Host-sessionid __Host-csrftoken"
    assert names("http://127.0.0.1:8000") == "sessionid csrftoken"
