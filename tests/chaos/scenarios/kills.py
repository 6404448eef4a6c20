"""Kills: the web process, one that serves, and the worker are killed with SIGKILL, or told to stop, in a busy time."""

from tests.chaos import blows, weather
from tests.chaos.director import Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=60, blows=1)
WHOLE = Size(applications=600, jobs=6, blows=3)


def play(director: Director, size: Size) -> None:
    """Each of them as often as the size says, in a chance order."""
    weather.begin(director, size)
    struck = [
        blow
        for _ in range(size.blows)
        for blow in (
            blows.web_killed(director),
            blows.web_child_killed(director),
            blows.worker_killed(director),
            blows.worker_told_to_stop(director),
        )
    ]
    director.chance.shuffle(struck)
    weather.busy(director, size, struck)
    weather.rest(director)
