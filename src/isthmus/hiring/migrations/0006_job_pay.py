"""What a job pays, and whether that is shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0005_talk"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="pay",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="job",
            name="pay_shown",
            field=models.BooleanField(default=True),
        ),
    ]
