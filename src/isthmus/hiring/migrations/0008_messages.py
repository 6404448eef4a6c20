"""E-mails to candidates, the templates they come from, and what a company wants told, and when."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.fields
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0007_places"),
        ("people", "0003_candidate_values_are_private"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeSettings",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("tell_views", models.BooleanField(default=True)),
                ("tell_downloads", models.BooleanField(default=True)),
                ("delay_rejections", models.BooleanField(default=False)),
                ("delay_hours", models.PositiveIntegerField(default=72)),
                ("email_rejections", models.BooleanField(default=False)),
                ("email_receipts", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="decision",
            name="tell_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Application received"),
                            ("rejection", "Not selected"),
                            ("custom", "Message"),
                        ],
                        default="custom",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("language", models.CharField(default="en", max_length=12)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None), models.Q(("kind", "custom"), _negated=True)),
                        fields=("company_id", "kind", "language"),
                        name="one_template_per_event",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("company_id", "name", "language"),
                        name="template_name_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Application received"),
                            ("rejection", "Not selected"),
                            ("custom", "Message"),
                        ],
                        default="custom",
                        max_length=10,
                    ),
                ),
                ("to_address", models.CharField(blank=True, max_length=320)),
                ("reply_to", models.CharField(blank=True, max_length=320)),
                ("subject", models.CharField(max_length=300)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("scheduled", "Scheduled"),
                            ("held", "Held"),
                            ("sent", "Sent"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Failed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("by_user_id", models.UUIDField(blank=True, null=True)),
                ("changed_by_id", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("message_id", models.CharField(max_length=200)),
                ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField(blank=True, null=True)),
                ("failure_kind", models.CharField(blank=True, max_length=14)),
                ("failure_code", models.CharField(blank=True, max_length=120)),
                ("failure_message", models.TextField(blank=True)),
                (
                    "application",
                    isthmus.store.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="hiring.application",
                    ),
                ),
                (
                    "candidate",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="people.candidate"
                    ),
                ),
                (
                    "decision",
                    isthmus.store.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="hiring.decision",
                    ),
                ),
                (
                    "profile",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.profile"
                    ),
                ),
                (
                    "template",
                    isthmus.store.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hiring.messagetemplate",
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="messagetemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="cc736ba9089c9dab05586e9203d9d09b8f0ffb33",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_80c92",
                    table="hiring_messagetemplate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="noticesettings",
            constraint=models.UniqueConstraint(fields=("company_id",), name="one_notice_settings"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticesettings",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="6c318b7f86da2cee146ec2347eb972fff06c1e85",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_cb6a8",
                    table="hiring_noticesettings",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "scheduled")), fields=["next_attempt_at"], name="message_due"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["company_id", "-due_at", "-id"], name="message_recent"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["company_id", "state", "-due_at", "-id"], name="message_in_state"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["company_id", "application", "due_at"], name="message_of_application"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["company_id", "candidate", "due_at"], name="message_of_candidate"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", False)),
                fields=("company_id", "decision"),
                name="one_message_per_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "received")),
                fields=("company_id", "application"),
                name="one_receipt_per_application",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['to_address', 'reply_to', 'subject', 'body']::text[], ARRAY[]::text[], 'profile_id');\n            RETURN NULL;\n        ",
                    hash="44d77844c434243a6024f66962752428cac4893a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_55d17",
                    table="hiring_message",
                    when="AFTER",
                ),
            ),
        ),
        TenantTables("NoticeSettings", "MessageTemplate", "Message"),
    ]
