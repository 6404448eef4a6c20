"""Imports of job listings: runs and their lines, which belong to their company."""

import django.db.models.deletion
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.fields
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0010_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("only", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("done", "Done"), ("stopped", "Stopped")],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("skipped", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("started_by", models.UUIDField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["company_id", "-started_at"], name="import_recent")],
            },
        ),
        migrations.CreateModel(
            name="ImportLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("said", models.JSONField(null=True)),
                ("label", models.CharField(blank=True, max_length=400)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("added", "Added"),
                            ("updated", "Updated"),
                            ("unchanged", "Unchanged"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("held", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                (
                    "job",
                    isthmus.store.fields.TenantForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="hiring.job",
                    ),
                ),
                (
                    "run",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="hiring.importrun"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [models.Index(fields=["run", "result", "number"], name="import_lines")],
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "run", "number"), name="import_line_once")
                ],
            },
        ),
        TenantTables("ImportRun", "ImportLine"),
    ]
