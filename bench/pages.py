"""What the candidate pages cost the server with 200,000 candidates: lists, each filter, searches, boards."""

import statistics
import time
from collections.abc import Callable, Sequence
from itertools import cycle

import click

from bench import crowd
from bench.crowd import Crowd
from bench.ground import Ground
from bench.results import Figure

ROUNDS, WARM_UP = 40, 3
TARGET_MS = 150


def measure(ground: Ground) -> dict[str, Figure]:
    """The slowest twentieth of the slowest kind of page; every kind is printed."""
    return _figures(_times(crowd.gather(ground)))


def _figures(times: dict[str, list[float]]) -> dict[str, Figure]:
    click.echo(f"{'page':44} {'p50 ms':>8} {'p95 ms':>8}")
    p95 = {}
    for name, taken in times.items():
        p95[name] = statistics.quantiles(taken, n=20)[-1]
        click.echo(f"{name:44} {statistics.median(taken):8.1f} {p95[name]:8.1f}")
    slowest = max(p95, key=lambda name: p95[name])
    whole = statistics.quantiles([one for taken in times.values() for one in taken], n=20)[-1]
    against = (
        f"the slowest of {len(p95)} kinds of page, “{slowest}”; {crowd.PEOPLE:,} people; all pages: {whole:.0f} ms"
    )
    return {"page_p95_ms": Figure(p95[slowest], "ms", TARGET_MS, against)}


def _times(made: Crowd) -> dict[str, list[float]]:
    ask = _asker(made)
    times = {}
    for name, addresses in _pages(made).items():
        turns = cycle(addresses)
        for _ in range(WARM_UP):
            ask(next(turns))
        times[name] = [ask(next(turns)) for _ in range(ROUNDS)]
    return times


def _asker(made: Crowd) -> Callable[[str], float]:
    from django.test import Client

    from isthmus.accounts.models import User

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(id=made.user_id))

    def ask(address: str) -> float:
        began = time.perf_counter()
        response = client.get(address)
        taken = (time.perf_counter() - began) * 1000
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
    return pages
