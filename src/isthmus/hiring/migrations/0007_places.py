"""Places of the world by their names; the app's login reads them and cannot write."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0006_job_pay"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField()),
                ("head", models.CharField(max_length=2)),
                ("rank", models.SmallIntegerField()),
                ("place", models.CharField(max_length=24)),
                (
                    "kind",
                    models.CharField(
                        choices=[("city", "City"), ("region", "State or province"), ("country", "Country")],
                        max_length=7,
                    ),
                ),
                ("name", models.TextField()),
                ("region_code", models.CharField(blank=True, max_length=8)),
                ("region", models.TextField(blank=True)),
                ("country_code", models.CharField(max_length=2)),
                ("country", models.TextField()),
                ("population", models.BigIntegerField(default=0)),
                ("sent", models.TextField()),
            ],
            options={
                "db_table": "hiring_place",
                "indexes": [
                    models.Index(fields=["key"], name="place_by_name", opclasses=["text_pattern_ops"]),
                    models.Index(fields=["head", "-population"], name="place_by_start"),
                    models.Index(fields=["country_code", "region_code", "-population"], name="place_in_region"),
                ],
            },
        ),
        migrations.RunSQL("REVOKE INSERT, UPDATE, DELETE ON hiring_place FROM isthmus_app"),
    ]
