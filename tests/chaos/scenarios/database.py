"""Database: it goes away at once and comes back, again and again, also while web and worker start without it."""

from tests.chaos import blows, weather
from tests.chaos.director import Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=60, away_seconds=3, blows=1)
WHOLE = Size(applications=400, jobs=5, away_seconds=10, blows=3)


def play(director: Director, size: Size) -> None:
    """Away by itself; away while the web process and the worker are killed and must start without a database."""
    weather.begin(director, size)
    struck = [blows.database_away(director, size.away_seconds) for _ in range(size.blows)]
    weather.busy(director, size, [*struck, _away_with_all(director, size.away_seconds)])
    weather.rest(director)


def _away_with_all(director: Director, seconds: float) -> blows.Blow:
    words, away = blows.database_away(director, seconds)

    def blow() -> None:
        away()
        director.house.web.kill()
        director.house.workers[0].kill()

    return f"{words}, web and worker killed -9 meanwhile", blow
