"""The same change of many jobs, line by line, and what happened to one posting; all of it its company's."""

import django.db.models.deletion
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.fields
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("bridge", "0005_contract_and_stop"),
        ("store", "0003_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("action", models.CharField(max_length=12)),
                ("wish", models.JSONField(default=dict)),
                ("words", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "To be looked at"),
                            ("applying", "Being applied"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("made_by", models.UUIDField(blank=True, null=True)),
                ("made_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BulkLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("place", models.PositiveIntegerField()),
                ("job_id", models.UUIDField()),
                ("title", models.CharField(max_length=300)),
                ("verdict", models.CharField(max_length=10)),
                ("why", models.TextField(blank=True)),
                ("notes", models.JSONField(default=list)),
                ("diffs", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("outcome_why", models.TextField(blank=True)),
            ],
        ),
        migrations.AddIndex(
            model_name="postingnews",
            index=models.Index(fields=["company_id", "job_id", "-at"], name="posting_news_of_job"),
        ),
        migrations.AddIndex(
            model_name="bulkchange",
            index=models.Index(fields=["company_id", "-made_at"], name="bulk_change_recent"),
        ),
        migrations.AddField(
            model_name="bulkline",
            name="change",
            field=isthmus.store.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="bridge.bulkchange"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkline",
            constraint=models.UniqueConstraint(fields=("company_id", "change", "place"), name="one_line_per_place"),
        ),
        TenantTables("BulkChange", "BulkLine"),
    ]
