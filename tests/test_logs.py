"""What the log must never hold, whoever writes to it: addresses with secrets in them, and the words of exceptions."""

import io
import json
import logging

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from isthmus import logs
from tests.api.conftest import away

TOKEN = "the-token-of-a-webhook"


@pytest.fixture
def log():
    """`log()` gives every line written so far, as a production process writes them."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure("info")
    written = io.StringIO()
    root.handlers[0].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_webhooks_token_is_not_in_the_log(db, log):
    Client().post(f"/webhooks/linkedin/apply/{TOKEN}", b"{}", content_type="application/json")
    (line,) = log()
    assert line["event"] == "404: POST webhooks/linkedin/apply/<str:token>"
    assert TOKEN not in json.dumps(line)


def test_an_address_nobody_knows_is_not_in_the_log(db, log):
    Client().get("/nowhere/noor.peeters@tessel.example?q=Noor")
    (line,) = log()
    assert line["event"] == "404: GET an unknown address"
    assert "noor" not in json.dumps(line).lower()


def test_an_exception_is_named_by_type_and_place_and_never_by_its_words(log):
    try:
        try:
            int("Noor Peeters")
        except ValueError as error:
            raise RuntimeError("Key (email)=(noor.peeters@tessel.example) already exists.") from error
    except RuntimeError:
        logging.getLogger("isthmus.anything").exception("delivery %s could not be handled", 7)
    (line,) = log()
    assert [part.split(" at ")[0] for part in line["exception"]] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert "test_logs.py" in line["exception"][0]
    assert "noor" not in json.dumps(line).lower()


def test_a_database_that_is_away_is_one_short_line_for_each_request(db, log):
    visitor = Client(raise_request_exception=False)
    with connection.execute_wrapper(away):
        visitor.get("/jobs/larkfield-robotics?q=noor.peeters@tessel.example")
        visitor.post("/accounts/login/", {"login": "noor.peeters@tessel.example", "password": "a long enough one"})
    page, form = [line for line in log() if line["logger"] == "django.request"]
    assert page["event"] == "503: GET jobs/<slug:slug>"
    assert form["event"] == "503: POST accounts/login/"
    for line in (page, form):
        assert line["exception"][0] == "django.db.utils.OperationalError"
        assert "/" not in "".join(line["exception"])
    assert "tessel" not in json.dumps([page, form])


def test_our_own_lines_keep_their_fields(log):
    import structlog

    structlog.get_logger("isthmus.test").info("lane_ran", lane="inbox")
    (line,) = log()
    assert (line["event"], line["lane"], line["level"]) == ("lane_ran", "inbox", "info")


def test_without_a_mail_server_no_password_link_is_written_anywhere():
    assert settings.CONFIG.mail_url == ""
    assert "console" not in (settings.EMAIL_BACKEND + reverse("account_reset_password"))
