"""Notes have an audience, replies, mentions and earlier words; work is handed over; pages of documents are pictures."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.fields
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables

AUDIENCE = """
    ALTER TABLE hiring_note ALTER COLUMN is_private TYPE varchar(8)
        USING CASE WHEN is_private THEN 'author' ELSE 'company' END;
    ALTER TABLE hiring_note RENAME COLUMN is_private TO audience;
"""
REPLY_KEY = """
    ALTER TABLE hiring_note ADD CONSTRAINT hiring_note_reply_to_id_company_fk
        FOREIGN KEY (company_id, reply_to_id) REFERENCES hiring_note (company_id, id) DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0004_hiring_team"),
        ("people", "0003_candidate_values_are_private"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(AUDIENCE)],
            state_operations=[
                migrations.RemoveField(model_name="note", name="is_private"),
                migrations.AddField(
                    model_name="note",
                    name="audience",
                    field=models.CharField(
                        choices=[
                            ("company", "Everyone who may see candidates"),
                            ("team", "The job's hiring team"),
                            ("author", "Only its author"),
                        ],
                        default="company",
                        max_length=8,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="note",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="note",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="note",
            name="reply_to",
            field=isthmus.store.fields.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="hiring.note"
            ),
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("user_id", models.UUIDField()),
                (
                    "call",
                    models.CharField(
                        choices=[("named", "Mentioned you"), ("reply", "Replied to you")], default="named", max_length=6
                    ),
                ),
                ("at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "note",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="hiring.note"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="NoteVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "note",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="hiring.note"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="FilePicture",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("pages", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "file",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="hiring.file"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "file", "number"), name="one_picture_per_page")
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("from_user_id", models.UUIDField()),
                ("to_user_id", models.UUIDField()),
                ("task", models.CharField(max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Handed over"),
                            ("accepted", "Accepted"),
                            ("done", "Done"),
                            ("returned", "Returned"),
                            ("taken_back", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.UUIDField(blank=True, null=True)),
                ("end_words", models.CharField(blank=True, max_length=1000)),
                (
                    "application",
                    isthmus.store.fields.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="hiring.application",
                    ),
                ),
                (
                    "candidate",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_overs", to="people.candidate"
                    ),
                ),
                (
                    "note",
                    isthmus.store.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="hiring.note"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["company_id", "to_user_id", "-at", "-id"], name="hand_over_received"),
                    models.Index(fields=["company_id", "candidate", "-at", "-id"], name="hand_over_of_candidate"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "accepted"))),
                        fields=("company_id", "candidate", "application"),
                        name="one_hand_over_runs",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['task', 'end_words']::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="73311793c5d144aaa66c2084de2d9c0657ac54b8",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_7a903",
                    table="hiring_handover",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                condition=models.Q(("read_at", None)), fields=["company_id", "user_id"], name="mention_unread"
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("company_id", "note", "user_id"), name="called_once_per_note"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mention",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="bd3bcfcd0cb62f1050d913c16eb610e52f9fc289",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_260cf",
                    table="hiring_mention",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noteversion",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['body']::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="c2be6d29993b86dc615388f4776a83a9315b02f5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_ecd6e",
                    table="hiring_noteversion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(REPLY_KEY),
        TenantTables("NoteVersion", "Mention", "HandOver", "FilePicture"),
    ]
