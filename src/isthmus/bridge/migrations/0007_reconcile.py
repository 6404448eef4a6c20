"""Runs that compare both sides, their gaps, and the first daily appointment of companies that are connected already."""

from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("bridge", "0006_bulk_changes"),
        ("sync", "0004_shared_addresses_and_appointments"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReconcileGap",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("key", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=30)),
                ("resource", models.CharField(max_length=20)),
                ("entity", models.CharField(max_length=40)),
                ("entity_id", models.UUIDField()),
                ("name", models.CharField(blank=True, max_length=300)),
                ("owner", models.CharField(max_length=14)),
                ("detail", models.TextField(blank=True)),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("first_seen_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("last_seen_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("last_run_id", models.UUIDField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("repair_wanted_at", models.DateTimeField(blank=True, null=True)),
                ("repair_wanted_by", models.UUIDField(blank=True, null=True)),
                ("repaired_at", models.DateTimeField(blank=True, null=True)),
                ("repair_why", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["company_id", "kind", "id"],
                        name="reconcile_gap_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "key"), name="one_reconcile_gap_per_record")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReconcileRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("connection_id", models.UUIDField()),
                ("resources", models.JSONField(default=list)),
                ("asked_by", models.UUIDField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Under way"), ("done", "Done")], default="running", max_length=8
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("after", models.UUIDField(blank=True, null=True)),
                ("looked", models.JSONField(default=dict)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("not_asked", models.TextField(blank=True)),
                ("waits_until", models.DateTimeField(blank=True, null=True)),
                ("found", models.PositiveIntegerField(default=0)),
                ("settled", models.PositiveIntegerField(default=0)),
                ("began_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["company_id", "-began_at"], name="reconcile_run_recent")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("company_id",),
                        name="one_reconcile_run_at_a_time",
                    )
                ],
            },
        ),
        TenantTables("ReconcileRun", "ReconcileGap"),
        migrations.RunSQL(
            "INSERT INTO sync_appointment (id, company_id, connection_id, lane, at)"
            " SELECT gen_random_uuid(), c.company_id, c.id, 'reconcile', now() + random() * interval '1 day'"
            " FROM bridge_connection c WHERE c.connected_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
