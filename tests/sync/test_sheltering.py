"""While the database is away: what is genuine waits on this host's disk, and comes in once when it is back."""

import errno
import os
from datetime import timedelta

import psycopg
import pytest

from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.failures import IsthmusError
from isthmus.base.ids import new_id
from isthmus.doctor.spool import spool as doctor_of_spool
from isthmus.sync import drain, freshness, inbox, keeper, receiving, shelter
from isthmus.sync.circuit import Circuit
from isthmus.sync.models import Delivery, Endpoint
from isthmus.sync.receiving import Answer, Key
from isthmus.sync.steps import carry_out

SIGN = {"SIGN": "old-secret"}


class Database:
    """The tests' database, which can be away; counts how often it was asked."""

    def __init__(self) -> None:
        self.is_away = False
        self.asked = 0

    def __call__(self, sql: str, params: object) -> list[tuple]:
        self.asked += 1
        if self.is_away:
            raise psycopg.OperationalError("the database is away")
        return inbox._execute(sql, params)


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def here(tmp_path, source, token, database) -> shelter.Shelter:
    """This host's shelter, which knows every address; as after a restart, nothing is remembered in memory."""
    shelter_here = shelter.at(tmp_path / "spool", 1_000_000)
    shelter_here.addresses.renew(database)
    receiving.forget_addresses()
    return shelter_here


@pytest.fixture
def deliver(here, database, token):
    """`deliver(body)` with the database away, `deliver(body, away=False)` with it there."""

    def send(body: bytes, headers=SIGN, away: bool = True, to: str = token) -> Answer:
        database.is_away = away
        here.circuit.worked()
        return receiving.accept("fake", to, headers, body, database, here)

    return send


def drained(here, database) -> int:
    database.is_away = False
    return keeper.look_after(here, database)


def stored(cast) -> list[Delivery]:
    with cast.acting():
        return list(Delivery.objects.order_by("received_at", "id"))


def test_a_genuine_delivery_waits_sealed_on_disk_and_keeps_its_moment(cast, here, database, deliver, move_clock):
    assert deliver(b'{"id": "Noor"}').status == 200
    came = now()
    (path,) = here.spool.waiting()
    assert b"Noor" not in path.read_bytes()
    assert stored(cast) == []
    move_clock(600)
    assert drained(here, database) == 1
    (delivery,) = stored(cast)
    body = secrets.unseal(bytes(delivery.sealed_body), company=cast.larkfield.id, field=receiving.BODY_FIELD)
    assert (body, delivery.state, delivery.genuine) == (b'{"id": "Noor"}', "received", True)
    assert abs(delivery.received_at - came) < timedelta(seconds=60)
    assert delivery.next_attempt_at - came > timedelta(seconds=500)
    assert here.spool.waiting() == []


def test_a_forged_delivery_is_refused_counted_and_not_kept(here, deliver):
    assert deliver(b"{}", headers={"SIGN": "guess"}).status == 401
    assert (here.spool.waiting(), here.spool.state().forged) == ([], 1)


def test_at_an_unknown_address_the_sender_is_asked_to_come_again(here, deliver):
    answer = deliver(b"{}", to="no-such-token")
    assert (answer.status, answer.retry_after > 0) == (503, True)
    assert here.spool.waiting() == []


def test_an_address_of_another_source_is_unknown(here, deliver, database, token, source):
    inbox.register("other", source)
    try:
        database.is_away = True
        assert receiving.accept("other", token, SIGN, b"{}", database, here).status == 503
    finally:
        inbox._sources.pop("other")
        receiving._sources.pop("other")


def test_a_full_spool_asks_the_sender_to_come_again_and_says_so(tmp_path, here, database, token, caplog):
    small = shelter.at(here.folder, 10)
    database.is_away = True
    answer = receiving.accept("fake", token, SIGN, b"{}", database, small)
    assert (answer.status, answer.retry_after > 0) == (503, True)
    assert "the spool is full" in caplog.text


def test_a_full_disk_asks_the_sender_to_come_again(here, deliver, monkeypatch, caplog):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        assert deliver(b"{}").status == 503
    assert "No space left on device" in caplog.text


def test_many_sent_again_while_away_and_after_are_one_delivery(cast, here, database, deliver):
    assert {deliver(b'{"id": "a"}').status for _ in range(3)} == {200}
    assert deliver(b'{"id": "a"}', away=False).status == 200
    assert drained(here, database) == 3
    (delivery,) = stored(cast)
    assert delivery.times_received == 4
    assert delivery.received_at < delivery.last_received_at


def test_a_file_that_is_drained_twice_counts_once(cast, here, database, deliver):
    deliver(b'{"id": "a"}', away=False)
    deliver(b'{"id": "a"}')
    (path,) = here.spool.waiting()
    content = path.read_bytes()
    for _ in range(2):
        path.write_bytes(content)
        assert drained(here, database) == 1
    (delivery,) = stored(cast)
    assert (delivery.times_received, len(delivery.spooled_as)) == (2, 1)


def test_an_event_is_handled_again_only_for_a_file_not_seen_before(cast, here, database, deliver, move_clock):
    with cast.acting():
        Endpoint.objects.update(repeats=True)
    deliver(b'{"id": "a"}', away=False)
    with cast.acting():
        Delivery.objects.update(state="done", next_attempt_at=None)
    move_clock(5)
    deliver(b'{"id": "a"}')
    (path,) = here.spool.waiting()
    content = path.read_bytes()
    drained(here, database)
    assert stored(cast)[0].state == "received"
    with cast.acting():
        Delivery.objects.update(state="done", next_attempt_at=None)
    path.write_bytes(content)
    drained(here, database)
    assert stored(cast)[0].state == "done"


def test_the_spool_is_drained_in_the_order_its_deliveries_came(cast, here, database, deliver, move_clock):
    bodies = [f'{{"id": "{number}"}}'.encode() for number in range(5)]
    for body in bodies:
        deliver(body)
        move_clock(1)
    drained(here, database)
    opened = [
        secrets.unseal(bytes(row.sealed_body), company=cast.larkfield.id, field=receiving.BODY_FIELD)
        for row in stored(cast)
    ]
    assert opened == bodies


def test_a_damaged_file_is_set_aside_and_stops_nothing(cast, here, database, deliver, move_clock):
    deliver(b'{"id": "a"}')
    move_clock(1)
    deliver(b'{"id": "b"}')
    first, _ = here.spool.waiting()
    first.write_bytes(first.read_bytes()[:-3])
    assert drained(here, database) == 1
    assert len(stored(cast)) == 1
    assert here.spool.state().set_aside == (f"{first.name}.{drain.DAMAGED}",)


@pytest.mark.parametrize(("number", "word"), [(errno.EACCES, drain.UNREADABLE), (errno.EIO, drain.DAMAGED)])
def test_a_file_that_cannot_be_read_is_set_aside_and_stops_nothing(
    cast, here, database, deliver, move_clock, monkeypatch, number, word
):
    deliver(b'{"id": "a"}')
    move_clock(1)
    deliver(b'{"id": "b"}')
    first, _ = here.spool.waiting()
    monkeypatch.setattr(here.spool, "read", _raising(OSError(number, "no"), first, here.spool.read))
    assert drained(here, database) == 1
    assert (len(stored(cast)), here.spool.state().set_aside) == (1, (f"{first.name}.{word}",))


def test_a_process_that_may_open_no_more_files_sets_nothing_aside(here, database, deliver, monkeypatch):
    deliver(b'{"id": "a"}')
    (path,) = here.spool.waiting()
    with monkeypatch.context() as patched, pytest.raises(OSError, match="too many"):
        patched.setattr(here.spool, "read", _raising(OSError(errno.EMFILE, "too many"), path, here.spool.read))
        drained(here, database)
    assert drained(here, database) == 1


def test_a_file_that_cannot_be_removed_holds_up_none_behind_it(cast, here, database, deliver, move_clock, monkeypatch):
    deliver(b'{"id": "a"}')
    move_clock(1)
    deliver(b'{"id": "b"}')
    first, second = here.spool.waiting()
    monkeypatch.setattr(here.spool, "remove", _raising(OSError(errno.EPERM, "no"), first, here.spool.remove))
    for _ in range(2):
        with pytest.raises(drain.StuckError, match=first.name):
            drained(here, database)
    assert here.spool.waiting() == [first]
    assert [row.times_received for row in stored(cast)] == [1, 1]


def _raising(error: Exception, at, otherwise):
    """A method of the spool that raises for one file."""

    def call(path):
        if path == at:
            raise error
        return otherwise(path)

    return call


def test_a_delivery_the_database_refuses_is_set_aside_and_one_it_cannot_take_waits(here, database, deliver):
    deliver(b'{"id": "a"}')

    def refusing(sql, params):
        raise psycopg.errors.NotNullViolation("no")

    def full(sql, params):
        raise psycopg.errors.DiskFull("no room")

    with pytest.raises(psycopg.errors.DiskFull):
        drain.drain(here.spool, full)
    assert here.spool.state().deliveries == 1
    drain.drain(here.spool, refusing)
    assert [name.rpartition(".")[2] for name in here.spool.state().set_aside] == [drain.REFUSED]


def test_what_came_before_its_address_was_closed_is_stored_and_what_came_after_is_set_aside(
    cast, here, database, deliver, move_clock
):
    deliver(b'{"id": "before"}')
    move_clock(10)
    with cast.acting():
        Endpoint.objects.update(closed_at=now())
    move_clock(10)
    deliver(b'{"id": "after"}')
    assert drained(here, database) == 1
    assert len(stored(cast)) == 1
    assert [name.rpartition(".")[2] for name in here.spool.state().set_aside] == [drain.CLOSED]


def test_the_book_follows_rotated_keys_and_closed_addresses(cast, here, database, deliver, connection_id, token):
    assert here.addresses.renew(database) is False
    with cast.acting():
        inbox.change_keys(connection_id, [Key("app-1", "new-secret")])
    assert here.addresses.renew(database) is True
    assert deliver(b"{}", headers={"SIGN": "new-secret"}).status == 200
    assert deliver(b"{}").status == 401
    with cast.acting():
        Endpoint.objects.update(closed_at=now())
    database.is_away = False
    assert here.addresses.renew(database) is True
    receiving.forget_addresses()
    assert deliver(b"{}", headers={"SIGN": "new-secret"}).status == 503


def test_the_book_is_sealed_and_its_owners_alone(here, token):
    content = here.addresses.path.read_bytes()
    assert b"old-secret" not in content
    assert secrets.token_digest(token).encode() not in content
    assert here.addresses.path.stat().st_mode & 0o777 == 0o600


def test_a_host_that_lost_its_keyset_makes_no_other_one_beside_what_is_sealed(here, database, tmp_path, monkeypatch):
    lost = tmp_path / "keys" / "keyset.json"
    monkeypatch.setenv("ISTHMUS_KEYSET_FILE", str(lost))
    fresh = shelter.at(tmp_path / "another", 1_000_000)
    with pytest.raises(IsthmusError):
        keeper.look_after(fresh, database)
    assert not lost.exists()


def test_an_address_whose_keys_do_not_open_keeps_no_other_out_of_the_book(cast, here, database, token):
    with cast.acting():
        for _ in range(3):
            inbox.open_endpoint("fake", new_id(), [Key("", "x")])
        damaged = Endpoint.objects.exclude(token_digest=secrets.token_digest(token))
        damaged.update(sealed_keys=b"not ours")
    assert here.addresses.renew(database)
    assert here.addresses.find(secrets.token_digest(token)) is not None


def test_a_delivery_is_sent_back_while_the_keyset_is_lost(here, deliver, tmp_path, monkeypatch):
    monkeypatch.setenv("ISTHMUS_KEYSET_FILE", str(tmp_path / "keys" / "keyset.json"))
    assert [deliver(b"{}", away=away).status for away in (False, True)] == [503, 503]
    assert not (tmp_path / "keys").exists()


def test_a_book_that_does_not_open_is_none(here, deliver):
    here.addresses.path.write_bytes(b"not sealed")
    assert deliver(b"{}").status == 503


def test_a_challenge_is_answered_from_the_book(here, database, token):
    database.is_away = True
    for code, status in (("uuid", 200), ("other", 400)):
        steps = receiving.challenging("fake", token, {"code": code}, here)
        assert carry_out(steps, database).status == status
    assert carry_out(receiving.challenging("fake", "unknown", {"code": "uuid"}, here), database).status == 503


@pytest.fixture
def shared(cast, here, database):
    """`shared(addressee, sign, away)` delivers at an address that companies share, whose own secret is `parent`."""
    with cast.acting():
        inbox.open_endpoint("fake", new_id(), [Key("4711", "child")], addressee="4711")
    here.addresses.renew(database)

    def send(addressee: str, sign: str, body: bytes = b'{"id": "s"}') -> Answer:
        database.is_away = True
        here.circuit.worked()
        steps = receiving.accepting_shared("fake", addressee, [Key("", "parent")], {"sign": sign}, body, here)
        return carry_out(steps, database)

    return send


@pytest.mark.parametrize("sign", ["child", "parent"])
def test_at_a_shared_address_it_waits_for_the_connection_it_names(cast, here, database, shared, sign):
    assert shared("4711", sign).status == 200
    assert drained(here, database) == 1
    assert [row.genuine for row in stored(cast)] == [True]


def test_a_forgery_at_a_shared_address_is_refused_and_a_stranger_comes_again(here, shared):
    assert shared("4711", "guess").status == 401
    assert shared("99", "guess").status == 503
    assert here.spool.waiting() == []


def test_whom_it_names_may_be_known_by_the_time_it_is_drained(cast, here, database, shared):
    assert shared("4712", "parent").status == 200
    assert shared("99", "parent", b"{}").status == 200
    with cast.acting():
        inbox.open_endpoint("fake", new_id(), [Key("4712", "another")], addressee="4712")
    assert drained(here, database) == 2
    (delivery,) = stored(cast)
    body = secrets.unseal(bytes(delivery.sealed_body), company=cast.larkfield.id, field=receiving.BODY_FIELD)
    assert body == b'{"id": "s"}'
    assert [(stray.addressee, stray.genuine, stray.deliveries) for stray in inbox.strays()] == [("99", True, 1)]


def test_what_must_be_opened_to_be_brought_in_waits_while_the_keyset_is_lost(
    cast, here, database, shared, tmp_path, monkeypatch
):
    assert shared("4712", "parent").status == 200
    with cast.acting():
        inbox.open_endpoint("fake", new_id(), [Key("4712", "its own")], addressee="4712")
    with monkeypatch.context() as patched, pytest.raises(IsthmusError):
        patched.setenv("ISTHMUS_KEYSET_FILE", str(tmp_path / "lost.json"))
        drained(here, database)
    assert drained(here, database) == 1
    assert len(stored(cast)) == 1


def test_a_challenge_at_a_shared_address_is_answered_too(here, database, shared):
    database.is_away = True
    for addressee, by in (("4711", "child"), ("", "parent")):
        steps = receiving.challenging_shared("fake", addressee, [Key("", "parent")], {"code": "uuid"}, here)
        assert carry_out(steps, database).json["by"] == by


def test_after_a_failure_the_database_is_left_alone_for_a_second(here, database, token):
    seconds = [0.0]
    waiting = shelter.Shelter(here.folder, here.spool, here.addresses, Circuit(lambda: seconds[0]))
    database.is_away = True
    asked = database.asked

    def send() -> int:
        return receiving.accept("fake", token, SIGN, b"{}", database, waiting).status

    assert {send() for _ in range(5)} == {200}
    assert database.asked == asked + 1
    seconds[0] = 1.5
    assert {send() for _ in range(5)} == {200}
    assert database.asked == asked + 2
    seconds[0], database.is_away = 3.0, False
    assert send() == 200
    assert waiting.circuit.may_ask()
    assert len(here.spool.waiting()) == 10


def test_what_waits_is_told_to_the_company_it_is_for(cast, here, database, deliver, move_clock, monkeypatch):
    monkeypatch.setattr(inbox, "shelter", lambda: here)
    deliver(b'{"id": "a"}')
    move_clock(300)
    deliver(b'{"id": "b"}')
    with cast.acting():
        words = inbox.waiting_on_disk()
        (applications, *_) = freshness.report()
    assert words == "2 deliveries wait on this host’s disk for the database, the oldest for 5 min."
    assert (applications.state, applications.words) == ("late", words)
    with cast.acting(cast.dele, cast.orrin):
        assert inbox.waiting_on_disk() == ""
    drained(here, database)
    with cast.acting():
        assert inbox.waiting_on_disk() == ""


def test_the_doctor_names_what_waits_and_what_was_set_aside(here, database, deliver, move_clock, monkeypatch):
    monkeypatch.setattr(inbox, "shelter", lambda: here)
    assert [finding.fine for finding in doctor_of_spool()] == [True]
    deliver(b'{"id": "a"}')
    deliver(b'{"id": "b"}')
    deliver(b"{}", headers={"SIGN": "guess"})
    first, _ = here.spool.waiting()
    here.spool.set_aside(first, drain.DAMAGED)
    monkeypatch.setattr(here.spool, "room", lambda: 5)
    with keeper.holding(here):
        waits, room, aside, forged = doctor_of_spool()
    assert (room.fine, room.kind, room.whose_move) == (False, "misconfigured", "the operator")
    assert (waits.fine, waits.what.startswith("1 delivery waits on this host's disk")) == (False, True)
    assert (aside.fine, aside.what.startswith(f"{first.name}.damaged could not be brought in")) == (False, True)
    assert (forged.fine, forged.what[-3:]) == (True, ": 1")


def test_one_process_keeps_a_folder_at_a_time(here):
    with keeper.holding(here) as first, keeper.holding(here) as second:
        assert (first, second) == (True, False)
    with keeper.holding(here) as again:
        assert again


def test_killed_between_storing_and_removing_nothing_doubles(cast, here, database, deliver, monkeypatch):
    deliver(b'{"id": "a"}')

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(here.spool, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            drained(here, database)
    assert len(here.spool.waiting()) == 1
    assert drained(here, database) == 1
    (delivery,) = stored(cast)
    assert delivery.times_received == 1
