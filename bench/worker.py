"""A worker process: deliveries handled a second against a bare loop of the same inserts, and how its memory grows."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from bench import deliveries
from bench.ground import Ground
from bench.results import Figure

FEW, MANY = 150, 1_500
MEGABYTE_IN_KILOBYTES = 1024
_numbers = count()


@dataclass(frozen=True)
class Drained:
    """One run of a worker until nothing was left: seconds, and the most memory it held, in MB."""

    seconds: float
    megabytes: float


def measure(ground: Ground) -> dict[str, Figure]:
    """Deliveries a second, and memory after many against memory after few."""
    connection_id, job_id = _set_up(ground)
    token = deliveries.endpoint(ground.company_id, connection_id)
    nothing = _drain(ground)
    _deliver(token, job_id, FEW)
    few = _drain(ground)
    _deliver(token, job_id, MANY)
    many = _drain(ground)
    _check(ground)
    rate, bare = MANY / (many.seconds - nothing.seconds), MANY / _bare(ground)
    against = f"{rate:.0f} applications/s received whole; a bare loop of three inserts and a commit each: {bare:.0f}/s"
    idle, small, large = (f"{one.megabytes:.0f} MB" for one in (nothing, few, many))
    grown = f"{small} after {FEW} deliveries, {large} after {MANY}; idle {idle}"
    return {
        "worker_ratio": Figure(rate / bare, "ratio", None, against),
        "worker_memory": Figure(many.megabytes / few.megabytes, "ratio", 1.2, grown),
    }


def _set_up(ground: Ground) -> tuple[UUID, UUID]:
    from isthmus.base.ids import new_id
    from isthmus.demo.seed import larkfield_jobs
    from isthmus.hiring import jobs
    from isthmus.store.tenancy import acting_for

    with acting_for(ground.company_id, cause="bench"):
        job = jobs.create_job(larkfield_jobs()[0][0])
        jobs.open_job(job.id)
    return new_id(), job.id


def _deliver(token: str, job_id: UUID, number: int) -> None:
    from isthmus.sync import inbox

    for _ in range(number):
        body = deliveries.application(job_id, next(_numbers))
        answer = inbox.accept("linkedin_apply", token, deliveries.headers(body), body)
        if answer.status != 200:
            raise RuntimeError(f"a delivery was answered {answer.status}")


def _drain(ground: Ground) -> Drained:
    """Run a process until nothing is due."""
    command = [sys.executable, "-m", "isthmus", "drain"]
    root = Path(__file__).parent.parent
    began = time.perf_counter()
    process = subprocess.Popen(command, env=ground.environment, cwd=root, stdout=subprocess.DEVNULL)
    try:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        process.kill()
    if process.returncode:
        raise RuntimeError(f"the worker ended with {process.returncode}")
    return Drained(time.perf_counter() - began, used.ru_maxrss / MEGABYTE_IN_KILOBYTES)


def _check(ground: Ground) -> None:
    from isthmus.hiring.models import Application
    from isthmus.store.tenancy import acting_for

    with acting_for(ground.company_id, cause="bench"):
        there = Application.objects.filter(origin="linkedin_apply").count()
    if there != FEW + MANY:
        raise RuntimeError(f"{there} applications are there, of {FEW + MANY}")


def _bare(ground: Ground) -> float:
    """Seconds of as many rows as an application is at the least: a person, what was said, a bid."""
    with psycopg.connect(ground.server.dsn("isthmus_owner")) as connection:
        for name in ("person", "said", "bid"):
            connection.execute(f"CREATE TABLE IF NOT EXISTS bench_{name} (id uuid PRIMARY KEY, body jsonb)")
        connection.commit()
        began = time.perf_counter()
        for _ in range(MANY):
            for name in ("person", "said", "bid"):
                connection.execute(f"INSERT INTO bench_{name} VALUES (%s, %s)", [uuid4(), '{"name": "Noor"}'])
            connection.commit()
        return time.perf_counter() - began
