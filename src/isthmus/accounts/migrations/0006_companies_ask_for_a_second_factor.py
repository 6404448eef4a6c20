"""A company may ask for a second factor; who belongs where says who has none yet."""

from django.db import migrations, models

from isthmus.store.functions import definer_function

MEMBERSHIPS = """
    SELECT m.id, c.id, c.name, c.slug, m.role,
        (c.second_factor = 'everybody' OR (c.second_factor = 'admins' AND m.role = 'admin'))
        AND NOT EXISTS (SELECT FROM mfa_authenticator a WHERE a.user_id = the_user AND a.type = 'totp')
    FROM accounts_membership m JOIN accounts_company c ON c.id = m.company_id
    WHERE m.user_id = the_user ORDER BY c.name
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_sealed_second_factors")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="second_factor",
            field=models.CharField(
                choices=[
                    ("nobody", "Nobody; each may set one up"),
                    ("admins", "Admins"),
                    ("everybody", "Everybody"),
                ],
                default="nobody",
                db_default="nobody",
                max_length=20,
            ),
        ),
        migrations.RunSQL("DROP FUNCTION accounts_memberships(uuid)", migrations.RunSQL.noop),
        definer_function(
            "accounts_memberships(the_user uuid)",
            "TABLE (membership_id uuid, company_id uuid, name text, slug text, role text, lacks_factor boolean)",
            MEMBERSHIPS,
            arguments="uuid",
        ),
    ]
