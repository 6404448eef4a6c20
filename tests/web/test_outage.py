"""While the database is away, pages answer 503, in whichever layer it is missed, and the log says it in short."""

from unittest.mock import Mock

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from psycopg_pool import PoolTimeout

from isthmus.accounts import companies
from tests.api.conftest import away
from tests.web.rooms import words


@pytest.fixture
def visitor() -> Client:
    """Answers what a person would see, where Django's client would raise the exception."""
    return Client(raise_request_exception=False)


def is_not_available(response) -> None:
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response.content.startswith(b"<!doctype html>")
    assert "Not available just now" in words(response)
    assert "Something broke" not in words(response)


def test_a_public_page_says_so(rooms, visitor):
    with connection.execute_wrapper(away):
        response = visitor.get("/jobs/larkfield-robotics?page=2&q=<b>")
    is_not_available(response)
    assert 'href="/jobs/larkfield-robotics?page=2&amp;q=%3Cb%3E"' in response.content.decode()
    assert "company" not in words(response)
    assert visitor.get("/jobs/larkfield-robotics").status_code == 200


def test_a_page_with_a_session_says_so(rooms, visitor):
    visitor.force_login(rooms.cast.tomas)
    with connection.execute_wrapper(away):
        is_not_available(visitor.get(rooms.at("home:home")))
    assert visitor.get(rooms.at("home:home")).status_code == 200


def test_signing_in_says_so(rooms, visitor):
    with connection.execute_wrapper(away):
        response = visitor.post("/accounts/login/", {"login": "x@larkfield.example", "password": "a long enough one"})
    is_not_available(response)
    assert "probably not kept" in words(response)
    assert "a long enough one" not in response.content.decode()


def test_a_session_that_cannot_be_saved_says_so(rooms, visitor, monkeypatch, settings):
    visitor.force_login(rooms.cast.tomas)
    settings.SESSION_SAVE_EVERY_REQUEST = True
    monkeypatch.setattr(SessionStore, "save", away)
    is_not_available(visitor.get(rooms.at("home:home")))


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, PoolTimeout])
def test_every_form_of_its_absence_is_known_and_nothing_else(rooms, visitor, monkeypatch, error):
    def raises(raised):
        return Mock(side_effect=raised("noor.peeters@tessel.example"))

    monkeypatch.setattr(companies, "find", raises(error))
    is_not_available(visitor.get("/jobs/larkfield-robotics"))
    monkeypatch.setattr(companies, "find", raises(ValueError))
    response = visitor.get("/jobs/larkfield-robotics")
    assert response.status_code == 500
    assert "Something broke on our side" in words(response)
