"""How often in a row LinkedIn refused the credentials of a connection, and until when nobody tries them again."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bridge", "0007_reconcile"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="connection",
            name="record_change",
        ),
        migrations.AddField(
            model_name="connection",
            name="refusals",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="connection",
            name="refused_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="connection",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['sealed_secret', 'sealed_webhook_token', 'sealed_events_token']::text[], ARRAY['refusals', 'refused_until']::text[], '');\n            RETURN NULL;\n        ",
                    hash="0709e96e534bf28ec153560a48ab1fdcbbeef944",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_136d3",
                    table="bridge_connection",
                    when="AFTER",
                ),
            ),
        ),
    ]
