"""Addresses that companies share, deliveries there that are nobody's, and lanes that run by appointment."""

from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.tenancy
from isthmus.store.functions import definer_function
from isthmus.store.operations import TenantTables

RECEIVE = """
    INSERT INTO sync_delivery (
        id, company_id, endpoint_id, connection_id, source, digest, genuine, sealed_body, size, external_id, visible, state,
        times_received, received_at, last_received_at, failure_kind, failure_code, failure_message, request_id, attempts,
        next_attempt_at)
    SELECT the_id, e.company_id, e.id, e.connection_id, e.source, the_digest, is_genuine, the_body, the_size, '', '{}',
        CASE WHEN is_genuine THEN 'received' ELSE 'refused' END, 1, received, received,
        '', '', CASE WHEN is_genuine THEN '' ELSE 'The signature does not match this connection.' END, '', 0,
        CASE WHEN is_genuine THEN received END
    FROM sync_endpoint e WHERE e.id = the_endpoint AND e.closed_at IS NULL
    ON CONFLICT (company_id, endpoint_id, genuine, digest) DO UPDATE
        SET times_received = sync_delivery.times_received + 1, last_received_at = excluded.received_at,
            (state, attempts, next_attempt_at) = (
                SELECT CASE WHEN again THEN 'received' ELSE sync_delivery.state END,
                       CASE WHEN again THEN 0 ELSE sync_delivery.attempts END,
                       CASE WHEN again THEN excluded.received_at ELSE sync_delivery.next_attempt_at END
                FROM (SELECT e.repeats AND excluded.genuine AS again FROM sync_endpoint e WHERE e.id = the_endpoint) r)
    RETURNING sync_delivery.id, pg_notify('isthmus_work', 'inbox')::text
"""

RECEIVE_STRAY = """
    INSERT INTO sync_stray (
        id, source, addressee, digest, genuine, sealed_body, size, times_received, received_at, last_received_at)
    VALUES (the_id, the_source, the_addressee, the_digest, is_genuine, the_body, the_size, 1, received, received)
    ON CONFLICT (source, genuine, digest) DO UPDATE
        SET times_received = sync_stray.times_received + 1, last_received_at = excluded.received_at
    RETURNING sync_stray.id
"""

RESTING = """
    NOT EXISTS (SELECT 1 FROM sync_lane l WHERE l.company_id = w.company_id AND l.connection_id = w.connection_id
                AND l.name = w.lane AND l.paused_until > at_time)
"""

WORK = """
    SELECT d.company_id, d.connection_id, 'inbox' AS lane, d.next_attempt_at AS at FROM sync_delivery d
        WHERE d.state IN ('received', 'waiting')
    UNION ALL SELECT m.company_id, m.connection_id, 'mirror:' || m.resource, m.next_attempt_at FROM sync_mirror m
        WHERE m.state IN ('marked', 'sending')
    UNION ALL SELECT m.company_id, m.connection_id, 'poll:' || m.resource, m.next_poll_at FROM sync_mirror m
        WHERE m.next_poll_at IS NOT NULL
    UNION ALL SELECT o.company_id, o.connection_id, 'outbox:' || o.resource, o.next_attempt_at FROM sync_outbox o
        WHERE o.state IN ('waiting', 'sending')
    UNION ALL SELECT r.company_id, r.connection_id, 'retrieval:' || r.resource, r.next_attempt_at FROM sync_retrieval r
        WHERE r.state = 'waiting'
    UNION ALL SELECT a.company_id, a.connection_id, a.lane, a.at FROM sync_appointment a
"""

DUE = f"""
    SELECT DISTINCT w.company_id, w.connection_id, w.lane FROM ({WORK}) w WHERE w.at <= at_time AND {RESTING}
"""

NEXT_DUE = f"""
    SELECT min(greatest(w.at, l.paused_until)) FROM ({WORK}) w
    LEFT JOIN sync_lane l ON l.company_id = w.company_id AND l.connection_id = w.connection_id AND l.name = w.lane
    WHERE greatest(w.at, l.paused_until) > at_time
"""

NOBODYS = (
    "ALTER TABLE sync_stray ENABLE ROW LEVEL SECURITY; ALTER TABLE sync_stray FORCE ROW LEVEL SECURITY;"
    " CREATE POLICY sync_stray_owner ON sync_stray TO isthmus_owner USING (true) WITH CHECK (true);"
    " REVOKE ALL ON sync_stray FROM isthmus_app"
)


def replaced(signature: str, returns: str, body: str, *, arguments: str) -> list[migrations.RunSQL]:
    """A function of an earlier migration, with another body."""
    name = signature.split("(", 1)[0]
    drop = migrations.RunSQL(f"DROP FUNCTION {name}({arguments})", migrations.RunSQL.noop)
    return [drop, definer_function(signature, returns, body, arguments=arguments)]


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0003_budgets"),
        ("store", "0003_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("connection_id", models.UUIDField()),
                ("lane", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Stray",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=40)),
                ("addressee", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("genuine", models.BooleanField()),
                ("sealed_body", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("times_received", models.PositiveIntegerField(default=1)),
                ("received_at", models.DateTimeField()),
                ("last_received_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="endpoint",
            name="addressee",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="opened_at",
            field=models.DateTimeField(default=isthmus.base.clock.now),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="repeats",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("addressee", ""), _negated=True), ("closed_at", None)),
                fields=("source", "addressee"),
                name="one_endpoint_per_addressee",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["at"], name="appointment_due"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                fields=("company_id", "connection_id", "lane"), name="one_appointment_per_lane"
            ),
        ),
        migrations.AddConstraint(
            model_name="stray",
            constraint=models.UniqueConstraint(fields=("source", "genuine", "digest"), name="stray_stored_once"),
        ),
        TenantTables("Appointment"),
        migrations.RunSQL(NOBODYS),
        definer_function(
            "sync_endpoint_for(the_source text, the_addressee text)",
            "TABLE (endpoint_id uuid, company_id uuid, source text, sealed_keys bytea)",
            "SELECT e.id, e.company_id, e.source, e.sealed_keys FROM sync_endpoint e WHERE e.source = the_source"
            " AND e.addressee = the_addressee AND the_addressee <> '' AND e.closed_at IS NULL",
            arguments="text, text",
        ),
        definer_function(
            "sync_receive_stray(the_id uuid, the_source text, the_addressee text, the_digest text, is_genuine boolean,"
            " the_body bytea, the_size int, received timestamptz)",
            "TABLE (stray_id uuid)",
            RECEIVE_STRAY,
            arguments="uuid, text, text, text, boolean, bytea, int, timestamptz",
        ),
        definer_function(
            "sync_strays()",
            "TABLE (source text, addressee text, genuine boolean, deliveries bigint, last_received_at timestamptz)",
            "SELECT s.source, s.addressee, s.genuine, sum(s.times_received), max(s.last_received_at) FROM sync_stray s"
            " GROUP BY 1, 2, 3 ORDER BY 5 DESC",
        ),
        definer_function(
            "sync_forget_strays(forged_before timestamptz, genuine_before timestamptz)",
            "bigint",
            "WITH gone AS (DELETE FROM sync_stray WHERE last_received_at < CASE WHEN genuine THEN genuine_before"
            " ELSE forged_before END RETURNING 1) SELECT count(*) FROM gone",
            arguments="timestamptz, timestamptz",
        ),
        *replaced(
            "sync_receive(the_id uuid, the_endpoint uuid, the_digest text, is_genuine boolean, the_body bytea, the_size int,"
            " received timestamptz)",
            "TABLE (delivery_id uuid, notice text)",
            RECEIVE,
            arguments="uuid, uuid, text, boolean, bytea, int, timestamptz",
        ),
        *replaced(
            "sync_due(at_time timestamptz)",
            "TABLE (company_id uuid, connection_id uuid, lane text)",
            DUE,
            arguments="timestamptz",
        ),
        *replaced("sync_next_due(at_time timestamptz)", "timestamptz", NEXT_DUE, arguments="timestamptz"),
    ]
