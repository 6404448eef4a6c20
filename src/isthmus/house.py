"""Opening the house for a command: settings from the environment or a demo's folder, a database, Django ready."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from isthmus import logs
from isthmus.base import config
from isthmus.base.process import die_with_parent
from isthmus.store import roles
from isthmus.store.embedded import EmbeddedServer, NoInstallation

DEMO_FILE = "demo.json"
DATABASE_SETTINGS = {
    "ISTHMUS_DATABASE_URL": roles.APP,
    "ISTHMUS_OWNER_DATABASE_URL": roles.OWNER,
    "ISTHMUS_EEO_DATABASE_URL": roles.EEO,
}

logger = logging.getLogger("isthmus.house")


@dataclass(frozen=True)
class House:
    """What a command may need to know of the open house."""

    config: config.Config
    embedded: EmbeddedServer | None


@contextmanager
def open_house(
    data: Path | None = None, *, migrate: bool = True, needs_database: bool = True, may_begin: bool = False
) -> Iterator[House]:
    """Prepare the environment, start the embedded server when no other is named, set Django up.

    A data folder that belongs to a demo brings the demo's settings with it, so that every command beside a running demo
    talks to the same sandbox and clock. Raises UnsafeLogin when the app's login could walk around row-level security.
    Without `needs_database` the house opens while a server of one's own is away, and whoever keeps it checks the login.
    Raises NoInstallation, and leaves the folder as it is, when nothing was begun there, unless the command `may_begin`.
    """
    chosen = choose_data(data)
    server = None
    if not chosen.database_url:
        server = embedded_server(chosen.data, may_begin=may_begin).start()
        os.environ.update({name: server.dsn(role) for name, role in DATABASE_SETTINGS.items()})
    try:
        settings = config.load()
        logs.configure(settings.log_level)
        if server is not None and server.had_stopped:
            logger.warning("the embedded database had stopped while processes use it; it was started again")
        with nullcontext() if needs_database else suppress(psycopg.OperationalError):
            roles.refuse_unsafe_login(settings.database_url)
        _set_up_django()
        if migrate and server is not None:
            migrate_as_owner()
        yield House(settings, server)
    finally:
        if server is not None:
            _close_connections()
            server.stop()


def choose_data(data: Path | None) -> config.Config:
    """The settings for this data folder; one that belongs to a demo brings the demo's settings with it."""
    if data is not None:
        os.environ["ISTHMUS_DATA"] = str(data)
    folder = config.load().data.resolve()
    os.environ["ISTHMUS_DATA"] = str(folder)
    demo = folder / DEMO_FILE
    if demo.exists():
        for name, value in json.loads(demo.read_text())["environment"].items():
            os.environ.setdefault(name, value)
    return config.load()


def embedded_server(data: Path, *, may_begin: bool) -> EmbeddedServer:
    """The embedded server of a data folder, not started. Raises NoInstallation when it has to be there and is not."""
    server = EmbeddedServer(data)
    if not may_begin and not server.exists():
        raise NoInstallation(data)
    return server


def key_places(settings: config.Config) -> dict[str, Path]:
    """The files that hold this installation's keys, by the names a backup keeps them under."""
    keyset = settings.keyset_file or settings.data / "keys" / "keyset.json"
    return {"keyset.json": Path(keyset), "django.key": settings.data / "keys" / "django.key"}


def migrate_as_owner(*, verbosity: int = 0) -> None:
    """Bring the tables up to date, as the login that owns them."""
    from django.core.management import call_command

    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)


def load_places() -> int:
    """Bring the table of places up to date; answers with how many names were loaded, 0 without its owner's login."""
    from isthmus.hiring import place_loading

    return place_loading.load() if config.load().owner_database_url else 0


def load_places_beside() -> "subprocess.Popen[bytes]":
    """The same, by a process that works beside this one and ends with it: pages need not wait for places."""
    command = [sys.executable, "-m", "isthmus", "load-places"]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - called before threads are started
    )


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isthmus.settings")
    import django

    django.setup()


def _close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
