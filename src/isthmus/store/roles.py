"""The three database logins: who owns the tables, who serves people, who alone reads equal-opportunity answers.

Creating them is the only thing a superuser does. Web and worker refuse to start on any other kind of login.
"""

import psycopg
from psycopg import sql

OWNER, APP, EEO = "isthmus_owner", "isthmus_app", "isthmus_eeo"


class UnsafeLogin(RuntimeError):  # noqa: N818
    """The login of web or worker could walk around row-level security."""


def ensure_roles(admin_dsn: str, *, passwords: dict[str, str] | None = None) -> None:
    """Create the three logins where they are missing. `passwords` are set when given (none on a private socket)."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        for role in (OWNER, APP, EEO):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(role)))
            if passwords and role in passwords:
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(passwords[role]))
                )


def ensure_database(admin_dsn: str, name: str) -> None:
    """Create a database owned by the owner login, closed to everybody but the three."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
            )
    with psycopg.connect(admin_dsn, dbname=name, autocommit=True) as connection:
        database = sql.Identifier(name)
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO isthmus_app, isthmus_eeo").format(database)
        )
        connection.execute("ALTER SCHEMA public OWNER TO isthmus_owner")
        connection.execute("GRANT USAGE ON SCHEMA public TO isthmus_app, isthmus_eeo")
        for privilege in (
            "SELECT, INSERT, UPDATE, DELETE ON TABLES",
            "USAGE, SELECT ON SEQUENCES",
            "EXECUTE ON FUNCTIONS",
        ):
            connection.execute(
                f"ALTER DEFAULT PRIVILEGES FOR ROLE isthmus_owner IN SCHEMA public GRANT {privilege} TO isthmus_app"
            )


def refuse_unsafe_login(dsn: str) -> None:
    """Raise UnsafeLogin when the login is superuser, bypasses policies, owns tables, or may become someone who does."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT r.rolname, r.rolsuper, r.rolbypassrls,"
            " EXISTS (SELECT 1 FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'"
            " AND pg_has_role(current_user, c.relowner, 'MEMBER'))"
            " FROM pg_roles r WHERE r.rolname = current_user"
        ).fetchone()
    assert row is not None
    name, is_super, bypasses, owns = row
    if is_super or bypasses or owns:
        reason = "is a superuser" if is_super else "bypasses row-level security" if bypasses else "owns tables"
        raise UnsafeLogin(f"Login {name} {reason}; web and worker need the plain login isthmus_app.")
