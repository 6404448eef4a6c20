"""Refusals: storms of 429 and of 500, with and without effect, cut and half-failed answers, revoked tokens.

Pauses after so many refusals add up: the clock passes half a day. More than a day must not pass, since what was forged
is forgotten then.
"""

from tests.chaos import blows, weather
from tests.chaos.director import Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=40, blows=1)
WHOLE = Size(applications=300, jobs=12, blows=4)


def play(director: Director, size: Size) -> None:
    """Each as often as the size says, in a chance order."""
    weather.begin(director, size)
    struck = [
        blow
        for number in range(size.blows)
        for blow in (
            blows.limits(director, 2 + number),
            blows.errors(director, 2 + number),
            blows.token_revoked(director),
        )
    ]
    director.chance.shuffle(struck)
    weather.busy(director, size, struck)
    weather.rest(director)
