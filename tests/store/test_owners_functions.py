"""The owner's functions are doors in the second wall: nobody shadows what they read, the app login alone opens them."""

import psycopg
import pytest
from django.db import connections

PATH = "search_path=pg_catalog, public, pg_temp"
REFERENCES_INSIDE_A_COMPANY = """
    SELECT conname, (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
                     AND a.attname = 'company_id')
    FROM pg_constraint c WHERE c.contype = 'f'
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = 'company_id')
      AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.confrelid AND a.attname = 'company_id')
"""


def asked(query: str) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_owners_function_has_a_fixed_search_path_with_temporary_tables_last():
    rows = asked("SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    assert rows
    assert {name: config for name, config in rows if PATH not in (config or [])} == {}


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_app_login_alone_may_call_them():
    rows = asked(
        "SELECT proname, has_function_privilege('isthmus_app', oid, 'EXECUTE'),"
        " has_function_privilege('isthmus_eeo', oid, 'EXECUTE')"
        " FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    assert {name for name, app, eeo in rows if not app or eeo} == set()


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_trigger_runs_as_whoever_wrote():
    rows = asked("SELECT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.prosecdef")
    assert rows == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_key_between_two_tables_of_a_company_goes_by_id_alone():
    rows = asked(REFERENCES_INSIDE_A_COMPANY)
    assert rows
    assert {name for name, companies in rows if not companies} == set()


def test_a_temporary_table_does_not_stand_in_for_ours(committed_cast, database_server):
    with psycopg.connect(database_server.dsn("isthmus_app")) as connection:
        connection.execute("CREATE TEMPORARY TABLE accounts_company (LIKE public.accounts_company)")
        connection.execute("GRANT ALL ON accounts_company TO PUBLIC")
        connection.execute(
            "INSERT INTO accounts_company (id, name, slug, created_at, time_zone, second_factor)"
            " VALUES (gen_random_uuid(), 'Shadow', 'shadow', now(), 'UTC', 'nobody')"
        )
        names = {name for _, name, _ in connection.execute("SELECT * FROM accounts_companies()")}
    assert names == {"Larkfield Robotics", "Orrin Foods"}
