"""Issues by cause with the records each affects, muting, and what Activity searches by."""

import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.fields
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables

RECORDS = """
    INSERT INTO sync_issuerecord (id, company_id, issue_id, key, entity, entity_id, message, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), i.company_id, i.id, i.fingerprint, i.entity, i.entity_id, i.title, i.first_seen_at,
        i.last_seen_at
    FROM sync_issue i WHERE i.state <> 'resolved' AND i.entity <> 'delivery';
    INSERT INTO sync_issuerecord (id, company_id, issue_id, key, entity, entity_id, message, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), i.company_id, i.id, 'delivery:' || d.id, 'delivery', d.id, i.title, d.received_at,
        i.last_seen_at
    FROM sync_issue i JOIN sync_delivery d ON d.company_id = i.company_id AND d.state = 'failed'
        AND i.fingerprint = left('inbox:' || d.source || ':' || d.connection_id || ':' || d.failure_code, 200)
    WHERE i.state <> 'resolved' AND i.entity = 'delivery';
    UPDATE sync_delivery SET about = left(visible ->> 'externalJobId', 200) WHERE visible ->> 'externalJobId' IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0006_messages_and_held_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="IssueRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("key", models.CharField(max_length=200)),
                ("entity", models.CharField(blank=True, max_length=60)),
                ("entity_id", models.UUIDField(blank=True, null=True)),
                ("message", models.CharField(blank=True, max_length=300)),
                ("first_seen_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("last_seen_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="issue",
            name="record_change",
        ),
        migrations.AddField(
            model_name="delivery",
            name="about",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="issue",
            name="code",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="issue",
            name="mute",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not muted"),
                    ("until", "Until a date"),
                    ("worse", "Until it gets worse"),
                    ("always", "For ever"),
                ],
                db_default="",
                default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="muted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="issue",
            name="muted_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="issue",
            name="muted_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="issue",
            name="muted_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="issue",
            name="muted_why",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="issue",
            name="resolved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mirror",
            name="job_posting",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Left(
                    django.db.models.fields.json.KeyTextTransform("job_posting", "facts"), 200
                ),
                output_field=models.TextField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ["received", "waiting", "kept", "failed", "refused"])),
                fields=["company_id", "state", "-received_at"],
                name="delivery_open",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["company_id", "external_id"], name="delivery_external_id"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["company_id", "about", "-received_at"], name="delivery_about"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("request_id", ""), _negated=True),
                fields=["company_id", "request_id"],
                name="delivery_request_id",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("failure_kind", ""), _negated=True),
                fields=["company_id", "failure_kind"],
                name="delivery_failure_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(
                condition=models.Q(("failure_kind", ""), _negated=True),
                fields=["company_id", "failure_kind", "-at"],
                name="exchange_failed",
            ),
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(
                condition=models.Q(("request_id", ""), _negated=True),
                fields=["company_id", "request_id"],
                name="exchange_request_id",
            ),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(fields=["company_id", "-last_seen_at"], name="issue_recent"),
        ),
        migrations.AddIndex(
            model_name="mirror",
            index=models.Index(fields=["company_id", "resource", "-marked_at"], name="mirror_recent"),
        ),
        migrations.AddIndex(
            model_name="mirror",
            index=models.Index(
                condition=models.Q(("job_posting__isnull", False)),
                fields=["company_id", "job_posting"],
                name="mirror_job_posting",
            ),
        ),
        migrations.AddIndex(
            model_name="mirror",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "held"])),
                fields=["company_id", "state"],
                name="mirror_stuck",
            ),
        ),
        migrations.AddIndex(
            model_name="mirror",
            index=models.Index(
                condition=models.Q(("request_id", ""), _negated=True),
                fields=["company_id", "request_id"],
                name="mirror_request_id",
            ),
        ),
        migrations.AddIndex(
            model_name="mirror",
            index=models.Index(
                condition=models.Q(("failure_kind", ""), _negated=True),
                fields=["company_id", "failure_kind"],
                name="mirror_failure_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(fields=["company_id", "resource", "-created_at"], name="outbox_written"),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                condition=models.Q(("request_id", ""), _negated=True),
                fields=["company_id", "request_id"],
                name="outbox_request_id",
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                condition=models.Q(("failure_kind", ""), _negated=True),
                fields=["company_id", "failure_kind"],
                name="outbox_failure_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="retrieval",
            index=models.Index(fields=["company_id", "resource", "-created_at"], name="retrieval_recent"),
        ),
        migrations.AddIndex(
            model_name="retrieval",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "failed"])),
                fields=["company_id", "state", "-created_at"],
                name="retrieval_open",
            ),
        ),
        migrations.AddIndex(
            model_name="retrieval",
            index=models.Index(
                condition=models.Q(("request_id", ""), _negated=True),
                fields=["company_id", "request_id"],
                name="retrieval_request_id",
            ),
        ),
        migrations.AddIndex(
            model_name="retrieval",
            index=models.Index(
                condition=models.Q(("failure_kind", ""), _negated=True),
                fields=["company_id", "failure_kind"],
                name="retrieval_failure_kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="issue",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['muted_why']::text[], ARRAY['times', 'last_seen_at', 'entity', 'entity_id', 'muted_count', 'title', 'what_to_do']::text[], '');\n            RETURN NULL;\n        ",
                    hash="e87357e64db6d3b25e244d795d945c449180254e",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_6a409",
                    table="sync_issue",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="issuerecord",
            name="issue",
            field=isthmus.store.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="records", to="sync.issue"
            ),
        ),
        migrations.AddIndex(
            model_name="issuerecord",
            index=models.Index(
                condition=models.Q(("settled_at", None)), fields=["company_id", "key"], name="issue_record_open_key"
            ),
        ),
        migrations.AddIndex(
            model_name="issuerecord",
            index=models.Index(fields=["company_id", "issue", "-last_seen_at"], name="issue_record_recent"),
        ),
        migrations.AddIndex(
            model_name="issuerecord",
            index=models.Index(
                condition=models.Q(("settled_at", None)),
                fields=["company_id", "entity_id"],
                name="issue_record_open_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuerecord",
            constraint=models.UniqueConstraint(
                fields=("company_id", "issue", "key"), name="one_record_per_issue_and_key"
            ),
        ),
        TenantTables("IssueRecord"),
        migrations.RunSQL(RECORDS, migrations.RunSQL.noop),
    ]
