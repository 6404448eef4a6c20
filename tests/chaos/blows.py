"""What can happen to a house: each blow in words, and as something to call."""

import signal
from collections.abc import Callable
from typing import Any

from tests.chaos.director import Director
from tests.chaos.house import wait_until

Blow = tuple[str, Callable[[], Any]]

POSTINGS, TASKS = "simpleJobPostings.batch_create", "simpleJobPostingTasks.batch_get"
STATUS, FACTS = "jobPostingStatus.batch_get", "jobApplicationLifecycleActions.create"
CALLS = (POSTINGS, TASKS, STATUS, FACTS)


def web_killed(director: Director) -> Blow:
    """The whole web process, the one that watches over its serving processes too."""
    return "web killed -9", director.house.web.kill


def web_child_killed(director: Director) -> Blow:
    """The serving process alone; the one above it starts another."""
    return "serving process killed -9", director.house.web.kill_child


def worker_killed(director: Director, number: int = 0) -> Blow:
    """A worker with everything it has in hand."""
    workers = director.house.workers
    return "worker killed -9", workers[number % len(workers)].kill


def worker_paused(director: Director, seconds: float, number: int = 0) -> Blow:
    """SIGSTOP, and SIGCONT so many seconds later: it wakes in the middle of what others may have taken over."""
    worker = director.house.workers[number % len(director.house.workers)]

    def blow() -> None:
        worker.pause()
        director.house.later(seconds, worker.go_on)

    return f"worker stopped with SIGSTOP for {seconds:.0f} s", blow


def worker_told_to_stop(director: Director, number: int = 0) -> Blow:
    """SIGTERM: it finishes what it has in hand, ends, and is started again."""
    worker = director.house.workers[number % len(director.house.workers)]
    return "worker told to stop", lambda: worker.signal_all(signal.SIGTERM)


def database_away(director: Director, seconds: float) -> Blow:
    """Gone at once, back after so many seconds."""

    def blow() -> None:
        if not director.house.database.is_away:
            director.house.database.go_away()
            director.house.later(seconds, director.house.database.come_back)

    return f"database away for {seconds:.0f} s", blow


def linkedin_away(director: Director, seconds: float) -> Blow:
    """The stand-in is gone at once, and back after so many seconds of real time."""

    def blow() -> None:
        if director.house.linkedin.wanted:
            director.house.linkedin.away()
            director.house.later(seconds, director.house.linkedin.start)

    return f"LinkedIn away for {seconds:.0f} s", blow


def clock_jumps(director: Director, seconds: float) -> Blow:
    """Both sides' clock is suddenly another."""
    words = f"clock jumps {'forwards' if seconds > 0 else 'back'} by {abs(seconds):,.0f} s"
    return words, lambda: director.house.move_clock(seconds)


def limits(director: Director, times: int) -> Blow:
    """429 to the next calls of every kind, some of them saying for how long."""

    def blow() -> None:
        _until_linkedin_answers(director)
        for number, call in enumerate(CALLS):
            more = {"retry_after": 5} if number % 2 else {}
            director.house.sandbox.fault("http_status", call, times, status=429, **more)

    return f"429 to the next {times} calls of each kind", blow


def errors(director: Director, times: int) -> Blow:
    """500 to the next calls of every kind: half of them have their effect all the same. Some answers are cut."""

    def blow() -> None:
        _until_linkedin_answers(director)
        for number, call in enumerate(CALLS):
            director.house.sandbox.fault("http_status", call, times, status=500, apply=bool(number % 2))
            director.house.sandbox.fault("malformed_answer", call, 1)
        director.house.sandbox.fault("http_status", POSTINGS, times, status=504, apply=True)
        director.house.sandbox.fault("partial_batch", POSTINGS, times)

    return f"500, 504, cut and half-failed answers to the next {times} calls of each kind", blow


def token_revoked(director: Director) -> Blow:
    """The token in use is worth nothing any more, in the middle of each kind of call."""

    def blow() -> None:
        _until_linkedin_answers(director)
        for call in CALLS:
            director.house.sandbox.fault("expired_token", call)

    return "tokens revoked", blow


def _until_linkedin_answers(director: Director) -> None:
    wait_until("LinkedIn is back", director.house.linkedin_answers)


def any_of(director: Director, seconds: float) -> list[Blow]:
    """One blow of each kind that may be combined with others."""
    chance = director.chance
    return [
        web_killed(director),
        web_child_killed(director),
        worker_killed(director, chance.randrange(8)),
        worker_paused(director, seconds, chance.randrange(8)),
        worker_told_to_stop(director, chance.randrange(8)),
        database_away(director, seconds),
        linkedin_away(director, seconds),
        clock_jumps(director, chance.choice((3600, 3 * 3600, -120))),
        limits(director, 2),
        errors(director, 2),
        token_revoked(director),
    ]
