"""A whole house on loopback: database, stand-in, web and workers as processes of their own, to be killed and paused.

A keeper starts again what ended by itself, as a service manager would; what the director stopped stays away until it
is started. Everything ends with the block, by process id.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import psycopg

from isthmus.house import DATABASE_SETTINGS
from isthmus.store.embedded import EmbeddedServer
from tests.chaos.post_office import PostOffice, post_office
from tests.demo_process import ROOT, clean_environment, remove_cluster
from tests.sandbox_process import Sandbox

LOOPBACK = "127.0.0.1"
STARTS_AGAIN_AFTER = 0.5
LOOKS, PAUSE = 1200, 0.1
LONGEST_AWAY = 300.0
QUICK = ("fsync", "full_page_writes")


class NotReadyError(AssertionError):
    """Something that was waited for did not come."""


def wait_until(what: str, is_so: Callable[[], Any], *, looks: int = LOOKS) -> None:
    """Look a bounded number of times, a moment apart; raises NotReadyError with what was waited for."""
    patience = threading.Event()
    for _ in range(looks):
        if is_so():
            return
        patience.wait(PAUSE)
    raise NotReadyError(what)


@dataclass
class Program:
    """One program of the house: how it is started, its process, and whether it should run now."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    wanted: bool = False
    starts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def start(self) -> None:
        """Run it, in a session of its own, unless it runs already."""
        with self.lock:
            self.wanted = True
            if self.is_running():
                return
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    self.command,
                    cwd=ROOT,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            self.starts += 1

    def is_running(self) -> bool:
        """Whether its process lives, paused or not."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """`kill -9` of the program with whatever it started; the keeper starts it again."""
        self.signal_all(signal.SIGKILL)

    def kill_child(self) -> bool:
        """`kill -9` of one process the program started, not of itself. Returns whether there was one."""
        children = _children(self.process.pid) if self.process else []
        for pid in children[-1:]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return bool(children)

    def away(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it, and keep it away until it is started again."""
        self.wanted = False
        self.signal_all(how)
        if self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
            self.signal_all(signal.SIGKILL)
            self.process.wait()

    def pause(self) -> None:
        """SIGSTOP: it is there, holds what it holds, and does nothing."""
        self.signal_all(signal.SIGSTOP)

    def go_on(self) -> None:
        """SIGCONT."""
        self.signal_all(signal.SIGCONT)

    def signal_all(self, how: signal.Signals) -> None:
        """Send a signal to it and to whatever it started."""
        if self.process is not None and self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)


class Keeper:
    """Starts again, a moment later, whatever should run and does not."""

    def __init__(self, programs: list[Program]) -> None:
        self.programs = programs
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> "Keeper":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._stopping.wait(STARTS_AGAIN_AFTER):
            for program in self.programs:
                if program.wanted and not program.is_running():
                    program.start()


class Database:
    """The house's PostgreSQL, which can go away at once and come back."""

    def __init__(self, folder: Path) -> None:
        self.server = EmbeddedServer(folder)
        self.is_away = False

    def go_away(self) -> None:
        """Immediate shutdown: no goodbye to anybody, recovery at the next start."""
        pid = int((self.server.cluster / "postmaster.pid").read_text().splitlines()[0])
        self.is_away = True
        os.kill(pid, signal.SIGQUIT)
        wait_until("the database is away", lambda: not self.server.is_running())

    def come_back(self) -> None:
        """Start it again; it recovers by itself."""
        self.server.stop()
        self.server.start()
        self.is_away = False

    def come_back_if_gone(self) -> None:
        """Start it when it ended by itself; one that goes on, or recovers by itself, is left alone."""
        if not self.server.is_running():
            self.come_back()

    def write_without_waiting(self) -> None:
        """No waiting for the disk in small runs: nobody cuts the power here."""
        with psycopg.connect(self.server.dsn("isthmus_superuser", "postgres"), autocommit=True) as superuser:
            for name in QUICK:
                superuser.execute(f"ALTER SYSTEM SET {name} = off")
            superuser.execute("SELECT pg_reload_conf()")


@dataclass
class House:
    """Everything that runs, and how to reach it."""

    folder: Path
    database: Database
    sandbox: Sandbox
    linkedin: Program
    web: Program
    workers: list[Program]
    url: str
    letters: PostOffice
    environment: dict[str, str]
    returning: list[threading.Timer] = field(default_factory=list)

    def open_doors(self) -> None:
        """Start web and workers and wait until pages are answered."""
        for program in (self.web, *self.workers):
            program.start()
        self.until_web_answers()

    def until_web_answers(self) -> None:
        """Return when the web process answers."""
        wait_until("the web process answers", lambda: _answers(f"{self.url}/healthz"))

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something after so many seconds of real time, while everything else goes on."""
        timer = threading.Timer(seconds, act)
        timer.daemon = True
        timer.start()
        self.returning.append(timer)

    def until_all_is_back(self) -> None:
        """Return when everything that went away for a while is back, and pages are answered."""
        for timer in self.returning:
            timer.join(LONGEST_AWAY)
        self.returning.clear()
        self.until_web_answers()

    def linkedin_comes_back(self) -> None:
        """Start the stand-in again at its old address and wait until it answers."""
        self.linkedin.start()
        wait_until("the stand-in answers", self.linkedin_answers)

    def linkedin_answers(self) -> bool:
        """Whether the stand-in is there now."""
        return _answers(f"{self.sandbox.url}/_sandbox/clock")

    def move_clock(self, seconds: float) -> None:
        """Both sides' clock jumps, forwards or backwards; nothing else happens in that moment."""
        path = self.folder / "clock"
        offset = float(path.read_text() or 0) if path.exists() else 0.0
        fresh = path.with_suffix(".new")
        fresh.write_text(f"{offset + seconds:.3f}")
        fresh.replace(path)


@contextmanager
def running_house(folder: Path, *, workers: int = 1, quick: bool = False, **settings: str) -> Iterator[House]:
    """A house with an empty database and a fresh stand-in; web and workers are not started yet.

    The environment of this process becomes the house's, so that Django can be set up in it. `quick` trades the
    database's waiting for the disk against time; `settings` are further settings of the bridge.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(folder / "data")
    database.server.start()
    if quick:
        database.write_without_waiting()
    with post_office(folder) as letters:
        environment = _environment(folder, database, letters, free_port(), free_port(), settings)
        os.environ.update(environment)
        house = _built(folder, database, letters, {**clean_environment(), **environment}, workers)
        programs = [house.linkedin, house.web, *house.workers]
        try:
            with Keeper(programs):
                house.linkedin_comes_back()
                house.sandbox.ids.update(house.sandbox.look("credentials"))
                yield house
        finally:
            for program in reversed(programs):
                program.away(signal.SIGKILL)
            _close_connections()
            database.server.stop()
            remove_cluster(database.server)


def _environment(
    folder: Path, database: Database, letters: PostOffice, port: int, linkedin: int, settings: dict[str, str]
) -> dict[str, str]:
    theirs = f"http://{LOOPBACK}:{linkedin}"
    return {
        **{name: database.server.dsn(role) for name, role in DATABASE_SETTINGS.items()},
        "DJANGO_SETTINGS_MODULE": "isthmus.settings",
        "ISTHMUS_MODE": "demo",
        "ISTHMUS_DATA": str(folder / "data"),
        "ISTHMUS_CLOCK_FILE": str(folder / "clock"),
        "ISTHMUS_PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "ISTHMUS_LINKEDIN_API_URL": theirs,
        "ISTHMUS_LINKEDIN_WWW_URL": theirs,
        "ISTHMUS_LINKEDIN_PLATFORM_URL": theirs,
        "ISTHMUS_TASK_POLL_SECONDS": "2",
        "ISTHMUS_STATUS_POLL_SECONDS": "30",
        "ISTHMUS_SWEEP_SECONDS": "5",
        "ISTHMUS_LOG_LEVEL": "warning",
        "ISTHMUS_MAIL_URL": f"smtps://{LOOPBACK}:{letters.port}",
        "SSL_CERT_FILE": str(letters.certificate),
        **settings,
    }


def _built(folder: Path, database: Database, letters: PostOffice, environment: dict[str, str], workers: int) -> House:
    theirs, ours = environment["ISTHMUS_LINKEDIN_API_URL"], environment["ISTHMUS_PUBLIC_URL"]

    def program(name: str, *command: str) -> Program:
        return Program(name, [sys.executable, "-m", *command], environment, folder / f"{name}.log")

    data = ("--port", theirs.rpartition(":")[2], "--data", str(folder / "sandbox"))
    control = httpx2.Client(base_url=f"{theirs}/_sandbox", timeout=60, trust_env=False)
    return House(
        folder=folder,
        database=database,
        sandbox=Sandbox(theirs, {}, control, folder / "clock"),
        linkedin=program("sandbox", "linkedin_sandbox", *data, "--clock-file", str(folder / "clock")),
        web=program("web", "isthmus", "serve", "--port", ours.rpartition(":")[2]),
        workers=[program(f"worker-{number}", "isthmus", "worker") for number in range(1, workers + 1)],
        url=ours,
        letters=letters,
        environment=environment,
    )


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=5, trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False


def _children(pid: int) -> list[int]:
    """The processes a process started, oldest first (Linux)."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def _close_connections() -> None:
    from django.conf import settings

    if not settings.configured:
        return
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
