"""Deliveries on this host's disk: whole or not there, in order, bounded, and never more than once in the database."""

import os
import signal
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.base.ids import new_id
from isthmus.sync import durable_files, spool
from isthmus.sync.spool import DamagedError, Spool, Spooled, SpoolFullError

Usage = namedtuple("Usage", "total used free")
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_delivery(at: datetime = THEN, sealed: bytes = b"sealed", **fields: object) -> Spooled:
    return Spooled(new_id(), at, "things", "digest", 4, sealed, new_id(), new_id(), **fields)


@pytest.fixture
def here(tmp_path) -> Spool:
    return Spool(tmp_path / "spool", 100_000)


def test_what_is_put_there_is_read_back(here):
    delivery = a_delivery()
    here.put(delivery)
    (path,) = here.waiting()
    assert here.read(path) == delivery


@given(st.binary(max_size=300), st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)), st.text())
def test_any_delivery_comes_back_as_it_was(sealed, at, addressee):
    delivery = Spooled(new_id(), at, "things", "digest", 4, sealed, addressee=addressee)
    assert spool._read(spool._written(delivery)) == delivery
    assert spool.moment_of(Path(spool._name(delivery))) == at


@given(st.data())
def test_a_file_with_one_byte_changed_or_its_end_missing_is_damaged(data):
    written = spool._written(a_delivery(sealed=b"some sealed bytes"))
    at = data.draw(st.integers(0, len(written) - 1))
    changed = bytearray(written)
    changed[at] ^= data.draw(st.integers(1, 255))
    for content in (bytes(changed), written[:at]):
        with pytest.raises(DamagedError):
            spool._read(content)


def test_files_wait_in_the_order_their_deliveries_came(here):
    moments = [THEN + timedelta(microseconds=offset) for offset in (5, 1, 10**9, 0)]
    for moment in moments:
        here.put(a_delivery(moment))
    assert [here.read(path).received_at for path in here.waiting()] == sorted(moments)


def test_only_its_owner_reads_it(here):
    here.put(a_delivery())
    (path,) = here.waiting()
    assert path.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (here.folder, path.parent)} == {0o700}


def test_a_full_spool_takes_nothing_more_and_keeps_what_it_has(here):
    small = Spool(here.folder, 1000)
    small.put(a_delivery(sealed=b"x" * 500))
    with pytest.raises(SpoolFullError):
        small.put(a_delivery(sealed=b"x" * 500))
    assert small.state().deliveries == 1


def test_room_is_made_as_files_go(here, monkeypatch):
    monkeypatch.setattr(spool, "COUNTED_AGAIN_SECONDS", -1.0)
    small = Spool(here.folder, 1000)
    for _ in range(3):
        small.put(a_delivery(sealed=b"x" * 500))
        small.remove(small.waiting()[0])


def test_its_room_is_what_the_limit_and_the_disk_leave(here, monkeypatch):
    assert here.room() == 100_000
    here.put(a_delivery())
    assert 0 < 100_000 - here.room() < 1000
    monkeypatch.setattr(spool.shutil, "disk_usage", lambda _: Usage(10, 3, 7))
    assert here.room() == 7
    monkeypatch.setattr(spool.os, "access", lambda *_: False)
    assert here.room() == 0


def test_a_disk_that_is_full_leaves_nothing_half_written(here, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        here.put(a_delivery())
    assert list(here.waiting_folder.iterdir()) == []


def test_the_folders_it_makes_are_flushed_to_the_disk_too(tmp_path, monkeypatch):
    flushed: list[Path] = []
    monkeypatch.setattr(durable_files, "flush_folder", flushed.append)
    fresh = Spool(tmp_path / "spool", 1_000_000)
    fresh.put(a_delivery())
    assert flushed == [tmp_path, fresh.folder, fresh.waiting_folder]


def test_the_state_tells_what_waits_and_since_when(here):
    assert here.state() == spool.Waiting()
    for offset in (60, 0):
        here.put(a_delivery(THEN + timedelta(seconds=offset)))
    here.set_aside(here.waiting()[1], "damaged")
    here.count_forged()
    here.count_forged()
    state = here.state()
    assert (state.deliveries, state.oldest_at, state.forged) == (1, THEN, 2)
    assert state.bytes == here.waiting()[0].stat().st_size
    assert [name.rpartition(".")[2] for name in state.set_aside] == ["damaged"]


def test_what_a_killed_process_left_unfinished_goes_when_it_is_old(here):
    here.put(a_delivery())
    old, young = (here.waiting_folder / f".{name}.delivery{durable_files.PART}" for name in ("old", "young"))
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    here.tidy()
    assert (old.exists(), young.exists(), len(here.waiting())) == (False, True, 1)


def put_and_die(at: int, here: Spool) -> tuple[int, int]:
    """Put a delivery in a process that is killed before its `at`-th step on the disk; 0 for never.

    Returns how it ended, a signal as a negative number, and how many steps it took if it lived.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        steps = KilledAt(at)
        here.put(a_delivery())
        os.write(writing, bytes([steps.taken]))
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with open(reading, "rb") as told:
        count = told.read()
    return os.waitstatus_to_exitcode(status), count[0] if count else 0


class KilledAt:
    """Counts this process's steps on the disk from here on, and kills it before the chosen one."""

    def __init__(self, at: int) -> None:
        self.at, self.taken = at, 0
        for name in ("open", "write", "fsync", "close"):
            setattr(os, name, self._counted(getattr(os, name)))
        Path.replace = self._counted(Path.replace)

    def _counted(self, call):
        def counted(*args, **options):
            self.taken += 1
            if self.taken == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **options)

        return counted


def test_killed_at_any_step_of_writing_there_is_the_whole_file_or_none(tmp_path):
    ended, steps = put_and_die(0, Spool(tmp_path / "whole", 100_000))
    assert (ended, steps >= 8) == (0, True)
    kept = []
    for at in range(1, steps + 1):
        here = Spool(tmp_path / str(at), 100_000)
        assert put_and_die(at, here) == (-signal.SIGKILL, 0)
        kept.append([here.read(path).sealed_body for path in here.waiting()])
    assert all(found in ([], [b"sealed"]) for found in kept)
    assert (kept[0], kept[-1]) == ([], [b"sealed"])
