"""Two walls around a company: scoped queries, and forced policies under them."""

import pytest
from django.db import ProgrammingError, connection, connections

from isthmus.accounts.models import ApiKey, Company, Membership
from isthmus.store import tenancy
from isthmus.store.fields import TenantForeignKey, TenantModel

EXEMPT = {
    "django_migrations": "Django's own ledger",
    "django_content_type": "Django's own ledger",
    "auth_permission": "Django's own ledger, unused",
    "auth_group": "Django's own ledger, unused",
    "auth_group_permissions": "Django's own ledger, unused",
    "django_session": "a session belongs to a user, who may belong to several companies",
    "accounts_counting": "what slows guessing down, before any company acts: keyed digests, kept for minutes",
    "accounts_user": "a user may belong to several companies",
    "account_emailaddress": "allauth, by user",
    "account_emailconfirmation": "allauth, by user",
    "mfa_authenticator": "allauth, by user",
    "hiring_place": "places of the world, the same for every company; the app login can only read them",
    "sync_heartbeat": "a process serves every company; where it runs and what kind of work it does, nothing of anybody",
    "sync_housealarm": "about the installation itself, for its operator",
    "store_era": "which cluster the database lived on; no company's",
    "store_changecursor": "one cursor reads all companies; the app login may not touch it",
}


def tables() -> dict[str, tuple[bool, bool]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND relkind IN ('r', 'p')"
        )
        return {name: (enabled, forced) for name, enabled, forced in cursor.fetchall()}


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_table_is_forced_or_exempt_with_a_reason():
    unforced = {name for name, walls in tables().items() if walls != (True, True)}
    assert {name for name in unforced if not name.startswith("procrastinate_")} == set(EXEMPT)


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_reference_inside_a_company_is_a_composite_key():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND array_length(conkey, 1) = 2")
        composite = {name for (name,) in cursor.fetchall()}
    expected = {
        f"{model._meta.db_table}_{field.column}_company_fk"
        for model in TenantModel.__subclasses__()
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
    }
    assert expected
    assert expected <= composite


def test_rows_of_another_company_are_invisible_to_plain_sql(cast):
    with tenancy.acting_for(cast.orrin.id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_membership WHERE company_id = %s", [cast.larkfield.id])
        assert cursor.fetchone() == (0,)


def test_without_an_acting_company_nothing_is_visible(cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM accounts_membership) + (SELECT count(*) FROM accounts_company)")
        assert cursor.fetchone() == (0,)


def test_scoped_queries_refuse_to_run_outside_a_company(cast):
    with pytest.raises(tenancy.NoCompany):
        Membership.objects.count()


def test_a_row_cannot_be_written_into_another_company(cast):
    with pytest.raises(ProgrammingError, match="row-level security"), tenancy.acting_for(cast.orrin.id):
        ApiKey.objects.create(company_id=cast.larkfield.id, name="stolen", prefix="x", digest="d", scopes=[])


def test_an_inner_company_gives_way_to_the_outer_one_again(cast):
    with tenancy.acting_for(cast.larkfield.id):
        with tenancy.acting_for(cast.orrin.id):
            assert Company.objects.get().name == "Orrin Foods"
        assert Company.objects.get().name == "Larkfield Robotics"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('isthmus.company', true)")
        assert cursor.fetchone() == ("",)
