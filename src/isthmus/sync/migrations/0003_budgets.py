"""Budgets belong to their company; what is used of the limits is read over all companies by an owner's function."""

from django.db import migrations, models

import isthmus.base.ids
import isthmus.store.tenancy
from isthmus.store.functions import definer_function
from isthmus.store.operations import TenantTables

TODAY = "b.day = (at_time AT TIME ZONE 'UTC')::date"
IN_THE_MINUTE = """
    coalesce((SELECT sum((part ->> 0)::bigint) FROM jsonb_array_elements(b.recent) part
              WHERE (part ->> 1)::bigint > extract(epoch FROM at_time)), 0)
"""
USED = f"""
    SELECT b.resource, used.period, max(used.amount) FROM sync_budget b,
    LATERAL (VALUES ('day_requests', CASE WHEN {TODAY} THEN b.requests ELSE 0 END::bigint),
                    ('day_records', CASE WHEN {TODAY} THEN b.records ELSE 0 END::bigint),
                    ('minute_records', {IN_THE_MINUTE}::bigint),
                    ('throttled', b.throttled::bigint)) AS used (period, amount)
    GROUP BY b.resource, used.period
"""


class Migration(migrations.Migration):
    dependencies = [("sync", "0002_walls_and_receiving")]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("connection_id", models.UUIDField()),
                ("application", models.CharField(max_length=300)),
                ("resource", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("requests", models.PositiveIntegerField(default=0)),
                ("records", models.PositiveIntegerField(default=0)),
                ("early_requests", models.PositiveIntegerField(default=0)),
                ("early_records", models.PositiveIntegerField(default=0)),
                ("recent", models.JSONField(default=list)),
                ("closed_until", models.DateTimeField(blank=True, null=True)),
                ("refusals", models.PositiveIntegerField(default=0)),
                ("throttled", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="mirror",
            name="mirror_claim",
        ),
        migrations.AddField(
            model_name="mirror",
            name="urgency",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="mirror",
            index=models.Index(
                condition=models.Q(("state__in", ["marked", "sending"])),
                fields=["company_id", "connection_id", "resource", "urgency", "marked_at"],
                name="mirror_claim",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(
                fields=("company_id", "connection_id", "application", "resource"), name="one_budget_per_resource"
            ),
        ),
        TenantTables("Budget"),
        definer_function(
            "sync_budget_used(at_time timestamptz)",
            "TABLE (resource text, period text, amount bigint)",
            USED,
            arguments="timestamptz",
        ),
    ]
