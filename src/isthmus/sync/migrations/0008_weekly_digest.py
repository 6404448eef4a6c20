"""The weekly digest: when it leaves, who wants it, each mail; and how many issues are open, for the metrics."""

import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.tenancy
from isthmus.store.functions import definer_function
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0007_issues_by_cause"),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("user_id", models.UUIDField()),
                ("wanted", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="DigestMail",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("week", models.DateField()),
                ("user_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Waits to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("unsure", "May have been sent"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("message_id", models.CharField(max_length=200)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("founded_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failure_message", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["company_id", "state", "next_attempt_at"], name="digest_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company_id", "week", "user_id"), name="one_digest_per_week_and_user"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestTime",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(6)]
                    ),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        default=8, validators=[django.core.validators.MaxValueValidator(23)]
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company_id",), name="one_digest_time_per_company")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="digesttime",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="0c85146db26e6a9eae8f41bbc2654f5a1338816e",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_49f30",
                    table="sync_digesttime",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="digestwish",
            constraint=models.UniqueConstraint(fields=("company_id", "user_id"), name="one_digest_wish_per_user"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="digestwish",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="f3d07e2e05639e3359cf3d7df2c7f45144660978",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_389a5",
                    table="sync_digestwish",
                    when="AFTER",
                ),
            ),
        ),
        TenantTables("DigestTime", "DigestWish", "DigestMail"),
        definer_function(
            "sync_issues_open(at_time timestamptz)",
            "TABLE (kind text, issues bigint)",
            "SELECT i.kind, count(*) FROM sync_issue i WHERE i.state = 'ongoing'"
            " OR (i.state = 'muted' AND i.mute = 'until' AND i.muted_until <= at_time) GROUP BY i.kind",
            arguments="timestamptz",
        ),
        definer_function(
            "sync_streams_failing()",
            "TABLE (stream text, failing bigint)",
            "SELECT s.name, count(*) FILTER (WHERE s.failing_since IS NOT NULL) FROM sync_stream s GROUP BY s.name",
        ),
        migrations.RunSQL(
            "INSERT INTO sync_appointment (id, company_id, connection_id, lane, at)"
            " SELECT DISTINCT ON (e.connection_id) gen_random_uuid(), e.company_id, e.connection_id, 'digest', now()"
            " FROM sync_endpoint e WHERE e.closed_at IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
