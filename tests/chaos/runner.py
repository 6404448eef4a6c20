"""Plays the story once to learn its points, then once for each point, killed there and begun again.

Run as `python -m tests.chaos.runner FOLDER FIRST STEP [every]`; prints one JSON line per play. Without `every` only the
first point of each name is killed at. Each play gets a copy of one prepared database and a sandbox set back to its
beginning; plays are forks of this process, so that a kill takes all of the bridge with it.

Nothing depends on how long anything takes, or on chance: the sandbox acts only when the story lets time pass, the
bridge's clock stands still in between, and lanes take turns by name. So every play counts the same points up to the one
at which it is killed.
"""

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from isthmus.base import clock
from isthmus.house import DATABASE_SETTINGS
from isthmus.store.embedded import EmbeddedServer
from tests.demo_process import remove_cluster
from tests.sandbox_process import Sandbox, running_sandbox

PREPARED = "isthmus"
TITLE = "Senior Backend Engineer"


@contextmanager
def stage(folder: Path) -> Iterator[tuple[EmbeddedServer, Sandbox, Any]]:
    """A server with a prepared database, a sandbox, and where the story plays."""
    folder.mkdir(parents=True, exist_ok=True)
    with EmbeddedServer(folder / "data") as server:
        _write_without_waiting(server)
        os.environ.update({name: server.dsn(role) for name, role in DATABASE_SETTINGS.items()})
        os.environ.update(
            ISTHMUS_MODE="test",
            ISTHMUS_DATA=str(folder / "data"),
            ISTHMUS_CLOCK_FILE=str(folder / "their-clock"),
            ISTHMUS_TASK_POLL_SECONDS="2",
            ISTHMUS_STATUS_POLL_SECONDS="20",
            ISTHMUS_SPOOL_BYTES="0",
            DJANGO_SETTINGS_MODULE="isthmus.settings",
        )
        with running_sandbox(folder / "sandbox", "--by-hand") as sandbox:
            port = _free_port()
            os.environ.update(
                ISTHMUS_CLOCK_FILE=str(folder / "clock"),
                ISTHMUS_PUBLIC_URL=f"http://127.0.0.1:{port}",
                ISTHMUS_LINKEDIN_API_URL=sandbox.url,
                ISTHMUS_LINKEDIN_WWW_URL=sandbox.url,
            )
            _stop_time()
            yield server, sandbox, _prepare(sandbox, port, folder / "clock")
    remove_cluster(server)


def _stop_time() -> None:
    """The bridge's clock stands still from here on, but for the seconds in its file."""
    present = datetime.now(UTC)

    class Stopped(datetime):
        @classmethod
        def now(cls, _zone: Any = None) -> datetime:
            return present

    clock.datetime = Stopped  # type: ignore[misc]


def _write_without_waiting(server: EmbeddedServer) -> None:
    """Nobody cuts the power here, so nothing waits for the disk."""
    with psycopg.connect(server.dsn("isthmus_superuser", "postgres"), autocommit=True) as superuser:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            superuser.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        superuser.execute("SELECT pg_reload_conf()")


def _prepare(sandbox: Sandbox, port: int, clock_file: Path) -> Any:
    import django

    django.setup()
    from django.db import connections

    from isthmus.house import migrate_as_owner
    from tests.chaos.story import Stage

    migrate_as_owner()
    company_id, user_id, job_id = _world(sandbox)
    _warm_up()
    _take_turns()
    for connection in connections.all():
        connection.close()
    member = sandbox.look("members?q=Noor")["members"][0]["id"]
    return Stage(company_id, user_id, job_id, sandbox.url, port, member, TITLE, clock_file)


def _warm_up() -> None:
    """Have everything imported before the forks, so that no first request takes longer than LinkedIn waits."""
    from django.test import Client

    from isthmus import worker, wsgi

    assert worker.drain_once and wsgi.application
    assert Client().get("/healthz").status_code == 200


def _take_turns() -> None:
    """Lanes that are due run in the order of their names; the database has no order of its own for them."""
    from isthmus.sync import lanes

    due = lanes.due
    lanes.due = lambda *moment: sorted(due(*moment), key=lambda item: item.lane)


def _world(sandbox: Sandbox) -> tuple[Any, Any, Any]:
    from isthmus.accounts.models import User
    from isthmus.bridge import connections as linkedin
    from isthmus.demo.seed import larkfield_jobs
    from isthmus.hiring import jobs, questions
    from isthmus.operator import add_person, company_named
    from isthmus.store.tenancy import acting_for

    add_person(
        "Larkfield Robotics", email="tomas@larkfield.example", name="Tomas Brandt", role="recruiter", password="x" * 12
    )
    company_id, _ = company_named("Larkfield Robotics")
    user_id = User.objects.get().id
    with acting_for(company_id, user_id=user_id, cause="story"):
        draft, asked, _ = larkfield_jobs()[0]
        job = jobs.create_job(draft)
        questions.set_questions(job.id, [question for question in asked if not question.required])
        linkedin.connect_direct(
            f"urn:li:organization:{sandbox.organization_id}", sandbox.child_client_id, sandbox.child_client_secret, ""
        )
        linkedin.set_apply_connect(True)
    return company_id, user_id, job.id


def _play(number: int, at: int | None, where: Any, results: Path) -> int:
    """Fork, play on this play's own database, and return how the fork ended (0, or 9 when it was killed)."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    code = 1
    try:
        _play_here(number, at, where, results)
        code = 0
    except BaseException:
        results.write_text(json.dumps({"error": traceback.format_exc()}))
    finally:
        os._exit(code)


def _play_here(number: int, at: int | None, where: Any, results: Path) -> None:
    from django.db import connections

    from tests.chaos.story import play, serve
    from tests.chaos.switch import KillSwitch

    for settings in connections.databases.values():
        settings["NAME"] = _name(number)
    switch = KillSwitch(at, results.with_suffix(".died"))
    switch.install()
    serve(where.port)
    ending = play(where)
    results.write_text(json.dumps({"ending": ending, "points": switch.seen}))


def _name(number: int) -> str:
    return f"play_{number}"


def _copy(server: EmbeddedServer, number: int) -> None:
    with psycopg.connect(server.dsn("isthmus_superuser", "postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER isthmus_owner").format(
                sql.Identifier(_name(number)), sql.Identifier(PREPARED)
            )
        )


def _drop(server: EmbeddedServer, number: int) -> None:
    with psycopg.connect(server.dsn("isthmus_superuser", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_name(number))))


def _one(server: EmbeddedServer, sandbox: Sandbox, where: Any, folder: Path, at: int | None) -> dict[str, Any]:
    """One play: killed at a point and begun again, or undisturbed when there is none."""
    number = at or 0
    results = folder / f"play-{number}.json"
    where.clock.write_text("0")
    sandbox.act("clock", set=clock.millis(clock.now()), tick=False)
    sandbox.reset()
    _copy(server, number)
    first = _play(number, at, where, results) if at else None
    second = _play(number, None, where, results)
    _drop(server, number)
    told = json.loads(results.read_text()) if results.exists() else {"error": "nothing was written"}
    died = results.with_suffix(".died")
    return {"at": at, "first": first, "second": second, "died_after": died.read_text() if died.exists() else "", **told}


def _free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _chosen(points: list[str], *, every: bool) -> list[int]:
    """The numbers of the points to be killed at, counted from one."""
    return [number for number, name in enumerate(points, 1) if every or name not in points[: number - 1]]


def main(folder: Path, first: int, step: int, *, every: bool) -> None:
    """Print the undisturbed play, then those killed at every `step`-th of the chosen points from the `first` on."""
    with stage(folder) as (server, sandbox, where):
        plain = _one(server, sandbox, where, folder, None)
        print(json.dumps(plain), flush=True)
        for at in _chosen(plain.get("points", []), every=every)[first - 1 :: step]:
            print(json.dumps(_one(server, sandbox, where, folder, at)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), every="every" in sys.argv)
