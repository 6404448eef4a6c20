"""What waits on a host's disk becomes the operator's alarm: nobody drains it, it fills, it is refused."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.doctor import spool as doctor
from isthmus.sync import inbox, keeper, shelter
from isthmus.sync.models import Heartbeat, HouseAlarm
from isthmus.sync.spool import Spooled
from isthmus.sync.watching import spools
from isthmus.sync.watching.heartbeats import Pulse, host

ROOM = 1_000_000


@pytest.fixture
def here(tmp_path, monkeypatch):
    """This host's shelter, in a folder of the test's own."""
    found = shelter.at(tmp_path / "spool", ROOM)
    monkeypatch.setattr(inbox, "shelter", lambda: found)
    spools.was_said({})
    yield found
    spools.was_said({})


def wait_on_disk(place: shelter.Shelter) -> None:
    company = new_id()
    place.spool.put(Spooled(new_id(), now(), "linkedin_apply", "d", 4, b"body", company, company))


def wrong() -> list[str]:
    return sorted(spools.here()["wrong"])


def test_a_host_that_never_received_anything_has_no_trouble(here):
    assert wrong() == []


def test_what_waits_where_nobody_keeps_the_folder_is_drained_by_nobody(here):
    wait_on_disk(here)
    assert wrong() == ["unkept"]
    with keeper.holding(here) as is_ours:
        assert is_ours
        assert wrong() == ["waiting"]
    assert wrong() == ["unkept"]


def test_a_spool_with_little_room_and_one_with_refused_files_say_so(here, tmp_path, monkeypatch):
    wait_on_disk(here)
    here.spool.set_aside(here.spool.waiting()[0], "refused")
    monkeypatch.setattr(inbox, "shelter", lambda: shelter.at(tmp_path / "spool", 10**18))
    assert wrong() == ["aside", "full"]


def test_an_unreadable_spool_says_so(here, monkeypatch):
    def unreadable(*_):
        raise PermissionError

    monkeypatch.setattr(keeper, "is_kept", unreadable)
    assert wrong() == ["unreadable"]


def test_no_spool_no_trouble(here, tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "shelter", lambda: shelter.at(tmp_path / "spool", 0))
    assert spools.here() == {"wrong": {}}


def test_it_counts_from_the_first_time_it_could_be_said(here, move_clock):
    wait_on_disk(here)
    first = spools.here()
    move_clock(600)
    later = spools.here()
    assert later["wrong"]["unkept"] > first["wrong"]["unkept"]
    spools.was_said(later)
    move_clock(600)
    assert spools.here()["wrong"] == later["wrong"]


def test_the_operator_hears_of_another_hosts_spool_and_when_it_is_over(here, look, server):
    far = Pulse()
    far.beat("worker", {"deliveries": 3, "wrong": {"unkept": (now() - timedelta(minutes=5)).isoformat()}})
    Heartbeat.objects.filter(id=far.id).update(host="far.example")
    look()
    (letter,) = server.letters
    said = "Nobody drains the spool on the disk of far.example. 3 deliveries wait there."
    assert HouseAlarm.objects.get().words == said
    assert said in letter["subject"].replace("\n", "")
    assert "isthmus ingest" in HouseAlarm.objects.get().what_to_do
    far.beat("worker", {"wrong": {}})
    look(1)
    look(3)
    assert HouseAlarm.objects.get().resolved_at is not None


@pytest.mark.parametrize("name", spools._KINDS)
def test_each_trouble_has_words_whose_move_and_what_to_do(db, name):
    Pulse().beat("web", {"deliveries": 1, "room": 5_000_000, "set_aside": 1, "wrong": {name: now().isoformat()}})
    (found,) = spools.troubles()
    assert found.about == f"spool-{name}:{host()}"[:80]
    assert host() in found.words
    assert "%" not in found.words
    assert found.what_to_do


def test_what_a_host_said_last_counts(db):
    Pulse().beat("worker", {"wrong": {"aside": now().isoformat()}})
    Heartbeat.objects.update(seen_at=now() - timedelta(minutes=1))
    Pulse().beat("web", {"wrong": {}})
    Pulse().beat("worker")
    assert list(spools.troubles()) == []


def test_another_server_with_our_wsgi_says_that_it_drains_nothing_for_as_long_as_it_lives(here, tmp_path):
    environment = {**os.environ, "ISTHMUS_MODE": "test", "ISTHMUS_SPOOL": str(here.folder)}
    environment |= {"ISTHMUS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "isthmus.settings"}
    names = ("ISTHMUS_DATABASE_URL", "ISTHMUS_OWNER_DATABASE_URL", "ISTHMUS_EEO_DATABASE_URL")
    environment |= dict.fromkeys(names, "host=/nowhere dbname=x user=x")
    program = "import sys, isthmus.wsgi; print('up', flush=True); sys.stdin.read()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", program], env=environment, **pipes) as server:
        assert server.stdout.readline() == b"up\n"
        assert wrong() == ["unkept"]
        assert [finding.what for finding in doctor.spool() if not finding.fine][0].startswith("nobody drains")
        with keeper.holding(here):
            assert wrong() == []
        server.communicate(timeout=30)
    assert wrong() == []
