"""What candidates are found by, kept searches, and things done to several applications at once."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
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
        ("hiring", "0008_messages"),
        ("people", "0003_candidate_values_are_private"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkAction",
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
                        choices=[("move", "Move"), ("reject", "Reject"), ("message", "E-mail")], max_length=10
                    ),
                ),
                ("details", models.JSONField(default=dict)),
                ("items", models.JSONField(default=list)),
                ("results", models.JSONField(default=dict)),
                ("by_user_id", models.UUIDField()),
                ("at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("owner_id", models.UUIDField()),
                ("name", models.CharField(max_length=80)),
                ("asked", models.JSONField(default=dict)),
                ("is_shared", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=isthmus.base.clock.now)),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("sort_name", models.CharField(db_collation="C", max_length=200)),
                ("is_fresh", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="application",
            name="application_counted",
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["company_id", "job", "outcome", "stage", "-applied_at", "-id"], name="application_on_board"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["company_id", "job", "outcome", "-outcome_at", "-id"], name="application_ended"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["company_id", "origin", "-applied_at", "-id"], name="application_by_origin"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bulkaction",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['details', 'results']::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="0a29d6695b9c313c29ce3290c372d04ed652e128",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_f6075",
                    table="hiring_bulkaction",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(fields=("company_id", "owner_id", "name"), name="one_search_per_name"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="savedsearch",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['name', 'asked']::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="e47f813fbdc1168a406d3aad69c77453d1a27ab2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_19e7d",
                    table="hiring_savedsearch",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="candidate",
            field=isthmus.store.fields.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="search_documents",
                to="people.candidate",
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="search_words"),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(fields=["company_id", "sort_name", "candidate"], name="search_by_name"),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(condition=models.Q(("is_fresh", False)), fields=["company_id"], name="search_stale"),
        ),
        migrations.AddConstraint(
            model_name="searchdocument",
            constraint=models.UniqueConstraint(fields=("company_id", "candidate"), name="one_search_document"),
        ),
        TenantTables("SearchDocument", "SavedSearch", "BulkAction"),
    ]
