"""Pages of refusals: each says what happened and whose move it is, and shows a way on that fits who reads it."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from isthmus.web.errors import limits
from tests.web.rooms import words

FORM = "/jobs/larkfield-robotics/0198d0f4-0000-7000-8000-000000000000"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403_csrf.html", "413.html"])
def test_who_applies_is_led_back_to_the_job_and_nobody_else(name):
    page = render_to_string(name, request=RequestFactory().post(FORM))
    assert f'href="{FORM}"' in page
    assert "Go to your company" not in page
    assert "Go to your company" in render_to_string(name, request=RequestFactory().post("/c/larkfield-robotics/jobs/"))


@pytest.mark.django_db
def test_who_looks_for_a_job_that_is_not_there_hears_nothing_of_companies(client):
    response = client.get("/jobs/larkfield-robotics/nothing")
    assert response.status_code == 404
    assert "company" not in words(response)
    assert "you are not part of" in words(client.get("/c/nowhere/nothing"))


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "said"), [(FORM, "choose smaller files"), ("/accounts/login/", "make it shorter")])
def test_what_is_too_large_is_said_of_what_the_page_takes(client, path, said):
    response = client.generic("POST", path, CONTENT_LENGTH="90000000")
    assert response.status_code == 413
    assert said in words(response)


def test_what_is_sent_back_at_the_front_is_a_whole_page_without_scripts():
    for status, page in limits.at_the_front().items():
        assert page.startswith(b"<!doctype html>"), status
        assert b"<script" not in page
        assert page.count(b"<h1>") == 1


@pytest.mark.django_db
def test_who_is_signed_in_is_not_sent_to_sign_in_after_too_many_tries(cast):
    request = RequestFactory().post("/")
    assert "Back to signing in" in words(limits.too_many(request))
    request.user = cast.tomas
    answer = limits.too_many(request)
    assert "Go to your company" in words(answer)
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")


@pytest.mark.django_db
def test_an_address_that_is_only_sent_to_says_so_when_it_is_opened(rooms, admin):
    """As when somebody had to sign in again in between, and is led back by a GET."""
    address = rooms.at("activity:reconcile_run")
    answer = admin.get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing was changed" in words(answer)
    assert "Go to your company" in words(answer)
    assert admin.put(address).content == b""
