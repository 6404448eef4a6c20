"""One table in which all web processes count what slows guessing down; it need not outlive a crash."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_time_zones")]

    operations = [
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE accounts_counting"
            " (key varchar(64) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);"
            " CREATE INDEX accounts_counting_expires ON accounts_counting (expires)",
            reverse_sql="DROP TABLE accounts_counting",
        )
    ]
