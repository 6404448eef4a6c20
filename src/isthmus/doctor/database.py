"""The database as the doctor sees it."""

import time
from collections.abc import Iterator

from django.conf import settings
from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor

from isthmus.base.failures import Kind
from isthmus.base.findings import Finding, fine, trouble
from isthmus.store.embedded import EmbeddedServer
from isthmus.sync import freshness

LOGINS = (("default", "isthmus_app"), ("owner", "isthmus_owner"), ("eeo", "isthmus_eeo"))
OLDEST_VERSION = 15
MOST_SKEW_SECONDS = 30.0
MOST_TICKS = 10_000
MOST_SESSIONS = 100_000
OPEN_TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped"
    " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    " ORDER BY 1"
)


def embedded(server: EmbeddedServer) -> Finding:
    """Where the embedded database lies, and how this look found it."""
    if server.had_stopped:
        words = "the embedded database had stopped although processes use it; this look started it again"
        fix = f"read in {server.home / 'server.log'} why it stopped; those processes go on with it."
        return trouble(words, fix, kind=Kind.TRANSIENT)
    words = f"embedded database in {server.cluster}"
    return fine(f"{words}; no process used it, so that this look started it" if server.was_alone else words)


def logins() -> Iterator[Finding]:
    """Whether each login is named, let in, and met by a PostgreSQL that is new enough."""
    for alias, role in LOGINS:
        if settings.DATABASES[alias]["NAME"]:
            yield _login(alias, role)
        elif alias == "owner":
            yield fine(f"database login {role} is not named here: only migrating, and changing keys, need it")
        else:
            yield trouble(f"database login {role} is not named here", f"set ISTHMUS_{alias.upper()}_DATABASE_URL.")


def _login(alias: str, role: str) -> Finding:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('server_version_num')::int / 10000")
            user, version = cursor.fetchone()
    except Error as error:
        words = f"the database does not let {role} in: {type(error).__name__}"
        return trouble(words, "start PostgreSQL, and check the address and password.", kind=Kind.TRANSIENT)
    words = f"database login {user} on PostgreSQL {version}"
    return fine(words) if version >= OLDEST_VERSION else trouble(words, f"use PostgreSQL {OLDEST_VERSION} or newer.")


def walls() -> Iterator[Finding]:
    """Whether row-level security is forced on every table that belongs to a company, and the login is a plain one."""
    with connections["default"].cursor() as cursor:
        cursor.execute(OPEN_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        walks_around = bool(cursor.fetchone()[0])
    if tables:
        words = f"no wall around companies in {', '.join(tables)}"
        yield trouble(words, "run isthmus migrate; if it stays so, stop and report it.", kind=Kind.BUG)
    elif walks_around:
        yield trouble("the login of web and worker walks around row-level security", "use the login isthmus_app.")
    else:
        yield fine("row-level security is forced on every company's table")


def migrations() -> Iterator[Finding]:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connections["default"])
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = sorted(set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations))
    if pending:
        first = pending[0][0]
        words = f"{len(pending)} migrations are pending, the first is {first.app_label}.{first.name}"
        yield trouble(words, "stop web and worker, run isthmus migrate, start them again.")
    elif unknown:
        words = f"the database is newer than this program ({unknown[-1][0]}.{unknown[-1][1]})"
        yield trouble(words, "run the version of Isthmus that the database was migrated by.")
    else:
        yield fine("the tables are those of this version")


def clock() -> Iterator[Finding]:
    """Whether this machine and the database agree what time it is; LinkedIn's signatures and our due times need it."""
    with connections["default"].cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        there = float(cursor.fetchone()[0])
    skew = abs(there - (before + time.time()) / 2)
    if skew > MOST_SKEW_SECONDS:
        words = f"this machine's clock and the database's are {freshness.lasting(skew)} apart"
        yield trouble(words, "have both follow a time server.")
    else:
        yield fine("this machine's clock agrees with the database's")


def queue() -> Iterator[Finding]:
    """Whether ticks are taken: what waits in the engine's queue, which names work and holds none."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        waiting = int(cursor.fetchone()[0])
    words = f"{waiting:,} ticks wait for a worker"
    if waiting > MOST_TICKS:
        yield trouble(words, "start more workers, or see why those at work take none.", kind=Kind.TRANSIENT)
    else:
        yield fine(words)


def sessions() -> Iterator[Finding]:
    """Whether sessions that are over pile up."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE expire_date < now() - interval '1 day'")
        over = int(cursor.fetchone()[0])
    words = f"{over:,} sessions are over and still stored"
    if over > MOST_SESSIONS:
        yield trouble(words, "have `python -m django clearsessions --settings isthmus.settings` run once a day.")
    else:
        yield fine(words)
