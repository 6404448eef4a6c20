"""Clock: it jumps forwards by hours, and back by minutes, on both sides at once.

Never a whole day in all: what was refused is forgotten after a day, and could not be counted in the end.
"""

from tests.chaos import blows, weather
from tests.chaos.director import Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=40, blows=1)
WHOLE = Size(applications=300, jobs=5, blows=2)
JUMPS = (3 * 3600, -120, 6 * 3600, -300)


def play(director: Director, size: Size) -> None:
    """All jumps in a chance order, as often as the size says."""
    weather.begin(director, size)
    struck = [blows.clock_jumps(director, jump) for _ in range(size.blows) for jump in JUMPS]
    director.chance.shuffle(struck)
    weather.busy(director, size, struck)
    weather.rest(director)
