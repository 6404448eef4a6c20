"""What LinkedIn tells about postings, webhooks and integrations, and the address for it; all of it its company's."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("bridge", "0003_one_company_per_organization"),
        ("store", "0003_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Integration",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("connection_id", models.UUIDField()),
                ("kind", models.CharField(max_length=60)),
                ("is_known", models.BooleanField(blank=True, null=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("state", models.CharField(blank=True, max_length=60)),
                ("request_id", models.CharField(blank=True, max_length=120)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("named_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="PostingNews",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("job_id", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("why", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=isthmus.base.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Resync",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("connection_id", models.UUIDField()),
                ("job_id", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="WebhookWatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("connection_id", models.UUIDField()),
                ("state", models.CharField(blank=True, max_length=20)),
                ("blocked_since", models.DateTimeField(blank=True, null=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("answers", models.BooleanField(blank=True, null=True)),
                ("tested_at", models.DateTimeField(blank=True, null=True)),
                ("wanted_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="connection",
            name="record_change",
        ),
        migrations.AddField(
            model_name="connection",
            name="sealed_events_token",
            field=models.BinaryField(blank=True, default=b""),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="connection",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['sealed_secret', 'sealed_webhook_token', 'sealed_events_token']::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="e67cb80f7af61c6f0ae4038cd3da99b700c2cfd4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_136d3",
                    table="bridge_connection",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="integration",
            constraint=models.UniqueConstraint(
                fields=("company_id", "connection_id", "kind"), name="one_integration_per_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="postingnews",
            index=models.Index(fields=["company_id", "-at"], name="posting_news_recent"),
        ),
        migrations.AddConstraint(
            model_name="resync",
            constraint=models.UniqueConstraint(
                fields=("company_id", "connection_id", "job_id"), name="one_resync_per_posting"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookwatch",
            constraint=models.UniqueConstraint(fields=("company_id", "connection_id"), name="one_watch_per_connection"),
        ),
        TenantTables("Resync", "PostingNews", "WebhookWatch", "Integration"),
    ]
