"""Spool: the database is away and the spool may hold very little, so that LinkedIn is asked to send again."""

from tests.chaos import blows, weather
from tests.chaos.director import Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=60, away_seconds=4)
WHOLE = Size(applications=400, jobs=5, away_seconds=15, blows=3)
SETTINGS = {"ISTHMUS_SPOOL_BYTES": "4000"}


def play(director: Director, size: Size) -> None:
    """Away, while more arrives than the spool may hold."""
    weather.begin(director, size)
    weather.busy(director, size, [blows.database_away(director, size.away_seconds) for _ in range(size.blows)])
    weather.rest(director)
