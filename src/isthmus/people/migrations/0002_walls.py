"""People belong to their company."""

from django.db import migrations

from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("store", "0003_walls")]

    operations = [TenantTables("Candidate", "Profile", "Assignment", "KeptApart", "SearchKey")]
