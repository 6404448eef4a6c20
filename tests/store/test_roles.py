"""Start-up refuses a login that could walk around row-level security."""

import psycopg
import pytest

from isthmus.store.roles import UnsafeLogin, refuse_unsafe_login


@pytest.fixture
def superuser(database_server):
    with psycopg.connect(database_server.dsn("isthmus_superuser"), autocommit=True) as connection:
        yield connection
        connection.execute("DROP ROLE IF EXISTS too_mighty")


@pytest.mark.parametrize("role", ["isthmus_app", "isthmus_eeo"])
def test_a_plain_login_is_accepted(committed, database_server, role):
    refuse_unsafe_login(database_server.dsn(role))


def test_a_superuser_is_refused(committed, database_server):
    with pytest.raises(UnsafeLogin, match="is a superuser"):
        refuse_unsafe_login(database_server.dsn("isthmus_superuser"))


def test_the_owner_is_refused(committed, database_server):
    with pytest.raises(UnsafeLogin, match="owns tables"):
        refuse_unsafe_login(database_server.dsn("isthmus_owner"))


def test_a_login_that_bypasses_policies_is_refused(committed, database_server, superuser):
    superuser.execute("CREATE ROLE too_mighty LOGIN BYPASSRLS")
    superuser.execute("GRANT CONNECT ON DATABASE isthmus TO too_mighty")
    try:
        with pytest.raises(UnsafeLogin, match="bypasses"):
            refuse_unsafe_login(database_server.dsn("too_mighty"))
    finally:
        superuser.execute("REVOKE ALL ON DATABASE isthmus FROM too_mighty")


def test_a_login_that_may_become_the_owner_is_refused(committed, database_server, superuser):
    superuser.execute("CREATE ROLE too_mighty LOGIN IN ROLE isthmus_owner")
    with pytest.raises(UnsafeLogin, match="owns tables"):
        refuse_unsafe_login(database_server.dsn("too_mighty"))


def test_a_table_of_the_session_itself_does_not_count_as_owning(committed, database_server):
    with psycopg.connect(database_server.dsn("isthmus_app")) as connection:
        connection.execute("CREATE TEMPORARY TABLE scratch (x int)")
        connection.commit()
        refuse_unsafe_login(database_server.dsn("isthmus_app"))
