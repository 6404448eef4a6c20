"""Bulk actions keep their applications one by one."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import isthmus.base.ids
import isthmus.store.fields
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0013_search_estimate"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("place", models.PositiveIntegerField()),
                ("before", models.CharField(max_length=120)),
                ("after", models.CharField(blank=True, max_length=120)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("digest", models.CharField(max_length=64)),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("outcome_why", models.TextField(blank=True)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="bulkaction",
            name="record_change",
        ),
        migrations.RemoveField(
            model_name="bulkaction",
            name="items",
        ),
        migrations.RemoveField(
            model_name="bulkaction",
            name="results",
        ),
        migrations.AddField(
            model_name="bulkaction",
            name="is_cut",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="bulkaction",
            name="state",
            field=models.CharField(
                choices=[("planned", "Preview"), ("applying", "Under way"), ("done", "Done"), ("stopped", "Stopped")],
                default="planned",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="bulkaction",
            name="kind",
            field=models.CharField(
                choices=[("move", "Move to a stage"), ("reject", "Reject"), ("message", "E-mail")], max_length=10
            ),
        ),
        migrations.AddIndex(
            model_name="bulkaction",
            index=models.Index(fields=["company_id", "state", "-at"], name="bulk_action_by_state"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulkaction",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['details']::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="9016d51e59bf616b2a74fff16c358d5a8b4600ef",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_f6075",
                    table="hiring_bulkaction",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="bulkitem",
            name="action",
            field=isthmus.store.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="hiring.bulkaction"
            ),
        ),
        migrations.AddField(
            model_name="bulkitem",
            name="application",
            field=isthmus.store.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bulk_items", to="hiring.application"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(fields=("company_id", "action", "place"), name="one_item_per_place"),
        ),
        TenantTables("BulkItem"),
    ]
