"""Connections belong to their company."""

from django.db import migrations

from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [("bridge", "0001_initial"), ("store", "0003_walls")]

    operations = [TenantTables("Connection")]
