"""Mixture: blows of every kind, drawn and ordered by the seed."""

from tests.chaos import blows, weather
from tests.chaos.director import Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=60, away_seconds=3, blows=4)
WHOLE = Size(applications=600, jobs=6, away_seconds=10, blows=12)
WORKERS = 2


def play(director: Director, size: Size) -> None:
    """As many as the size says, drawn from all."""
    weather.begin(director, size)
    struck = [director.chance.choice(blows.any_of(director, size.away_seconds)) for _ in range(size.blows)]
    weather.busy(director, size, struck)
    weather.rest(director)
