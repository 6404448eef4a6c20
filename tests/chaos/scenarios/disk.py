"""Disk: the disk of database and spool is full for a while, so that nothing at all can be kept here."""

from tests.chaos import blows, weather
from tests.chaos.director import Director
from tests.chaos.disk import fill, make_room
from tests.chaos.scenarios import Size

SMALL = Size(applications=60, away_seconds=6)
WHOLE = Size(applications=300, jobs=5, away_seconds=15, blows=2)
DISK_BYTES = 400 * 1024 * 1024


def play(director: Director, size: Size) -> None:
    """Filled to the last byte, and given back after a while; LinkedIn must be told that nothing was kept."""
    weather.begin(director, size)
    weather.busy(director, size, [_full(director, size.away_seconds) for _ in range(size.blows)])
    weather.rest(director)


def _full(director: Director, seconds: float) -> blows.Blow:
    data = director.house.folder / "data"

    def room_again() -> None:
        make_room(data)
        director.house.database.come_back_if_gone()

    def blow() -> None:
        fill(data)
        director.house.later(seconds, room_again)

    return f"disk full for {seconds:.0f} s", blow
