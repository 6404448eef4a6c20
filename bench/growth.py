"""How the cost of the machinery grows: with companies (1 … 1,000), and with records (10³ … 10⁶) of one company.

`python -m bench.growth` measures on a database of its own, writes bench/growth.json, and draws the charts of the docs.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import psycopg

from bench import charts, deliveries, ground
from bench.crowd import Copier
from bench.ground import Ground

COMPANIES = (1, 10, 100, 1_000)
RECORDS = (1_000, 10_000, 100_000, 1_000_000)
MIRRORS_OF_A_COMPANY = 20
TIMES = 15
RESOURCE = "bench"
KEPT = Path(__file__).parent / "growth.json"
Costs = dict[str, float]


@click.command()
@click.option("--most-companies", default=COMPANIES[-1], show_default=True)
@click.option("--most-records", default=RECORDS[-1], show_default=True)
def main(most_companies: int, most_records: int) -> None:
    """Measure both curves, print them, keep them and draw them."""
    with ground.prepared() as prepared:
        world = _World(prepared)
        curves = {
            "companies": dict(_over_companies(world, [n for n in COMPANIES if n <= most_companies])),
            "records": dict(_over_records(world, [n for n in RECORDS if n <= most_records])),
        }
    KEPT.write_text(json.dumps(curves, indent=1) + "\n")
    charts.draw(curves)


class _World:
    """The company that is measured in, and those beside it."""

    def __init__(self, prepared: Ground) -> None:
        from isthmus.accounts.models import User
        from isthmus.base.ids import new_id
        from isthmus.hiring import jobs
        from isthmus.operator import add_person
        from isthmus.store.tenancy import acting_for

        self.ground, self.company_id, self.connection_id = prepared, prepared.company_id, new_id()
        email = "bench@larkfield.example"
        add_person("Larkfield Robotics", email=email, name="Ines Okafor", role="admin", password="x" * 20)
        self.user = User.objects.get(email=email)
        with acting_for(self.company_id, cause="bench"):
            from isthmus.demo.seed import larkfield_jobs

            self.job_id = jobs.create_job(larkfield_jobs()[0][0]).id
        self.token = deliveries.endpoint(self.company_id, self.connection_id)
        self.number = 0
        self.settle()

    def settle(self) -> None:
        """Nothing is left to do, and the planner knows how much there is."""
        from isthmus.sync import followers

        followers.follow_all()
        with psycopg.connect(self.ground.server.dsn("isthmus_superuser"), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def ops(self) -> dict[str, Callable[[], object]]:
        from django.test import Client

        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(self.user)
        slug = self.ground.company_slug
        return {
            "look for work": self._look,
            "follow a change": self._follow,
            "receive an application": self._receive,
            "claim a hundred": self._claim,
            "page: home": lambda: _ok(client.get(f"/c/{slug}/")),
            "page: activity": lambda: _ok(client.get(f"/c/{slug}/activity/")),
        }

    def _look(self) -> object:
        from isthmus.sync import lanes

        return lanes.due()

    def _follow(self) -> object:
        from isthmus.sync import followers

        return followers.follow_all()

    def change(self) -> None:
        """What is to be followed."""
        from isthmus.hiring import jobs
        from isthmus.store.tenancy import acting_for

        self.number += 1
        with acting_for(self.company_id, cause="bench"):
            draft = jobs.draft_of(jobs.Job.objects.get(id=self.job_id))
            jobs.update_job(self.job_id, _titled(draft, f"Engineer {self.number}"))

    def _receive(self) -> object:
        from isthmus.sync import inbox

        self.number += 1
        body = deliveries.application(self.job_id, self.number)
        answer = inbox.accept("linkedin_apply", self.token, deliveries.headers(body), body)
        if answer.status != 200:
            raise RuntimeError(f"a delivery was answered {answer.status}")
        return answer

    def _claim(self) -> object:
        from isthmus.sync import mirror

        batch = mirror.claim(self.company_id, self.connection_id, RESOURCE, _wanted)
        if batch is None or len(batch.items) != mirror.BATCH:
            raise RuntimeError("a full batch was to be claimed")
        return batch

    def mark(self) -> None:
        """A hundred entities to be claimed."""
        from isthmus.base.clock import now
        from isthmus.store.tenancy import acting_for
        from isthmus.sync.models import Mirror, MirrorState

        with acting_for(self.company_id, cause="bench"):
            mine = Mirror.objects.filter(connection_id=self.connection_id, resource=RESOURCE)
            mine.filter(state=MirrorState.SENDING).update(state=MirrorState.ACCEPTED, next_attempt_at=None)
            some = list(mine.order_by("id").values_list("id", flat=True)[:100])
            Mirror.objects.filter(id__in=some).update(state=MirrorState.MARKED, next_attempt_at=now(), force=True)


def _costs(world: _World) -> Costs:
    """Milliseconds of each operation, in the middle of several, the first ones left out."""
    before = {"follow a change": world.change, "claim a hundred": world.mark}
    found = {}
    for name, operation in world.ops().items():
        taken = []
        for _ in range(TIMES + 2):
            before.get(name, lambda: None)()
            began = time.perf_counter()
            operation()
            taken.append((time.perf_counter() - began) * 1000)
        found[name] = round(statistics.median(taken[2:]), 3)
    world.settle()
    return found


def _over_companies(world: _World, steps: list[int]) -> Iterator[tuple[int, Costs]]:
    _fill(world, world.company_id, world.connection_id, 1_000)
    there = 1
    for step in steps:
        for number in range(there, step):
            _found(world, number)
        there = max(there, step)
        world.settle()
        yield step, _said("companies", step, _costs(world))


def _over_records(world: _World, steps: list[int]) -> Iterator[tuple[int, Costs]]:
    there = 1_000
    for step in steps:
        _fill(world, world.company_id, world.connection_id, step - there)
        there = step
        world.settle()
        yield step, _said("records", step, _costs(world))


def _said(what: str, step: int, costs: Costs) -> Costs:
    told = ", ".join(f"{name} {cost:.1f} ms" for name, cost in costs.items())
    click.echo(f"{step:>9,} {what}: {told}")
    return costs


def _found(world: _World, number: int) -> None:
    from isthmus.base.ids import new_id
    from isthmus.operator import company_named

    company_id, _ = company_named(f"Bench Company {number}")
    connection_id = new_id()
    deliveries.endpoint(company_id, connection_id)
    _fill(world, company_id, connection_id, MIRRORS_OF_A_COMPANY)


def _fill(world: _World, company_id: UUID, connection_id: UUID, count: int) -> None:
    """So many postings that LinkedIn accepted, and so many deliveries that were handled."""
    from isthmus.store.tenancy import acting_for
    from isthmus.sync.models import Delivery, Mirror

    with (
        psycopg.connect(world.ground.server.dsn("isthmus_superuser")) as connection,
        acting_for(company_id, cause="bench"),
    ):
        connection.execute("SET session_replication_role = replica")
        Copier(connection, Mirror).copy(_mirrors(company_id, connection_id, count))
        Copier(connection, Delivery).copy(_deliveries(company_id, connection_id, count))


def _mirrors(company_id: UUID, connection_id: UUID, count: int) -> Iterator[dict[str, Any]]:
    from isthmus.base.clock import now
    from isthmus.base.ids import new_id

    mine = {"company_id": company_id, "connection_id": connection_id, "resource": RESOURCE, "state": "accepted"}
    for _ in range(count):
        entity = new_id()
        told = {"operation": "update", "exists_there": True, "marked_at": now(), "answered_at": now()}
        yield {**mine, **told, "id": new_id(), "entity_id": entity, "external_id": str(entity)}


def _deliveries(company_id: UUID, connection_id: UUID, count: int) -> Iterator[dict[str, Any]]:
    from isthmus.base.clock import now
    from isthmus.base.ids import new_id

    endpoint, start = new_id(), now()
    for number in range(count):
        at = start - timedelta(seconds=30 * number)
        said = {"source": "linkedin_apply", "genuine": True, "sealed_body": b"x" * 600, "size": 600, "state": "done"}
        moments = {"received_at": at, "last_received_at": at, "handled_at": at}
        mine = {"company_id": company_id, "connection_id": connection_id, "endpoint_id": endpoint}
        yield {**mine, **said, **moments, "id": new_id(), "digest": f"{number:064d}", "external_id": f"a{number}"}


def _wanted(found: Any) -> Any:
    from isthmus.sync.standing import Wanted

    return {row.entity_id: Wanted({"title": "Engineer", "externalJobPostingId": row.external_id}) for row in found}


def _titled(draft: Any, title: str) -> Any:
    from dataclasses import replace

    return replace(draft, title=title)


def _ok(response: Any) -> object:
    if response.status_code != 200:
        raise RuntimeError(f"a page answered {response.status_code}")
    return response


if __name__ == "__main__":
    main()
