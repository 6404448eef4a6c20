"""Watching: signs of life, objectives, how far behind each stream was, alarms and who is told of them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.fields
import isthmus.store.tenancy
from isthmus.store.functions import definer_function
from isthmus.store.operations import TenantTables

BEHIND = """
    SELECT d.company_id, d.connection_id, 'inbox:' || d.source AS work, count(*) AS waiting, min(d.received_at) AS oldest
        FROM sync_delivery d WHERE d.state IN ('received', 'waiting') GROUP BY 1, 2, 3
    UNION ALL SELECT m.company_id, m.connection_id, 'mirror:' || m.resource, count(*), min(m.marked_at)
        FILTER (WHERE m.urgency = 0) FROM sync_mirror m WHERE m.state IN ('marked', 'sending') GROUP BY 1, 2, 3
    UNION ALL SELECT m.company_id, m.connection_id, 'poll:' || m.resource, count(*), min(m.next_poll_at)
        FROM sync_mirror m WHERE m.next_poll_at <= at_time GROUP BY 1, 2, 3
    UNION ALL SELECT o.company_id, o.connection_id, 'outbox:' || o.resource, count(*),
        min(greatest(o.created_at, o.not_before))
        FROM sync_outbox o WHERE o.state IN ('waiting', 'sending') AND o.not_before <= at_time GROUP BY 1, 2, 3
    UNION ALL SELECT r.company_id, r.connection_id, 'retrieval:' || r.resource, count(*), min(r.created_at)
        FROM sync_retrieval r WHERE r.state = 'waiting' GROUP BY 1, 2, 3
    UNION ALL SELECT a.company_id, a.connection_id, 'lane:' || a.lane, count(*), min(a.at)
        FROM sync_appointment a WHERE a.at <= at_time GROUP BY 1, 2, 3
    UNION ALL SELECT h.company_id, h.company_id, 'messages', count(*), min(greatest(h.due_at, h.created_at))
        FROM hiring_message h WHERE h.state = 'scheduled' AND h.due_at <= at_time GROUP BY 1, 2, 3
"""

BEHIND_COLUMNS = "TABLE (company_id uuid, connection_id uuid, work text, waiting bigint, oldest timestamptz)"

BEHIND_HERE = (
    f"CREATE FUNCTION sync_behind(at_time timestamptz) RETURNS {BEHIND_COLUMNS} LANGUAGE sql STABLE AS"
    f" $function$ {BEHIND} $function$; GRANT EXECUTE ON FUNCTION sync_behind(timestamptz) TO isthmus_app"
)

ALERTS_DUE = """
    SELECT m.company_id FROM sync_alertmail m
        WHERE m.state = 'sending' OR (m.state = 'planned' AND m.next_attempt_at <= at_time)
    UNION SELECT s.company_id FROM sync_alertsend s WHERE s.state = 'planned' AND s.next_attempt_at <= at_time
"""

FORGET_WATCHING = """
    DELETE FROM sync_healthsample WHERE at < samples_before;
    DELETE FROM sync_alertmail m WHERE m.founded_at < alarms_before AND NOT EXISTS
        (SELECT 1 FROM sync_alarm a WHERE a.id = m.alarm_id AND (a.resolved_at IS NULL OR a.resolved_at >= alarms_before));
    DELETE FROM sync_alertsend s WHERE s.founded_at < alarms_before AND NOT EXISTS
        (SELECT 1 FROM sync_alarm a WHERE a.id = s.alarm_id AND (a.resolved_at IS NULL OR a.resolved_at >= alarms_before));
    DELETE FROM sync_alarm WHERE resolved_at < alarms_before;
    DELETE FROM sync_housealarm WHERE resolved_at < alarms_before;
    DELETE FROM sync_heartbeat WHERE seen_at < samples_before
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0009_what_waited_on_disk"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertEndpoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("origin", models.CharField(max_length=300)),
                ("sealed_url", models.BinaryField()),
                ("sealed_secret", models.BinaryField()),
                ("created_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("last_worked_at", models.DateTimeField(blank=True, null=True)),
                ("failure_message", models.TextField(blank=True)),
                ("disabled_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AlertMail",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                (
                    "told",
                    models.CharField(
                        choices=[("raised", "Raised"), ("resolved", "Resolved"), ("test", "Test")], max_length=10
                    ),
                ),
                ("user_id", models.UUIDField(blank=True, null=True)),
                ("subject", models.CharField(max_length=300)),
                ("body", models.TextField()),
                ("message_id", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Waits to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("unsure", "May have been sent"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("founded_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("next_attempt_at", models.DateTimeField(blank=True, default=isthmus.base.clock.now, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failure_message", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="AlertSend",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                (
                    "told",
                    models.CharField(
                        choices=[("raised", "Raised"), ("resolved", "Resolved"), ("test", "Test")], max_length=10
                    ),
                ),
                ("body", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Waits to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("unsure", "May have been sent"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("founded_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("next_attempt_at", models.DateTimeField(blank=True, default=isthmus.base.clock.now, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failure_message", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="AlertTerms",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("after_minutes", models.PositiveSmallIntegerField(default=5)),
                ("calm_minutes", models.PositiveSmallIntegerField(default=5)),
            ],
        ),
        migrations.CreateModel(
            name="AlertWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("user_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="HealthSample",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("at", models.DateTimeField()),
                ("lags", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("host", models.CharField(max_length=200)),
                ("pid", models.PositiveIntegerField()),
                ("version", models.CharField(max_length=40)),
                ("doing", models.JSONField(default=list)),
                ("started_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("seen_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("worked_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HouseAlarm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("about", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=14)),
                ("words", models.TextField()),
                ("what_to_do", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                ("raised_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("calm_since", models.DateTimeField(blank=True, null=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "tell",
                    models.CharField(
                        choices=[("raised", "Raised"), ("resolved", "Resolved"), ("test", "Test")],
                        default="raised",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Waits to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("unsure", "May have been sent"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField(blank=True, default=isthmus.base.clock.now, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("stream", models.CharField(max_length=60)),
                ("seconds", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("about", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=14)),
                ("title", models.CharField(max_length=300)),
                ("words", models.TextField()),
                ("whose_move", models.CharField(blank=True, max_length=120)),
                ("what_to_do", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                ("raised_at", models.DateTimeField(default=isthmus.base.clock.now)),
                ("calm_since", models.DateTimeField(blank=True, null=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["company_id", "-raised_at"], name="alarm_recent")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resolved_at", None)),
                        fields=("company_id", "about"),
                        name="one_alarm_at_a_time",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alertendpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY['sealed_url', 'sealed_secret']::text[], ARRAY['failing_since', 'last_worked_at', 'failure_message']::text[], '');\n            RETURN NULL;\n        ",
                    hash="38484e820039e8e037d021918d7c8092c1724949",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_91990",
                    table="sync_alertendpoint",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="alertmail",
            name="alarm",
            field=isthmus.store.fields.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="sync.alarm"
            ),
        ),
        migrations.AddField(
            model_name="alertsend",
            name="alarm",
            field=isthmus.store.fields.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sends", to="sync.alarm"
            ),
        ),
        migrations.AddField(
            model_name="alertsend",
            name="endpoint",
            field=isthmus.store.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sends", to="sync.alertendpoint"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertterms",
            constraint=models.UniqueConstraint(fields=("company_id",), name="one_alert_terms_per_company"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alertterms",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="81f3a4d87ca9006ce09a08dba76bb555c3169b4c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_2a8d5",
                    table="sync_alertterms",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="alertwish",
            constraint=models.UniqueConstraint(fields=("company_id", "user_id"), name="one_alert_wish_per_user"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alertwish",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="dd486cc1263b178dc2105075f93d09b2e4264c4e",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_381b4",
                    table="sync_alertwish",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="healthsample",
            constraint=models.UniqueConstraint(fields=("company_id", "at"), name="one_health_sample_at_a_time"),
        ),
        migrations.AddIndex(
            model_name="heartbeat",
            index=models.Index(fields=["kind", "-worked_at"], name="heartbeat_latest"),
        ),
        migrations.AddConstraint(
            model_name="housealarm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resolved_at", None)), fields=("about",), name="one_house_alarm_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.UniqueConstraint(fields=("company_id", "stream"), name="one_objective_per_stream"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objective",
            trigger=pgtrigger.compiler.Trigger(
                name="record_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM store_record_change(\n                TG_TABLE_NAME::text, TG_OP,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                ARRAY[]::text[], ARRAY[]::text[], '');\n            RETURN NULL;\n        ",
                    hash="51d4103647b82e3ea0fd82f756908c8fd0bba183",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_record_change_6ec75",
                    table="sync_objective",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="alertmail",
            index=models.Index(
                condition=models.Q(("state", "planned")), fields=["next_attempt_at"], name="alert_mail_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertmail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("alarm__isnull", False)),
                fields=("company_id", "alarm", "told", "user_id"),
                name="one_alert_mail_per_reader",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="alertsend",
            index=models.Index(
                condition=models.Q(("state", "planned")), fields=["next_attempt_at"], name="alert_send_due"
            ),
        ),
        migrations.AddIndex(
            model_name="alertsend",
            index=models.Index(fields=["company_id", "-founded_at"], name="alert_send_recent"),
        ),
        migrations.AddConstraint(
            model_name="alertsend",
            constraint=models.UniqueConstraint(
                condition=models.Q(("alarm__isnull", False)),
                fields=("company_id", "endpoint", "alarm", "told"),
                name="one_alert_send_per_endpoint",
            ),
        ),
        TenantTables(
            "Objective", "AlertTerms", "AlertWish", "HealthSample", "Alarm", "AlertMail", "AlertEndpoint", "AlertSend"
        ),
        migrations.RunSQL(BEHIND_HERE, "DROP FUNCTION sync_behind(timestamptz)"),
        definer_function(
            "sync_behind_everywhere(at_time timestamptz)",
            BEHIND_COLUMNS,
            "SELECT * FROM sync_behind(at_time)",
            arguments="timestamptz",
        ),
        definer_function(
            "sync_alerts_due(at_time timestamptz)", "TABLE (company_id uuid)", ALERTS_DUE, arguments="timestamptz"
        ),
        definer_function(
            "sync_forget_watching(samples_before timestamptz, alarms_before timestamptz)",
            "void",
            FORGET_WATCHING,
            arguments="timestamptz, timestamptz",
        ),
    ]
