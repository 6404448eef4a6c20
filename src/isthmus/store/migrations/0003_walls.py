"""Audit rows belong to their company and are only ever added."""

from django.db import migrations

from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [("store", "0002_audit")]

    operations = [
        TenantTables("Audit"),
        migrations.RunSQL("REVOKE UPDATE, DELETE ON store_audit FROM isthmus_app"),
    ]
