"""What the lists cost the server with 200,000 candidates: each order and filter, searches, boards, jobs."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import click

from bench import crowd
from bench.crowd import Crowd
from bench.ground import Ground
from bench.results import Figure

ROUNDS, WARM_UP = 40, 3
TARGET_MS = 150


def measure(ground: Ground, people: int = crowd.PEOPLE) -> dict[str, Figure]:
    """The slowest twentieth of the slowest kind of page; every kind is printed."""
    made = crowd.gather(ground, people)
    return _figures(_times(made), made.people)


@dataclass(frozen=True)
class Taken:
    """Milliseconds of one page: until it was answered, and of processors, ours and the database's together."""

    passed: float
    worked: float


def _figures(times: dict[str, list[Taken]], people: int) -> dict[str, Figure]:
    p95 = {name: _p95([one.passed for one in taken]) for name, taken in times.items()}
    slowest = max(p95, key=lambda name: p95[name])
    whole = _p95([one.passed for taken in times.values() for one in taken])
    worked = max(_p95([one.worked for one in taken]) for taken in times.values())
    against = (
        f"the slowest of {len(p95)} kinds of page, “{slowest}”; {people:,} people; all pages: {whole:.0f} ms;"
        f" processor time of the slowest kind: {worked:.0f} ms; load {os.getloadavg()[0]:.1f};"
        f" ten million additions took {_pace():.2f} s"
    )
    return {"page_p95_ms": Figure(p95[slowest], "ms", TARGET_MS, against)}


def _pace() -> float:
    """Seconds of ten million additions: how fast this machine's Python was just then."""
    began, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - began


def _p95(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _times(made: Crowd) -> dict[str, list[Taken]]:
    ask = _asker(made)
    times = {}
    click.echo(f"{'page':32} {'p50 ms':>8} {'p95 ms':>8} {'processors, p50':>16} {'p95 ms':>8}")
    for name, addresses in _pages(made).items():
        turns = cycle(addresses)
        for _ in range(WARM_UP):
            ask(next(turns))
        times[name] = [ask(next(turns)) for _ in range(ROUNDS)]
        passed, worked = [one.passed for one in times[name]], [one.worked for one in times[name]]
        figures = (statistics.median(passed), _p95(passed), statistics.median(worked), _p95(worked))
        click.echo("{:32} {:8.1f} {:8.1f} {:16.1f} {:8.1f}".format(name, *figures))
    return times


def _asker(made: Crowd) -> Callable[[str], Taken]:
    from django.db import connection
    from django.test import Client

    from isthmus.accounts.models import User
    from isthmus.base import heap

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(id=made.user_id))
    client.get(f"/c/{made.slug}/jobs/")
    heap.settle()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def worked() -> float:
        database = int(backend.read_text().split()[0]) if backend.exists() else 0
        return (time.process_time_ns() + database) / 1e6

    def ask(address: str) -> Taken:
        began, before = time.perf_counter(), worked()
        response = client.get(address)
        taken = Taken((time.perf_counter() - began) * 1000, worked() - before)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return taken

    return ask


def _pages(made: Crowd) -> dict[str, Sequence[str]]:
    people = f"/c/{made.slug}/candidates/"
    biggest, middling = made.biggest_job, made.job_ids[40]
    names = [f"search={start}" for start in ("baba", "noor", "lukasz", "soph", "mada", "kole", "anais")]
    asked = {
        "list": [""],
        "list by name": ["order=name"],
        "list by application": ["order=applied"],
        "filter: one job": [f"job={job}" for job in made.job_ids[:20]],
        "filter: job by name": [f"job={biggest}&order=name", f"job={middling}&order=name"],
        "filter: outcome": ["outcome=hired", "outcome=declined", "outcome=withdrawn"],
        "filter: origin": ["origin=api", "origin=typed"],
        "filter: unopened by me": ["unopened=on"],
        "filter: on my jobs": ["mine=on"],
        "filter: has résumé": ["resume=on"],
        "filter: applied since": ["since=7", "since=30"],
        "filter: all together": [
            f"job={biggest}&outcome=pending&unopened=on&resume=on&mine=on&since=90&order=activity"
        ],
        "search: common word": [f"search={made.common}", "search=engineer"],
        "search: two common words": ["search=python+sql", "search=welding+engineer"],
        "search: rare word": [f"search={made.rare}"],
        "search: beginning of a name": names,
        "search: one and two letters": ["search=n", "search=zo"],
        "search: phrase": ["search=%22welding+engineer%22", "search=%22on+time+and+within+budget%22"],
        "search: nobody": ["search=xqxqxq"],
        "search by name": [f"search={made.common}&order=name", "search=noor&order=name"],
        "search in one job": [f"search={made.common}&job={biggest}", f"search={made.common}&job={middling}"],
        "search, unopened, on my jobs": [f"search={made.common}&unopened=on&mine=on"],
    }
    pages = {name: [f"{people}?{query}" for query in queries] for name, queries in asked.items()}
    board = f"/c/{made.slug}/board/"
    pages["board of the biggest job"] = [f"{board}{biggest}/"]
    pages["boards of other jobs"] = [f"{board}{job}/" for job in made.job_ids[1:20]]
    pages["board of my jobs"] = [board]
    pages["jobs"] = [f"/c/{made.slug}/jobs/"]
    return pages
