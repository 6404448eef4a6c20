"""A backup is a folder: the whole database as PostgreSQL dumps it, the keys that open it, and what it must hold.

It is read as superuser, from whom no policy hides a row, and counted in the same snapshot, so that a restored database
can be compared with it. A newer major version of PostgreSQL restores it too: that is the upgrade.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind

DUMP, MANIFEST, KEYS = "database.dump", "manifest.json", "keys"
_LIBPQ = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when and by which PostgreSQL it was made, and how many rows of each table."""

    made_at: str
    server_version: int
    with_keys: bool
    rows: dict[str, int]


def back_up(dsn: str, folder: Path, *, programs: Path, keys: Mapping[str, Path]) -> Manifest:
    """Write a backup into a new folder, open to its owner alone. `dsn` is a superuser's, `keys` what is kept of them.

    Raises IsthmusError: rejected when the folder is there already, misconfigured when PostgreSQL's dump fails.
    """
    if folder.exists():
        raise _refused(f"{folder} is there already: a backup is written into a folder of its own.")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    with psycopg.connect(dsn) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = _one(connection, "SELECT pg_export_snapshot()")
        _touch(part / DUMP)
        _run(programs / "pg_dump", dsn, f"--snapshot={snapshot}", "--format=custom", f"--file={part / DUMP}")
        manifest = Manifest(now().isoformat(), connection.info.server_version, bool(keys), _rows(connection))
    _keep(part, manifest, keys)
    part.rename(folder)
    return manifest


def restore(dsn: str, folder: Path, *, programs: Path, keys: Mapping[str, Path]) -> Manifest:
    """Fill an empty database from a backup, put its keys in their places, and compare what is there with what must be.

    Roles must exist. All or nothing: one transaction. Raises IsthmusError: rejected when the folder is no backup, the
    database is not empty, or other keys lie in their place; bug when what was restored is not what was backed up.
    """
    manifest = read(folder)
    with psycopg.connect(dsn) as connection:
        if _rows(connection):
            raise _refused("The database is not empty: a backup is restored into an empty one.")
    _refuse_other_keys(folder, keys)
    _run(
        programs / "pg_restore",
        dsn,
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={_name(dsn)}",
        str(folder / DUMP),
    )
    for name, place in keys.items():
        _put(folder / KEYS / name, place)
    with psycopg.connect(dsn) as connection:
        found = _rows(connection)
    if differing := {table for table, count in manifest.rows.items() if found.get(table) != count}:
        message = f"What was restored is not what was backed up: {', '.join(sorted(differing))}."
        raise IsthmusError(Failure(Kind.BUG, message, code="restored_differs"))
    return manifest


def read(folder: Path) -> Manifest:
    """What a backup says it holds. Raises IsthmusError (rejected) when the folder is no whole backup."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        whole = (folder / DUMP).stat().st_size == said.pop("dump_bytes")
        manifest = Manifest(**said)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _refused(f"{folder} is not a backup.") from error
    if not whole:
        raise _refused(f"{folder} is not whole: the dump has another size than it was written with.")
    return manifest


def _keep(folder: Path, manifest: Manifest, keys: Mapping[str, Path]) -> None:
    for name, place in keys.items():
        if place.exists():
            _put(place, folder / KEYS / name)
    said = asdict(manifest) | {"dump_bytes": (folder / DUMP).stat().st_size}
    _touch(folder / MANIFEST)
    (folder / MANIFEST).write_text(json.dumps(said, indent=1), encoding="utf-8")


def _touch(path: Path) -> None:
    """Make a file that its owner alone may open, before something is written into it."""
    path.touch(mode=0o600)


def _refuse_other_keys(folder: Path, keys: Mapping[str, Path]) -> None:
    for name, place in keys.items():
        kept = folder / KEYS / name
        if kept.exists() and place.exists() and place.read_bytes() != kept.read_bytes():
            raise _refused(f"{place} holds other keys than the backup: move it away, it may open something else.")


def _put(source: Path, target: Path) -> None:
    if not source.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(source.read_bytes())


def _rows(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    unlogged = connection.execute("SELECT relname FROM pg_class WHERE relpersistence = 'u'").fetchall()
    names = [name for (name,) in tables if (name,) not in unlogged]
    return {
        name: _one(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))[0] for name in names
    }


def _one(connection: "psycopg.Connection[Any]", query: Any) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)


def _run(program: Path, dsn: str, *arguments: str) -> None:
    """One of PostgreSQL's programs; where to connect goes by its environment, since arguments are seen by everybody."""
    parts = conninfo_to_dict(dsn)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    named = {_LIBPQ[name]: str(value) for name, value in parts.items() if name in _LIBPQ and value}
    more = {f"PG{name.upper()}": str(value) for name, value in parts.items() if name in {"sslmode", "sslrootcert"}}
    done = subprocess.run(
        [str(program), "--no-password", *arguments],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**inherited, **named, **more},
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        message = f"{program.name} did not finish: {said[0] if said else done.returncode}"
        raise IsthmusError(Failure(Kind.MISCONFIGURED, message, code="backup_program"))


def _name(dsn: str) -> str:
    return str(conninfo_to_dict(dsn).get("dbname") or "postgres")


def _refused(message: str) -> IsthmusError:
    return IsthmusError(Failure(Kind.REJECTED, message, code="backup"))
