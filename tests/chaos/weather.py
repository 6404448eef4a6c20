"""An ordinary busy time, into which a scenario puts its blows: people apply, recruiters decide and edit, somebody
forges; then everything comes to rest.
"""

from collections.abc import Sequence

from tests.chaos.blows import Blow
from tests.chaos.director import Director
from tests.chaos.house import wait_until
from tests.chaos.scenarios import Size

TWICE = LATE = 0.1
RESUMES = 0.15
DECIDES_EVERY, EDITS_EVERY, FORGES_EVERY, FINDS_EVERY = 4, 7, 12, 10


def begin(director: Director, size: Size) -> None:
    """Jobs are published and listed, all doors open."""
    director.publishes(size.jobs)
    director.house.open_doors()
    director.until_listed()
    director.says("the jobs are listed")


def busy(director: Director, size: Size, struck: Sequence[Blow]) -> None:
    """So many applications with everything around them; the blows come one after the other at chance moments."""
    chance = director.chance
    moments = sorted(chance.randrange(1, size.applications) for _ in struck)
    waiting = list(zip(moments, struck, strict=True))
    for number in range(size.applications):
        while waiting and waiting[0][0] <= number:
            _, (words, blow) = waiting.pop(0)
            director.strikes(f"{words} after {number:,} applications", blow)
        wait_until("LinkedIn is back", lambda: director.house.linkedin_answers() or _works_on(director))
        _one_more(director, size, number)
    for _, (words, blow) in waiting:
        director.strikes(words, blow)


def rest(director: Director) -> None:
    """Everything is back, and both sides come to rest; some is decided and edited once more, and that too."""
    director.house.until_all_is_back()
    director.until_calm()
    director.finds_arrived()
    for job in director.jobs:
        director.edits(job)
        director.decides_something()
    director.until_calm()
    director.says("nothing is left to do")


def _works_on(director: Director) -> bool:
    """Nobody can apply while LinkedIn is away, but recruiters edit and decide."""
    if not director.house.database.is_away:
        director.edits(director.chance.choice(director.jobs))
        director.decides_something()
    return False


def _one_more(director: Director, size: Size, number: int) -> None:
    chance, house = director.chance, director.house
    twice, late, resume = (chance.random() < share for share in (TWICE, LATE, RESUMES))
    member, job = 1 + number // size.jobs, director.jobs[number % size.jobs]
    director.member_applies(member, job, twice=twice, late=late, resume=resume)
    if number % FORGES_EVERY == 0:
        director.attacker_forges()
    if house.database.is_away:
        return
    if number % FINDS_EVERY == 0:
        director.finds_arrived()
    if number % DECIDES_EVERY == 0:
        director.decides_something()
    if number % EDITS_EVERY == 0:
        director.edits(chance.choice(director.jobs))
