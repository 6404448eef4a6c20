"""Forgeries: somebody who knows the address floods it with deliveries of every forged kind, between genuine ones."""

from tests.chaos import blows, weather
from tests.chaos.director import FORGERIES, Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=40, blows=1)
WHOLE = Size(applications=200, jobs=4, blows=20)


def play(director: Director, size: Size) -> None:
    """Each kind as often as the size says, all at once, several times."""
    weather.begin(director, size)
    weather.busy(director, size, [_flood(director, size.blows) for _ in range(3)])
    weather.rest(director)


def _flood(director: Director, times: int) -> blows.Blow:
    def blow() -> None:
        for how in FORGERIES:
            for _ in range(times):
                director.attacker_forges(how)

    return f"{times * len(FORGERIES)} forged deliveries at once", blow
