"""A backup is restored on a fresh cluster: every row, every wall, every key; readers go on where they stood."""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from django.conf import settings

from isthmus.base.failures import IsthmusError
from isthmus.base.secrets import seal
from isthmus.cli import main
from isthmus.store import backups, embedded, roles
from isthmus.store.backups import back_up, restore
from isthmus.store.embedded import EmbeddedServer
from tests.architecture.planted import plant
from tests.store.writers import Writer, drain

WALLS = """
    SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),
      ARRAY(SELECT unnest(coalesce(c.relacl, acldefault('r', c.relowner)))::text ORDER BY 1),
      (SELECT string_agg(p.polname || pg_get_expr(p.polqual, p.polrelid), ',' ORDER BY p.polname)
       FROM pg_policy p WHERE p.polrelid = c.oid)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1
"""
DOORS = """
    SELECT p.oid::regprocedure::text, p.prosecdef, p.proconfig::text, pg_get_userbyid(p.proowner),
      ARRAY(SELECT unnest(coalesce(p.proacl, acldefault('f', p.proowner)))::text ORDER BY 1)
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace ORDER BY 1
"""
TRIGGERS = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"


@pytest.fixture
def keyset(tmp_path, monkeypatch) -> Path:
    path = tmp_path / "here" / "keyset.json"
    monkeypatch.setenv("ISTHMUS_KEYSET_FILE", str(path))
    return path


@pytest.fixture(scope="module")
def younger(tmp_path_factory) -> Iterator[EmbeddedServer]:
    """Another cluster, with the three logins."""
    with EmbeddedServer(tmp_path_factory.mktemp("younger") / "data") as server:
        yield server


@dataclass(frozen=True)
class Empty:
    """An empty database of the other cluster."""

    server: EmbeddedServer
    name: str

    def dsn(self, login: str = "isthmus_superuser") -> str:
        return self.server.dsn(login, self.name)


@pytest.fixture
def elsewhere(younger, request) -> Empty:
    name = f"restored_{abs(hash(request.node.name))}"
    roles.ensure_database(younger.dsn("isthmus_superuser", "postgres"), name)
    return Empty(younger, name)


def asked(dsn: str, query: str) -> list[tuple]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query).fetchall()


def test_everything_comes_back_on_a_fresh_cluster(database_server, committed_cast, keyset, elsewhere, tmp_path):
    cast, programs = committed_cast, embedded.programs()
    plant(cast, cast.larkfield, cast.tomas, "Ownmark")
    writer = Writer(database_server.dsn("isthmus_app"), cast.larkfield.id)
    first = [writer.write() for _ in range(2)]
    writer.commit()
    with psycopg.connect(database_server.dsn("isthmus_app")) as connection:
        assert set(first) <= set(drain(connection, "all", 500))
    unread = [writer.write()]
    writer.commit()
    writer.close()

    folder, place = tmp_path / "backup", tmp_path / "there" / "keyset.json"
    source, target = database_server.dsn("isthmus_superuser"), elsewhere.dsn()
    made = back_up(source, folder, programs=programs, keys={"keyset.json": keyset})
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o600}
    assert made.rows["hiring_application"] == 1
    restore(target, folder, programs=programs, keys={"keyset.json": place})

    for query in (WALLS, DOORS, TRIGGERS):
        assert asked(target, query) == asked(source, query)
    roles.refuse_unsafe_login(elsewhere.dsn("isthmus_app"))
    assert asked(elsewhere.dsn("isthmus_app"), "SELECT count(*) FROM hiring_job") == [(0,)]
    with psycopg.connect(elsewhere.dsn("isthmus_app")) as connection:
        connection.execute("SELECT set_config('isthmus.company', %s, true)", [str(cast.larkfield.id)])
        assert connection.execute("SELECT count(*) FROM hiring_application").fetchone() == (1,)
        connection.rollback()
        assert drain(connection, "all", 500) == unread
    assert place.read_bytes() == keyset.read_bytes()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.fixture
def small(database_server, committed_cast, keyset, tmp_path) -> Path:
    seal(b"x", company=committed_cast.larkfield.id, field="file")
    folder = tmp_path / "small"
    back_up(
        database_server.dsn("isthmus_superuser"), folder, programs=embedded.programs(), keys={"keyset.json": keyset}
    )
    return folder


def test_what_could_destroy_something_is_refused(database_server, small, keyset, elsewhere, tmp_path):
    source, target, programs = (
        database_server.dsn("isthmus_superuser"),
        elsewhere.dsn(),
        embedded.programs(),
    )
    with pytest.raises(IsthmusError, match="there already"):
        back_up(source, small, programs=programs, keys={})
    with pytest.raises(IsthmusError, match="not empty"):
        restore(source, small, programs=programs, keys={})
    other = tmp_path / "other.json"
    other.write_text("{}")
    with pytest.raises(IsthmusError, match="other keys"):
        restore(target, small, programs=programs, keys={"keyset.json": other})
    with pytest.raises(IsthmusError, match="not a backup"):
        restore(target, tmp_path, programs=programs, keys={})
    assert other.read_text() == "{}"


def test_a_dump_that_is_not_whole_restores_nothing(small, elsewhere):
    target = elsewhere.dsn()
    dump = small / backups.DUMP
    dump.write_bytes(dump.read_bytes()[:-200])
    with pytest.raises(IsthmusError, match="not whole"):
        restore(target, small, programs=embedded.programs(), keys={})
    said = json.loads((small / backups.MANIFEST).read_text())
    (small / backups.MANIFEST).write_text(json.dumps(said | {"dump_bytes": dump.stat().st_size}))
    with pytest.raises(IsthmusError, match="pg_restore did not finish"):
        restore(target, small, programs=embedded.programs(), keys={})
    assert asked(target, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_one_row_too_few_is_noticed(small, elsewhere):
    said = json.loads((small / backups.MANIFEST).read_text())
    said["rows"]["accounts_user"] += 1
    (small / backups.MANIFEST).write_text(json.dumps(said))
    with pytest.raises(IsthmusError, match="accounts_user"):
        restore(elsewhere.dsn(), small, programs=embedded.programs(), keys={})


def test_the_commands_carry_an_embedded_installation_elsewhere(committed_cast, tmp_path, monkeypatch):
    for name in ("ISTHMUS_DATABASE_URL", "ISTHMUS_KEYSET_FILE", "ISTHMUS_ADMIN_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    here, there, folder = settings.CONFIG.data, tmp_path / "new", tmp_path / "kept"
    asked_for = dict(os.environ)
    done = CliRunner().invoke(main, ["backup", "--data", str(here), str(folder)])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(main, ["restore", "--data", str(there), str(folder)])
    assert done.exit_code == 0, done.output
    assert "all of them" in done.output
    again = CliRunner().invoke(main, ["backup", "--data", str(here), str(folder)])
    assert again.exit_code == 1
    assert "there already" in again.output
    os.environ.update(asked_for)
