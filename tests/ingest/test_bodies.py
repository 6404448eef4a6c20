"""What a request carries is read whole, in bounded size, time and room, whoever sends it."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.ingest import bodies
from isthmus.ingest.app import Door
from isthmus.ingest.bodies import Room
from isthmus.sync import inbox, receiving
from tests.api.doors import IngestClient, of_this_test
from tests.api.test_webhooks import BODY, SECRET, signature


def read(pieces: Sequence[bytes], *, most: int = 100, room: Room | None = None, announced: bytes = b"", ends: str = ""):
    """The body in these pieces; `ends` in a sender that is `gone` or `silent` before the last of them."""
    rest = list(pieces)

    async def receive():
        if rest:
            more = len(rest) > 1 or bool(ends)
            return {"type": "http.request", "body": rest.pop(0), "more_body": more}
        if ends == "silent":
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    headers = [(b"content-length", announced)] if announced else []
    patience = -1.0 if ends == "silent" else 60.0
    there = room or Room(1000)

    async def whole() -> bytes:
        async with bodies.whole({"headers": headers}, receive, most=most, room=there, patience=patience) as body:
            assert there.used >= len(body)
            return body

    return asyncio.run(whole())


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=5))
def test_pieces_become_the_body(pieces):
    room = Room(1000)
    assert read(pieces, room=room) == b"".join(pieces)
    assert room.used == 0


def test_a_size_that_is_announced_is_refused_unread():
    with pytest.raises(bodies.TooLargeError):
        read([], announced=b"101")


def test_a_size_that_is_not_announced_is_refused_when_it_shows():
    with pytest.raises(bodies.TooLargeError):
        read([b"x" * 60, b"x" * 60, b"never read"])


@pytest.mark.parametrize("announced", [b"-5", b"many", "²".encode(), b""])
def test_nonsense_about_the_size_is_no_size(announced):
    assert read([b"a"], announced=announced) == b"a"


def test_a_sender_that_falls_silent_is_not_waited_for():
    with pytest.raises(bodies.TooSlowError):
        read([b"x"], ends="silent")


def test_a_sender_that_hangs_up_is_gone():
    room = Room(1000)
    with pytest.raises(bodies.GoneError):
        read([b"x"], ends="gone", room=room)
    assert room.used == 0


def test_bodies_share_a_room():
    room = Room(50)
    with room.guest() as take:
        take(40)
        with pytest.raises(bodies.NoRoomError):
            read([b"x" * 20], room=room)
    assert read([b"x" * 20], room=room) == b"x" * 20


@pytest.fixture
def address(cast) -> str:
    receiving.forget_addresses()
    with cast.acting():
        token = inbox.open_endpoint("linkedin_apply", uuid4(), [inbox.Key("", SECRET)])
    return f"/webhooks/linkedin/apply/{token}"


def ask(door: Door, address: str, **options):
    return asyncio.run(IngestClient(door).ask("POST", address, **options))


def test_a_slow_delivery_is_told_so(address):
    answer = ask(Door(of_this_test(), patience=-1.0), address, pieces=[b"{"], wait=asyncio.Event().wait)
    assert answer.status_code == 408


def test_a_delivery_without_an_announced_size_is_bounded_too(address):
    pieces = [b"x" * 400_000] * 3
    assert ask(Door(of_this_test()), address, pieces=pieces).status_code == 413


def test_where_too_much_is_in_hand_the_sender_comes_again_at_once(address):
    headers = {"X-LI-Signature": signature(BODY)}
    for door in (Door(of_this_test(), most_at_once=0), Door(of_this_test(), room=Room(1))):
        answer = ask(door, address, pieces=[BODY], headers=headers)
        assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (503, True)


def test_health_says_where_a_delivery_would_be_kept(address, tmp_path, monkeypatch):
    from isthmus.sync import shelter

    async def away(sql, params):
        raise ConnectionError

    def health(door: Door, spool_bytes: int) -> tuple[int, str]:
        monkeypatch.setattr(inbox, "shelter", lambda: shelter.at(tmp_path / str(spool_bytes), spool_bytes))
        answer = IngestClient(door).get("/webhooks/healthz")
        return answer.status_code, answer.json()["status"]

    assert health(Door(of_this_test()), 0) == (200, "ok")
    assert health(Door(away), 10**9) == (200, "sheltering")
    assert health(Door(away), 0) == (503, "failing")


def test_health_says_when_the_keyset_is_lost(address, tmp_path, monkeypatch):
    from isthmus.sync import shelter

    here = shelter.at(tmp_path, 10**9)
    monkeypatch.setattr(inbox, "shelter", lambda: here)

    def health() -> tuple[int, str]:
        answer = IngestClient(Door(of_this_test())).get("/webhooks/healthz")
        return answer.status_code, answer.json()["keyset"]

    monkeypatch.setenv("ISTHMUS_KEYSET_FILE", str(tmp_path / "keyset.json"))
    assert health() == (200, "ok"), "nothing was sealed here yet"
    here.addresses.path.write_bytes(b"sealed with the lost one")
    assert health() == (503, "lost")
    (tmp_path / "keyset.json").write_text("{}")
    assert health() == (503, "lost")
    monkeypatch.undo()
    assert health() == (200, "ok")
