"""Sign-in pages, in the product's own look."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("page", ["account_login", "account_reset_password", "account_signup"])
def test_entrance_pages_wear_the_look(db, client, page):
    response = client.get(reverse(page))
    assert response.status_code == 200
    assert b"isthmus.css" in response.content


def test_signing_up_says_whom_to_ask(db, client):
    assert b"Nobody signs up by themselves" in client.get(reverse("account_signup")).content


@pytest.mark.parametrize("page", ["mfa_index", "account_change_password", "account_logout"])
def test_pages_about_oneself_wear_the_look(rooms, recruiter, page):
    assert b"isthmus.css" in recruiter.get(reverse(page)).content


def test_the_second_factor_starts_off_and_can_be_set_up(rooms, recruiter):
    page = recruiter.get(reverse("mfa_index")).content.decode()
    assert "Your password alone opens your account" in page
    assert reverse("mfa_activate_totp") in page
