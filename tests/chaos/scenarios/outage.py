"""Outage: LinkedIn is away for two hours of the clock, while recruiters go on changing everything.

At each step somebody looks at how the streams are said to stand. Afterwards LinkedIn must hold the last state of each
posting, and have heard every fact in order.
"""

from tests.chaos.director import Director
from tests.chaos.history import REJECTED, VIEWED
from tests.chaos.house import wait_until
from tests.chaos.scenarios import Size

SMALL = Size(applications=24, changes=80, jobs=8)
WHOLE = Size(applications=700, changes=2000, jobs=200)
STEPS, HOURS = 12, 2
AWAY = "LinkedIn is away"
SETTINGS = {"ISTHMUS_STATUS_POLL_SECONDS": "300"}
CATCHES_UP_BY = 20.0
KINDS = {"edit": 45, "view": 20, "reject": 20, "publish": 10, "close": 5}


def play(director: Director, size: Size) -> None:
    """Everything is well first; then LinkedIn is away; then it is back and everything catches up."""
    director.publishes(size.jobs)
    director.house.open_doors()
    director.until_listed()
    for number in range(size.applications):
        director.member_applies(1 + number // size.jobs, director.jobs[number % size.jobs], resume=number % 9 == 0)
    director.until_calm()
    director.finds_arrived()
    director.looks("before")
    before = director.history.changes
    director.strikes("LinkedIn goes away", director.house.linkedin.away)
    for step in range(STEPS):
        _changes(director, size.changes * (step + 1) // STEPS - (director.history.changes - before))
        director.house.move_clock(HOURS * 3600 / STEPS)
        wait_until("the house has noticed", lambda: _is_noticed(director))
        director.looks(f"{AWAY}, {(step + 1) * HOURS * 60 // STEPS} min")
    director.strikes("LinkedIn is back", director.house.linkedin_comes_back)
    director.until_calm(step=CATCHES_UP_BY)
    director.until_well()
    director.looks("afterwards")


def _changes(director: Director, count: int) -> None:
    for _ in range(count):
        kind = director.chance.choices(list(KINDS), list(KINDS.values()))[0]
        _change(director, kind)


def _change(director: Director, kind: str) -> None:
    urn = _application(director, kind)
    if kind == "view" and urn is not None:
        director.views(urn)
    elif kind == "reject" and urn is not None:
        director.rejects(urn, by_letter=director.chance.random() < 0.3)
    elif kind == "publish":
        director.publishes(1)
    elif kind == "close" and len(director.jobs) > 2:
        director.closes(director.chance.choice(director.jobs))
    else:
        director.edits(director.chance.choice(director.jobs))


def _application(director: Director, kind: str) -> str | None:
    """An application about which this has not been decided yet; what is rejected is not looked at any more."""
    facts = director.history.facts
    done = {urn for urn, facts_of in facts.items() if REJECTED in facts_of or (kind == "view" and VIEWED in facts_of)}
    left = [urn for urn in director.arrived if urn not in done]
    return director.chance.choice(left) if left else None


def _is_noticed(director: Director) -> bool:
    """Whether what waits is said to wait, and to fail, by now."""
    director.house.move_clock(1)
    return any(look.state == "failing" for look in director.looks("", keep=False))
