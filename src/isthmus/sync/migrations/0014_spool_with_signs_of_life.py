"""Each process says with its sign of life how the spool on its host's disk stands."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0013_one_row_for_each_process"),
    ]

    operations = [
        migrations.AddField(
            model_name="heartbeat",
            name="spool",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
