"""Memberships and keys belong to a company; what must be known before a company acts is asked of four functions."""

from django.db import migrations

from isthmus.store.functions import definer_function
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("store", "0003_walls")]

    operations = [
        TenantTables("Company", company_column="id"),
        TenantTables("Membership", "ApiKey"),
        definer_function(
            "accounts_memberships(the_user uuid)",
            "TABLE (membership_id uuid, company_id uuid, name text, slug text, role text)",
            "SELECT m.id, c.id, c.name, c.slug, m.role FROM accounts_membership m"
            " JOIN accounts_company c ON c.id = m.company_id WHERE m.user_id = the_user ORDER BY c.name",
            arguments="uuid",
        ),
        definer_function(
            "accounts_api_key(the_digest text)",
            "TABLE (key_id uuid, company_id uuid, scopes text[], created_by uuid)",
            "SELECT k.id, k.company_id, k.scopes::text[], k.created_by_id FROM accounts_apikey k"
            " WHERE k.digest = the_digest AND k.revoked_at IS NULL",
            arguments="text",
        ),
        definer_function(
            "accounts_company_by_slug(the_slug text)",
            "TABLE (company_id uuid, name text)",
            "SELECT c.id, c.name FROM accounts_company c WHERE c.slug = the_slug",
            arguments="text",
        ),
        definer_function(
            "accounts_companies()",
            "TABLE (company_id uuid, name text, slug text)",
            "SELECT c.id, c.name, c.slug FROM accounts_company c ORDER BY c.name",
        ),
    ]
