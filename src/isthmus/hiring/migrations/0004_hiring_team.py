"""Who of the company hires for a job."""

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
        ("accounts", "0002_walls_and_lookups"),
        ("hiring", "0003_question_details"),
    ]

    operations = [
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("recruiter", "Recruiter"),
                            ("hiring_manager", "Hiring manager"),
                            ("coordinator", "Coordinator"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "job",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="hiring.job"
                    ),
                ),
                (
                    "membership",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.membership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "job", "membership"), name="once_in_a_team")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teammember",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="a13a690b9dbbc27661fa6c6479195c510798b3c4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_7f0fb",
                    table="hiring_teammember",
                    when="AFTER",
                ),
            ),
        ),
        TenantTables("TeamMember"),
    ]
