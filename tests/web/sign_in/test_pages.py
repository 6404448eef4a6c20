"""Sign-in pages, in the product's own look."""

import pytest
from allauth.account.models import EmailAddress
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


def test_nobody_takes_an_address_that_an_admin_might_add_later(rooms, recruiter):
    """Admins add people by their address, so a user may not claim one that was never proven."""
    recruiter.get(reverse("account_email"))
    recruiter.post(reverse("account_email"), {"action_add": "", "email": "newcomer@orrin.example"})
    recruiter.post(reverse("account_email"), {"action_remove": "", "email": rooms.cast.tomas.email})
    recruiter.post(reverse("account_email"), {"action_add": "", "email": "newcomer@orrin.example"})
    assert not EmailAddress.objects.filter(email="newcomer@orrin.example").exists()
    rooms.cast.tomas.refresh_from_db()
    assert rooms.cast.tomas.email == "tomas@larkfield.example"
