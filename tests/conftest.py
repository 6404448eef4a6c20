"""A real PostgreSQL for every test: created and migrated as owner, used as `isthmus_app`, thrown away at the end.

The environment is set before Django reads it. `db` (or the django_db mark) rolls back; `committed` lets transactions
commit and empties the tables afterwards, as owner. Passwords are hashed quickly here, and only here. Generated
examples have no deadline, since tests time nothing.
"""

import os
import shutil
import tempfile
from pathlib import Path

import django
import hypothesis
import psycopg
import pytest
from django.conf import settings as django_settings

from isthmus.store.embedded import EmbeddedServer
from tests.demo_process import remove_cluster

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

_FOLDER = Path(tempfile.mkdtemp(prefix="isthmus-tests-"))
_SERVER = EmbeddedServer(_FOLDER / "data").start()
_THROWN_AWAY = ("fsync", "full_page_writes", "synchronous_commit")

_OURS = {
    "DJANGO_SETTINGS_MODULE": "isthmus.settings",
    "ISTHMUS_MODE": "test",
    "ISTHMUS_DATA": str(_FOLDER / "data"),
    "ISTHMUS_DATABASE_URL": _SERVER.dsn("isthmus_app"),
    "ISTHMUS_OWNER_DATABASE_URL": _SERVER.dsn("isthmus_owner"),
    "ISTHMUS_EEO_DATABASE_URL": _SERVER.dsn("isthmus_eeo"),
    "ISTHMUS_KEYSET_FILE": str(_FOLDER / "keys" / "keyset.json"),
    "ISTHMUS_CLOCK_FILE": str(_FOLDER / "clock"),
}
os.environ.update(_OURS)
django.setup()
django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _write_without_waiting() -> None:
    """A cluster that is thrown away need not outlive a power cut; waiting for the disk costs tests much time."""
    with psycopg.connect(_SERVER.dsn("isthmus_superuser", "postgres"), autocommit=True) as superuser:
        for name in _THROWN_AWAY:
            superuser.execute(f"ALTER SYSTEM SET {name} = off")
        superuser.execute("SELECT pg_reload_conf()")


_write_without_waiting()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Processes that share the tests each begin as this one did: with a server of their own, not with this one's."""
    for name in _OURS:
        os.environ.pop(name, None)


def pytest_unconfigure() -> None:
    _SERVER.stop()
    remove_cluster(_SERVER)
    shutil.rmtree(_FOLDER, ignore_errors=True)


KEEP = {"django_migrations", "django_content_type", "auth_permission", "store_era", "hiring_place"}


@pytest.fixture(scope="session")
def database_server() -> EmbeddedServer:
    """The embedded server under the tests."""
    return _SERVER


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> None:
    """Replace Django's test database: the embedded one is already apart, and must be made by its owner."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)


@pytest.fixture(scope="session")
def places_of_the_world(django_db_setup, django_db_blocker) -> None:
    """The table of places, loaded once for all tests that ask for it; it stays until the server is thrown away."""
    from django.db import connections

    from isthmus.hiring import place_loading

    with django_db_blocker.unblock():
        place_loading.load()
        connections["owner"].close()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Transactions really commit; afterwards every table is emptied by its owner."""
    with django_db_blocker.unblock():
        yield
        _empty_tables()


def _empty_tables() -> None:
    from django.db import connections

    for alias in ("default", "eeo"):
        connections[alias].close()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall() if name not in KEEP]
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
    connections["owner"].close()


@pytest.fixture(autouse=True)
def _still_clock() -> None:
    """Each test starts with the clock unmoved."""
    Path(os.environ["ISTHMUS_CLOCK_FILE"]).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _answering_database() -> None:
    """Each test asks the database anew, whatever the one before found."""
    from isthmus.sync import inbox

    inbox.shelter().circuit.worked()


@pytest.fixture
def move_clock():
    """`move_clock(seconds)` shifts the house's clock, and the sandbox's, for this test."""
    path = Path(os.environ["ISTHMUS_CLOCK_FILE"])

    def move(seconds: float) -> None:
        before = float(path.read_text() or 0) if path.exists() else 0.0
        path.write_text(str(before + seconds))

    return move


@pytest.fixture
def cast(db):
    """The people and companies of `tests.cast`, rolled back after the test."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def committed_cast(committed):
    """The same, committed: for tests with several connections or processes."""
    from tests.cast import make_cast

    return make_cast()
