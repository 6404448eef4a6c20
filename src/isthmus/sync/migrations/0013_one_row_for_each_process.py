"""A worker has one row, its sign of life; the second one, which said the same by the database's clock, goes."""

from django.db import migrations, models

GONE = (
    "sync_beat(uuid, text, int)",
    "sync_workers()",
    "sync_lose_workers(interval)",
    "sync_worker_left(uuid)",
    "sync_forget_workers(interval)",
)


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0012_numbers"),
    ]

    operations = [
        *(migrations.RunSQL(f"DROP FUNCTION {function}", migrations.RunSQL.noop) for function in GONE),
        migrations.DeleteModel(name="Worker"),
        migrations.AddField(
            model_name="heartbeat",
            name="beat_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="heartbeat",
            name="lost_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
