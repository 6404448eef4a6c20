"""Each of the doctor's checks, fine and not fine: a sentence, one of five kinds, whose move, what to do."""

import dataclasses
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError, ProgrammingError, connection, connections

from isthmus import doctor
from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.bridge import connections as linkedin
from isthmus.bridge.models import Connection
from isthmus.doctor import company, database, machine, watching, workers
from isthmus.store.embedded import EmbeddedServer
from isthmus.sync import inbox, issues, lanes, lifeline
from isthmus.sync.models import AlertEndpoint, Delivery, Heartbeat, HouseAlarm
from isthmus.sync.watching import receivers, watchman
from isthmus.sync.watching.heartbeats import PULSE, Pulse
from isthmus.sync.watching.looking import NO_WORKER
from tests.api.conftest import away
from tests.smtp_server import mail_server
from tests.web.rooms import Rooms
from tests.webhook_listener import listener

KINDS = {kind.value for kind in Kind}
Usage = namedtuple("Usage", "total used free")


def only(findings):
    """The one finding, complete in itself."""
    (found,) = list(findings)
    assert found.what
    assert found.fine or (found.kind in KINDS and found.whose_move and found.fix), found
    return found


@pytest.fixture
def config(settings):
    """`config(name=value)` changes a setting for this test."""

    def change(**values):
        settings.CONFIG = dataclasses.replace(settings.CONFIG, **values)

    return change


@pytest.fixture
def acting(cast):
    with cast.acting():
        yield cast


@pytest.mark.django_db(databases=["default", "owner", "eeo"])
def test_logins():
    assert [finding.fine for finding in database.logins()] == [True, True, True]
    with connection.execute_wrapper(away):
        first = next(iter(database.logins()))
    assert (first.fine, first.kind, first.whose_move) == (False, "transient", "the operator")


def test_an_embedded_database_that_had_stopped_under_its_processes(tmp_path):
    server = EmbeddedServer(tmp_path)
    assert database.embedded(server).fine
    server.was_alone = True
    assert database.embedded(server).what.endswith("no process used it, so that this look started it")
    server.was_alone, server.had_stopped = False, True
    found = only([database.embedded(server)])
    assert (found.fine, found.kind) == (False, "transient")
    assert "server.log" in found.fix


def test_a_disk_that_is_nearly_full(db, monkeypatch):
    assert only(machine.disk()).fine
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1, 1, 7))
    assert "0 MB free" in only(machine.disk()).what
    assert not only(machine.disk()).fine


def test_a_keyset_that_does_not_open(db, monkeypatch, tmp_path, settings):
    secrets.seal(b"x", company="nobody", field="f")
    assert only(machine.keyset()).fine
    broken = tmp_path / "keyset.json"
    broken.write_text("{}")
    monkeypatch.setenv("ISTHMUS_KEYSET_FILE", str(broken))
    found = only(machine.keyset())
    assert not found.fine
    assert "backup" in found.fix


def test_a_public_address_that_is_plain_silent_or_somebody_elses(db, config):
    with listener() as told:
        config(public_url=told.url)
        assert only(machine.public_address()).fine
        told.answers = [(404, {})]
        assert only(machine.public_address()).kind == "misconfigured"
        told.answers = [(503, {})]
        assert "answers 503" in only(machine.public_address()).what
        told.answers = [(503, {})]
        assert only(machine.public_address()).kind == "transient"
    config(public_url="http://127.0.0.1:9")
    assert only(machine.public_address()).fine
    config(mode="production", clock_file="")
    assert "not encrypted" in only(machine.public_address()).what
    config(public_url="https://127.0.0.1:9")
    assert "nobody answers" in only(machine.public_address()).what
    with connection.execute_wrapper(away):
        assert "nobody answers" in only(machine.public_address()).what


@pytest.mark.parametrize("mode", ["test", "production"])
def test_a_silent_public_address_is_told_once(db, config, monkeypatch, mode):
    config(mode=mode, clock_file="", public_url="https://127.0.0.1:9")
    Pulse().beat("web")
    monkeypatch.setattr(receivers, "_has_session", lambda: True)
    found = only(machine.public_address())
    assert (found.fine, found.kind) == (False, "misconfigured")
    assert found.what == "nobody answers at the public address https://127.0.0.1:9: ConnectError"
    monkeypatch.setattr(receivers, "_has_session", lambda: False)
    assert list(machine.public_address()) == []
    assert "No process takes deliveries" in only(watching.receivers()).what


def test_a_mail_server_that_is_missing_or_does_not_answer(db, config, settings):
    assert only(machine.mail()).fine
    config(mode="production", clock_file="")
    assert only(machine.mail()).fine
    config(operator_email="op@bridge.example")
    assert "none leaves" in only(machine.mail()).what
    config(mail_url="smtp://mail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    assert "does not answer" in only(machine.mail()).what
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        assert only(machine.mail()).fine


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_table_without_a_wall():
    assert only(database.walls()).fine
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE open_to_all (company_id uuid)")
        cursor.execute(database.OPEN_TABLES)
        assert cursor.fetchall() == [("open_to_all",)]


def test_tables_of_another_version(db, monkeypatch):
    assert only(database.migrations()).fine
    pending = [(namedtuple("Pending", "app_label name")("sync", "9"), False)]
    monkeypatch.setattr(database.MigrationExecutor, "migration_plan", lambda *_: pending)
    assert "1 migrations are pending, the first is sync.9" in only(database.migrations()).what


def test_a_clock_that_is_apart(db, monkeypatch):
    assert only(database.clock()).fine
    monkeypatch.setattr(database, "MOST_SKEW_SECONDS", -1)
    assert "apart" in only(database.clock()).what


@pytest.mark.parametrize(("check", "limit"), [(database.queue, "MOST_TICKS"), (database.sessions, "MOST_SESSIONS")])
def test_what_piles_up(db, monkeypatch, check, limit):
    assert only(check()).fine
    monkeypatch.setattr(database, limit, -1)
    assert not only(check()).fine


def test_processes_of_different_versions(db):
    Pulse().beat("worker")
    assert list(watching.versions()) == []
    other = Pulse()
    other.beat("web")
    Heartbeat.objects.filter(id=other.id).update(version="0.0.9")
    assert "different versions" in only(watching.versions()).what


def test_workers_that_are_gone(db):
    assert only(workers.workers()).fine
    web = Pulse()
    web.beat("web")
    assert "no worker has ever been seen" in only(workers.workers()).what
    assert not only(workers.workers()).fine
    web.stop()
    Pulse().beat("worker")
    Heartbeat.objects.update(worked_at=now() - timedelta(minutes=9))
    assert "has not been seen for 9 min" in only(workers.workers()).what


@pytest.fixture
def worker(committed):
    """This process is a worker that has come around and said so once, by its one row."""
    PULSE.came_around()
    lifeline._begin()
    yield Heartbeat.objects.filter(kind="worker")
    lifeline._leave()
    connections.close_all()


def test_a_worker_is_named_once_whatever_is_wrong_with_it(worker):
    assert only(workers.workers()).what.endswith("is at work")
    worker.update(worked_at=now() - timedelta(minutes=9))
    assert "does nothing new for 9 min" in only(workers.workers()).what
    worker.update(beat_at=now() - timedelta(minutes=5), seen_at=now() - timedelta(minutes=5))
    assert "last heard of 5 min ago" in only(workers.workers()).what
    assert "nothing is handled or sent meanwhile" in only(workers.workers()).fix
    worker.update(lost_at=now())
    assert " fell silent on " in only(workers.workers()).what
    assert "other workers" not in only(workers.workers()).what
    assert "nothing is handled or sent meanwhile" in only(workers.workers()).fix
    HouseAlarm.objects.create(about=NO_WORKER, kind="misconfigured", words="No worker.", since=now())
    assert list(watching.house_alarms()) == []


def another_began(host, after):
    """Another worker is at work on this host; it began so long after the first was last heard of."""
    moment = now()
    Heartbeat.objects.create(
        id=new_id(),
        kind="worker",
        host=host,
        pid=7,
        started_at=Heartbeat.objects.get().seen_at + after,
        seen_at=moment,
        worked_at=moment,
        beat_at=moment,
    )


@pytest.mark.parametrize("is_taken_over", [False, True])
def test_a_killed_worker_is_no_trouble_once_another_has_begun_there(worker, is_taken_over):
    lost_at = now() if is_taken_over else None
    worker.update(lost_at=lost_at, beat_at=now() - timedelta(minutes=5), seen_at=now() - timedelta(minutes=5))
    assert not only(workers.workers()).fine
    another_began(worker.get().host, timedelta(seconds=1))
    found = list(workers.workers())
    assert [finding.fine for finding in found] == [True, True]
    assert any(finding.what.endswith("; a worker is at work there again") for finding in found)


@pytest.mark.parametrize(("host", "after"), [("elsewhere", 1), ("", -1)])
def test_a_killed_worker_stays_trouble_while_none_has_begun_there(worker, host, after):
    worker.update(lost_at=now(), beat_at=now() - timedelta(minutes=5), seen_at=now() - timedelta(minutes=5))
    another_began(host or worker.get().host, timedelta(seconds=after))
    killed = only(finding for finding in workers.workers() if not finding.fine)
    assert killed.what.endswith("; other workers took its work over")
    assert "meanwhile" not in killed.fix


def test_a_worker_that_woke_up_is_at_work_again_there(worker):
    worker.update(lost_at=now())
    lifeline._begin()
    assert [finding.fine for finding in workers.workers()] == [True, True]


def test_a_worker_that_left_is_not_named(worker):
    lifeline._leave()
    assert "has not been seen" in only(workers.workers()).what


def test_a_look_that_is_overdue(committed_cast):
    assert only(watching.looks()).fine
    assert watchman.look_once()
    assert only(watching.looks()).fine
    Heartbeat.objects.filter(id=watchman.LOOK_ID).update(seen_at=now() - timedelta(hours=1))
    assert not only(watching.looks()).fine


def test_alarms_of_the_installation(db):
    assert list(watching.house_alarms()) == []
    HouseAlarm.objects.create(about="x", kind="misconfigured", words="No worker.", what_to_do="Start one.", since=now())
    assert only(watching.house_alarms()).what == "alarm: No worker."


def test_who_hears_of_a_dead_installation(db, config):
    assert list(watching.reach()) == []
    config(mode="production", clock_file="")
    assert "ISTHMUS_PING_URL" in only(watching.reach()).what
    config(ping_url="https://ping.example/x")
    assert list(watching.reach()) == []


def test_a_connection_linkedin_does_not_let_in(acting):
    assert only(company.connection("Larkfield")).fine
    Rooms(acting).connect()
    assert only(company.connection("Larkfield")).fine
    Connection.objects.update(trouble="credentials", why="LinkedIn refuses the secret.")
    refused = list(company.connection("Larkfield"))[1]
    assert (refused.fine, refused.whose_move) == (False, "an admin")
    assert "LinkedIn refuses the secret." in refused.what


def test_a_keyset_made_anew_opens_nothing_older(acting, monkeypatch, tmp_path):
    inbox.open_endpoint("fake", new_id(), [inbox.Key("", "x")])
    assert only(company.sealed("Larkfield")).fine
    lost = tmp_path / "keys" / "keyset.json"
    monkeypatch.setenv("ISTHMUS_KEYSET_FILE", str(lost))
    assert only(machine.keyset()).what.startswith(f"no keyset lies at {lost}")
    found = only(company.sealed("Larkfield"))
    assert (found.kind, found.whose_move, lost.exists()) == ("misconfigured", "the operator", False)
    secrets.seal(b"x", company="nobody", field="f")
    assert only(machine.keyset()).fine
    assert not only(company.sealed("Larkfield")).fine


def test_a_stream_beyond_its_objective(acting):
    assert all(finding.fine for finding in company.streams("Larkfield"))
    moment = now() - timedelta(minutes=42)
    Delivery.objects.create(
        source=linkedin.SOURCE,
        connection_id=new_id(),
        endpoint_id=new_id(),
        digest="x",
        genuine=True,
        sealed_body=b"",
        size=0,
        received_at=moment,
        last_received_at=moment,
        next_attempt_at=moment,
    )
    found = only(finding for finding in company.streams("Larkfield") if not finding.fine)
    assert "the oldest since 42 min; objective 60 s" in found.what
    assert found.whose_move == "whoever runs Isthmus"
    assert found.fix == "start isthmus serve, open Activity → Health and read the cause."
    Pulse().beat("web")
    found = only(finding for finding in company.streams("Larkfield") if not finding.fine)
    assert found.fix == "open Activity → Health and read the cause."


def test_a_lane_that_fails_again_and_again(acting):
    lane = new_id()
    for _ in range(2):
        lanes.rest(lane, "mirror:postings", Failure(Kind.TRANSIENT, "LinkedIn does not answer."))
    assert list(company.lanes("Larkfield")) == []
    lanes.rest(lane, "mirror:postings", Failure(Kind.TRANSIENT, "LinkedIn does not answer."))
    assert "rests after 3 failures: LinkedIn does not answer." in only(company.lanes("Larkfield")).what


def test_an_alert_endpoint_that_fails_or_is_off(acting):
    endpoint = AlertEndpoint.objects.create(origin="https://alerts.example:443", sealed_url=b"", sealed_secret=b"")
    assert list(company.alert_endpoints("Larkfield")) == []
    AlertEndpoint.objects.update(failing_since=now(), failure_message="It answered 500.")
    assert "have failed since" in only(company.alert_endpoints("Larkfield")).what
    AlertEndpoint.objects.filter(id=endpoint.id).update(disabled_at=now())
    assert "switched off" in only(company.alert_endpoints("Larkfield")).what


def test_an_open_issue(acting):
    assert list(company.open_issues("Larkfield")) == []
    issues.raise_issue(issues.Cause("x", "Do this."), Failure(Kind.BUG, "It does not work."))
    assert only(company.open_issues("Larkfield")).fix == "Do this."


@pytest.mark.django_db(databases=["default", "owner", "eeo"])
def test_a_database_without_tables_is_said_and_what_to_do(monkeypatch):
    def no_tables():
        raise ProgrammingError("function accounts_companies() does not exist")

    monkeypatch.setattr(doctor.companies, "every", no_tables)
    *_, last = doctor.diagnose()
    assert (last.fine, last.whose_move, last.fix) == (False, "the operator", "run isthmus migrate.")


@pytest.mark.django_db(databases=["default", "owner", "eeo"])
def test_a_check_that_breaks_hides_no_other(cast, monkeypatch):
    def broken_check():
        raise OperationalError("a password")

    monkeypatch.setattr(doctor, "INSTALLATION", (broken_check, *doctor.INSTALLATION))
    found = doctor.diagnose()
    broken = next(finding for finding in found if "could not be looked at" in finding.what)
    assert broken.what == "broken check could not be looked at: OperationalError"
    assert any("tables are those of this version" in finding.what for finding in found)
    assert any(finding.what.startswith("Larkfield Robotics: ") for finding in found)


def test_a_check_of_a_company_that_breaks_hides_no_other_company(cast, monkeypatch):
    def broken_check(name):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    monkeypatch.setattr(doctor, "EACH_COMPANY", (broken_check, company.connection))
    found = [finding.what for finding in doctor.diagnose()]
    assert "Larkfield Robotics: broken check could not be looked at: DataError" in found
    assert "Orrin Foods: not connected to LinkedIn" in found


@pytest.mark.django_db(databases=["default", "owner", "eeo"])
def test_without_the_database_that_is_said_and_the_rest_is_looked_at():
    with connection.execute_wrapper(away):
        found = doctor.diagnose()
    assert "does not let isthmus_app in" in found[0].what
    assert any("MB free" in finding.what for finding in found)
    assert "needs the database" in found[-1].what
