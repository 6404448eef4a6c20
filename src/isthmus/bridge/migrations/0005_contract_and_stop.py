"""The one contract of a company's Apply Connect, and since when nothing leaves for LinkedIn."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("bridge", "0004_what_linkedin_tells"),
        ("store", "0003_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="stopped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="connection",
            name="stopped_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="connection",
            name="state",
            field=models.CharField(
                choices=[
                    ("incomplete", "Incomplete"),
                    ("complete", "Connected"),
                    ("relink_needed", "Needs reconnecting"),
                    ("killed", "Opted out"),
                ],
                default="incomplete",
                max_length=14,
            ),
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("connection_id", models.UUIDField()),
                ("organization", models.CharField(max_length=120)),
                ("contract", models.CharField(blank=True, max_length=120)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("notifications", models.BooleanField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("chosen_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("chosen_by", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "connection_id"), name="one_contract_per_connection")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="908fa9b2c57d20a51407aa6b510087f821b10090",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_8cf76",
                    table="bridge_contract",
                    when="AFTER",
                ),
            ),
        ),
        TenantTables("Contract"),
    ]
