"""A throw-away database with one company, for one bench."""

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from uuid import UUID

from isthmus.house import DATABASE_SETTINGS, migrate_as_owner, open_house
from isthmus.store.embedded import EmbeddedServer


@dataclass
class Ground:
    """The server, the environment its programs run in, and the company the work is done for."""

    server: EmbeddedServer
    environment: dict[str, str]
    company_id: UUID
    company_slug: str


@contextmanager
def prepared(kept: Path | None = None) -> Iterator[Ground]:
    """Start, migrate and found; remove everything afterwards, unless a folder is named in which it is kept."""
    folder = kept or Path(tempfile.mkdtemp(prefix="isthmus-bench-"))
    server = EmbeddedServer(folder / "data").start()
    os.environ.update({name: server.dsn(role) for name, role in DATABASE_SETTINGS.items()})
    os.environ.update(ISTHMUS_MODE="demo", ISTHMUS_DATA=str(folder / "data"), ISTHMUS_LOG_LEVEL="error")
    os.environ["ISTHMUS_CLOCK_FILE"] = str(folder / "clock")
    try:
        with open_house(folder / "data"):
            migrate_as_owner()
            from isthmus.operator import company_named

            company_id, slug = company_named("Larkfield Robotics")
            yield Ground(server, dict(os.environ), company_id, slug)
    finally:
        server.stop()
        for made in () if kept else (server.home, server.socket, folder):
            shutil.rmtree(made, ignore_errors=True)


@contextmanager
def at_most(seconds: float, what: str) -> Iterator[None]:
    """End what takes longer with a TimeoutError that names it, wherever it stands. In the main thread only."""

    def over(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"{what} took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def move_clock(seconds: float) -> None:
    """Move the time of the house, and of every sandbox of this run."""
    clock = Path(os.environ["ISTHMUS_CLOCK_FILE"])
    clock.write_text(str(float(clock.read_text() or 0) + seconds if clock.exists() else seconds))


def free_port() -> int:
    """A port of loopback nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
