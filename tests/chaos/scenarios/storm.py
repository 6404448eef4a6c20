"""Storm: applications by the thousand, some twice, some out of order, some forged, while everything is killed.

The web process and the worker are each killed with SIGKILL, and the database is away for a while. Recruiters read,
reject and write meanwhile, and once more in the end, when the worker is killed while it tells of that.
"""

from tests.chaos import blows
from tests.chaos.blows import Blow
from tests.chaos.director import FORGERIES, Director
from tests.chaos.house import wait_until
from tests.chaos.scenarios import Size

SMALL = Size(applications=120, jobs=3, away_seconds=4, blows=1)
WHOLE = Size(applications=10_000, jobs=20, away_seconds=30, blows=2)
TWICE = LATE = 0.05
FORGED = 0.01
RESUMES = 0.1
DECIDES_EVERY, FINDS_EVERY = 6, 30
DECIDED_AT_THE_END = 0.15
MOST_ON_THE_WAY = 0.15


def play(director: Director, size: Size) -> None:
    """Jobs first; then everything at once; then until nothing is left to do."""
    director.publishes(size.jobs)
    director.house.open_doors()
    director.until_listed()
    director.says("the jobs are listed")
    struck, forged = _blows(director, size), _forged(director, size)
    for number, (member, job) in enumerate(_bids(director, size)):
        for words, blow in struck.pop(number, []):
            director.strikes(f"{words} after {number:,} applications", blow)
        _applies(director, member, job)
        for how in forged.get(number, []):
            director.attacker_forges(how)
        if number % DECIDES_EVERY == 0 and not director.house.database.is_away:
            director.decides_something()
        if number % FINDS_EVERY == 0:
            _keeps_pace(director, size)
    director.house.until_all_is_back()
    director.says(f"{len(director.history.applied):,} have applied")
    director.until_calm()
    director.says("everything has arrived")
    _decides(director, int(size.applications * DECIDED_AT_THE_END))
    director.until_calm()
    director.says("nothing is left to do")


def _bids(director: Director, size: Size) -> list[tuple[int, str]]:
    """Who applies for what: every member for several jobs, in a chance order."""
    members = -(-size.applications // size.jobs)
    bids = [(member, job) for member in range(1, members + 1) for job in director.jobs]
    director.chance.shuffle(bids)
    return bids[: size.applications]


def _applies(director: Director, member: int, job: str) -> None:
    twice, late, resume = (director.chance.random() < share for share in (TWICE, LATE, RESUMES))
    director.member_applies(member, job, twice=twice, late=late, resume=resume)


def _forged(director: Director, size: Size) -> dict[int, list[str]]:
    """After which applications something is forged, and how: every way at least once."""
    count = max(int(size.applications * FORGED), len(FORGERIES))
    chosen: dict[int, list[str]] = {}
    for number in range(count):
        chosen.setdefault(director.chance.randrange(size.applications), []).append(FORGERIES[number % len(FORGERIES)])
    return chosen


def _decides(director: Director, count: int) -> None:
    """Recruiters decide much in a short time, and the worker is killed in the middle of telling it."""
    director.finds_arrived()
    for number in range(count):
        director.decides_something()
        if number == count // 2:
            director.strikes(f"worker killed -9 after {number:,} late decisions", director.house.workers[0].kill)


def _keeps_pace(director: Director, size: Size) -> None:
    """Members do not run far ahead of LinkedIn's deliveries, except while the house cannot take them."""
    if director.house.database.is_away:
        return
    director.finds_arrived()
    most = max(size.applications * MOST_ON_THE_WAY, 50)
    wait_until("LinkedIn's deliveries keep pace", lambda: director.pending_there() < most)


def _blows(director: Director, size: Size) -> dict[int, list[Blow]]:
    """What strikes after how many applications: kills spread over the run, the database's absence in the middle."""
    chance, count = director.chance, size.applications
    struck: dict[int, list[Blow]] = {}
    for number in range(size.blows):
        for blow in (blows.web_killed(director), blows.worker_killed(director)):
            share = 0.05 + 0.9 * (number + chance.random()) / size.blows
            struck.setdefault(int(count * share), []).append(blow)
    middle = int(count * (0.3 + 0.3 * chance.random()))
    struck.setdefault(middle, []).append(blows.database_away(director, size.away_seconds))
    return struck
