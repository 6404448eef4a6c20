"""Questions say more than their words, forms have sections, answers know what they are about."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0002_walls"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="answer",
            name="record_change",
        ),
        migrations.AddField(
            model_name="answer",
            name="about",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="answer",
            name="understood",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="job",
            name="form_sections",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="question",
            name="details",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="question",
            name="section",
            field=models.CharField(
                choices=[
                    ("questions", "Questions of your own"),
                    ("contact", "Contact"),
                    ("resume", "Résumé"),
                    ("cover_letter", "Cover letter"),
                    ("work", "Work, for each job"),
                    ("education", "Education, for each school"),
                ],
                default="questions",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="kind",
            field=models.CharField(
                choices=[
                    ("short_text", "A line of text"),
                    ("text", "Text"),
                    ("integer", "Whole number"),
                    ("number", "Number"),
                    ("yes_no", "Yes or no"),
                    ("single", "One of several"),
                    ("multiple", "Several of several"),
                    ("date_range", "From one date to another"),
                    ("document", "A document"),
                ],
                max_length=10,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['value', 'shown', 'about']::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="11ddc4f6eeb4d91d13c3dfb616b1e43fff5831b5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_1f0b3",
                    table="hiring_answer",
                    when="AFTER",
                ),
            ),
        ),
    ]
