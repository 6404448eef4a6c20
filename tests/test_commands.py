"""The commands an operator types, run as they are typed, on the tests' own database."""

import dataclasses
import json
import logging
import os
import subprocess
import sys
from uuid import uuid4

import httpx2
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from click.testing import CliRunner
from django.core import mail
from django.db import connection

from isthmus.accounts import companies
from isthmus.api import webhooks
from isthmus.cli import main
from isthmus.hiring.models import Job
from isthmus.sync import inbox, receiving
from isthmus.sync.models import Delivery, DeliveryState
from tests.builders import a_job

LISTING = {
    "source": "A list",
    "company_name": "Orrin Foods",
    "id": "l-1",
    "title": "Baker",
    "active": False,
    "date_posted": 1714605534,
    "date_updated": 1714605534,
    "url": "https://orrin.example/1",
    "locations": ["Ghent"],
}


@pytest.fixture
def isthmus(committed_cast):
    """`isthmus("status", "--json")` runs a command and gives its exit code and what it printed."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*words, code=0):
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exit_code == code, result.output
        return result.output

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def forged(committed_cast):
    """The id of a forged delivery."""
    receiving.forget_addresses()
    with committed_cast.acting():
        token = inbox.open_endpoint(webhooks.APPLY, uuid4(), [receiving.Key("", "a-secret")])
    assert inbox.accept(webhooks.APPLY, token, {}, b"{}").status == 401
    with committed_cast.acting():
        return Delivery.objects.get().id


def test_status_counts_every_company_apart_and_in_all(committed_cast, isthmus):
    with committed_cast.acting():
        a_job()
    report = json.loads(isthmus("status", "--json"))
    assert set(report) == {"at", "counts", "backlog", "spool", "streams", "companies"}
    assert report["counts"]["jobs"] == 1
    assert {company["slug"]: company["counts"]["jobs"] for company in report["companies"]} == {
        "larkfield-robotics": 1,
        "orrin-foods": 0,
    }
    assert {stream["state"] for stream in report["streams"]} == {"new"}


def test_status_is_told_in_words_too(isthmus):
    told = isthmus("status")
    assert "Larkfield Robotics" in told
    assert "0 open jobs" in told


def test_the_doctor_finds_nothing_wrong_in_a_new_house(isthmus):
    told = isthmus("doctor")
    assert "ok   database login isthmus_app" in told
    assert "FIX" not in told


def test_a_database_that_is_away_is_the_operators_move_and_no_traceback(isthmus, monkeypatch):
    monkeypatch.setenv("ISTHMUS_DATABASE_URL", "postgresql://isthmus_app@127.0.0.1:1/isthmus")
    told = isthmus("status", code=1)
    assert "The database does not answer; the operator's move." in told
    assert "Traceback" not in told


@pytest.mark.parametrize("command", [("status",), ("doctor",), ("worker",), ("demo", "--no-browser"), ("keys", "add")])
def test_a_setting_that_cannot_be_used_is_said_in_one_sentence(isthmus, monkeypatch, tmp_path, command):
    monkeypatch.setenv("ISTHMUS_WATCH_SECONDS", "abc")
    told = isthmus(*command, "--data", tmp_path / "typo", code=1)
    assert told == "Error: ISTHMUS_WATCH_SECONDS must be a number from 0 on, not 'abc'. (The operator's move.)\n"
    assert list(tmp_path.iterdir()) == []


LOOKING = [
    ["status"],
    ["drain"],
    ["reconcile", "--company", "Larkfield Robotics"],
    ["replay", "01a216ab-77a8-7026-9b8d-eeeacff3c145"],
    ["set-password", "--email", "a@b.example", "--password", "a-long-password"],
    ["drop-second-factor", "--email", "a@b.example"],
    ["ingest"],
    ["keys", "rotate"],
    ["keys", "status"],
    ["backup", "elsewhere"],
]


@pytest.mark.parametrize("command", LOOKING, ids=lambda words: " ".join(words[:2]))
def test_a_mistyped_folder_is_refused_and_left_as_it_is(isthmus, monkeypatch, tmp_path, command):
    monkeypatch.delenv("ISTHMUS_DATABASE_URL")
    told = isthmus(*command, "--data", tmp_path / "typo", code=1)
    assert told.startswith(f"Error: no installation lies in {tmp_path / 'typo'}: name the right data folder")
    assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_finds_that_no_installation_lies_in_a_mistyped_folder(isthmus, monkeypatch, tmp_path):
    monkeypatch.delenv("ISTHMUS_DATABASE_URL")
    (found,) = json.loads(isthmus("doctor", "--json", "--data", tmp_path / "typo", code=1))["findings"]
    assert (found["what"], found["kind"], found["whose_move"]) == (
        f"no installation lies in {tmp_path / 'typo'}",
        "misconfigured",
        "the operator",
    )
    assert list(tmp_path.iterdir()) == []


def test_tables_of_another_version_are_the_operators_move_and_no_traceback(isthmus, monkeypatch):
    monkeypatch.setattr(
        "isthmus.operator.status_of_everything", lambda: connection.cursor().execute("SELECT no_such()")
    )
    told = isthmus("status", code=1)
    assert "run isthmus migrate" in told
    assert "Traceback" not in told


def test_the_doctor_says_first_that_the_database_is_away_and_looks_at_the_rest(isthmus, tmp_path):
    away = "postgresql://isthmus_app@127.0.0.1:1/isthmus"
    urls = {f"ISTHMUS_{name}DATABASE_URL": away for name in ("", "OWNER_", "EEO_")}
    command = [sys.executable, "-m", "isthmus", "doctor", "--data", str(tmp_path)]
    done = subprocess.run(command, env={**os.environ, **urls}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("FIX  the database does not let isthmus_app in")
    assert any("MB free" in line for line in lines)
    assert lines[-1].startswith("FIX  the rest was not looked at")
    assert done.stderr == ""


def test_the_doctor_speaks_json_too(isthmus):
    said = json.loads(isthmus("doctor", "--json"))
    assert said["fine"] is True
    assert {"what", "fine", "kind", "whose_move", "fix"} <= set(said["findings"][0])


def test_a_login_that_could_walk_around_the_walls_is_refused_in_words(isthmus, monkeypatch, database_server):
    monkeypatch.setenv("ISTHMUS_DATABASE_URL", database_server.dsn("isthmus_owner"))
    assert "owns tables" in isthmus("worker", code=1)


def test_a_user_is_added_to_a_company_made_for_them(isthmus):
    words = (
        "--company",
        "Tessel Labs",
        "--email",
        "Ada@tessel.example",
        "--name",
        "Ada Wim",
        "--password",
        "a-long-password",
    )
    assert "/c/tessel-labs/" in isthmus("add-user", *words)
    assert companies.find("tessel-labs") is not None


def test_a_listing_file_is_imported_into_a_company_and_counted(committed_cast, isthmus, tmp_path):
    path = tmp_path / "listings.json"
    path.write_text(json.dumps([LISTING, {**LISTING, "id": "l-2", "company_name": "Somebody Else"}]))
    command = ("import-jobs", path, "--company", "Orrin Foods", "--only", "Orrin Foods", "--json")
    assert json.loads(isthmus(*command).splitlines()[-1])["added"] == 1
    assert json.loads(isthmus(*command).splitlines()[-1])["added"] == 0
    with committed_cast.acting(committed_cast.dele, committed_cast.orrin):
        assert Job.objects.get().status == "closed"


def test_an_import_that_took_nothing_of_a_file_that_was_refused_ends_with_1(isthmus, tmp_path):
    path = tmp_path / "listings.json"
    path.write_text(json.dumps([{**LISTING, "title": ""}]))
    command = ("import-jobs", path, "--company", "Orrin Foods")
    assert "line 1 refused" in isthmus(*command, code=1)
    path.write_text(json.dumps([{**LISTING, "title": ""}, LISTING]))
    assert "line 1 refused" in isthmus(*command)
    path.write_text("[]")
    isthmus(*command)


def test_a_file_that_is_no_listing_is_refused_in_words(isthmus, tmp_path):
    path = tmp_path / "listings.json"
    path.write_text("root:x:0:0")
    told = isthmus("import-jobs", path, "--company", "Orrin Foods", code=1)
    assert told.startswith("Error: ")
    assert "Traceback" not in told


def test_draining_an_idle_house_ends(isthmus):
    assert json.loads(isthmus("drain")) == {"runs": 0}


def test_a_delivery_nobody_knows_is_said_to_be_unknown(isthmus):
    assert "There is no delivery" in isthmus("replay", uuid4(), code=1)


def test_a_forged_delivery_is_not_replayed_and_says_why(committed_cast, isthmus, forged):
    assert "cannot be replayed" in isthmus("replay", forged, code=1)


def test_a_delivery_that_needed_a_person_is_put_back_in_line(committed_cast, isthmus, forged):
    with committed_cast.acting():
        Delivery.objects.update(state=DeliveryState.FAILED, genuine=True)
    assert "handled again" in isthmus("replay", forged)
    with committed_cast.acting():
        assert Delivery.objects.get().state == DeliveryState.RECEIVED


@pytest.mark.parametrize("command", ["demo", "sandbox", "serve", "worker", "migrate", "prepare-database"])
def test_every_command_says_what_it_does(command):
    assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0


def test_a_forgotten_password_is_replaced_where_no_mail_leaves(committed_cast, isthmus):
    told = isthmus("set-password", "--email", committed_cast.tomas.email, "--password", "quite-another-one")
    assert "Tomas Brandt signs in with the new password" in told
    committed_cast.tomas.refresh_from_db()
    assert committed_cast.tomas.check_password("quite-another-one")
    assert "Nobody here" in isthmus("set-password", "--email", "nobody@larkfield.example", "--password", "x" * 12)


def test_a_lost_second_factor_is_dropped_and_its_owner_told(committed_cast, isthmus, settings):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, mail_url="smtp://mail")
    command = ("drop-second-factor", "--email", committed_cast.tomas.email)
    assert "has no second factor" in isthmus(*command)
    TOTP.activate(committed_cast.tomas, generate_totp_secret())
    assert "the password alone" in isthmus(*command)
    assert not Authenticator.objects.exists()
    (letter,) = mail.outbox
    assert (letter.to, "did not ask" in letter.body) == ([committed_cast.tomas.email], True)
    assert "Nobody here" in isthmus("drop-second-factor", "--email", "nobody@larkfield.example")


def test_the_sandbox_alone_ends_with_its_command(tmp_path):
    command = [sys.executable, "-m", "isthmus", "sandbox", "--port", "0", "--data", str(tmp_path / "sandbox")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        ready = json.loads(process.stdout.readline())
        assert {"url", "child_client_id", "organization_id", "seat_id"} <= set(ready)
        process.terminate()
        assert process.wait(timeout=20) == 0
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(ready["url"])
