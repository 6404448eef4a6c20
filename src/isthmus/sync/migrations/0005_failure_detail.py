"""What the other side itself said about a failure, kept beside our words for it."""

from django.db import migrations, models

_TABLES = ("delivery", "mirror", "outbox", "retrieval")


class Migration(migrations.Migration):
    dependencies = [("sync", "0004_shared_addresses_and_appointments")]

    operations = [
        migrations.AddField(table, "failure_detail", models.TextField(blank=True, default="", db_default=""))
        for table in _TABLES
    ]
