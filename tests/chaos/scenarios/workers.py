"""Workers: two race for everything; one is killed, one is stopped with SIGSTOP and wakes when it has been replaced."""

from tests.chaos import blows, weather
from tests.chaos.director import Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=60, away_seconds=25, blows=1)
WHOLE = Size(applications=400, jobs=6, away_seconds=40, blows=3)
WORKERS = 2


def play(director: Director, size: Size) -> None:
    """Kills and stops in turn; the second worker goes on meanwhile."""
    weather.begin(director, size)
    struck = [
        blow
        for number in range(size.blows)
        for blow in (
            blows.worker_paused(director, size.away_seconds, number),
            blows.worker_killed(director, number + 1),
        )
    ]
    weather.busy(director, size, struck)
    weather.rest(director)
