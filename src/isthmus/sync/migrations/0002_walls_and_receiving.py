"""Deliveries, mirror and outbox belong to their company; receiving and finding due work are the owner's functions."""

from django.db import migrations

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
        SET times_received = sync_delivery.times_received + 1, last_received_at = excluded.received_at
    RETURNING sync_delivery.id, pg_notify('isthmus_work', 'inbox')::text
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
"""

DUE = f"""
    SELECT DISTINCT w.company_id, w.connection_id, w.lane FROM ({WORK}) w WHERE w.at <= at_time AND {RESTING}
"""

NEXT_DUE = f"""
    SELECT min(greatest(w.at, l.paused_until)) FROM ({WORK}) w
    LEFT JOIN sync_lane l ON l.company_id = w.company_id AND l.connection_id = w.connection_id AND l.name = w.lane
    WHERE greatest(w.at, l.paused_until) > at_time
"""


class Migration(migrations.Migration):
    dependencies = [("sync", "0001_initial"), ("store", "0003_walls")]

    operations = [
        TenantTables("Endpoint", "Delivery", "Mirror", "Outbox", "Retrieval", "Lane", "Stream", "Issue", "Exchange"),
        definer_function(
            "sync_endpoint_by_token(the_digest text)",
            "TABLE (endpoint_id uuid, company_id uuid, connection_id uuid, source text, sealed_keys bytea)",
            "SELECT e.id, e.company_id, e.connection_id, e.source, e.sealed_keys FROM sync_endpoint e"
            " WHERE e.token_digest = the_digest AND e.closed_at IS NULL",
            arguments="text",
        ),
        definer_function(
            "sync_receive(the_id uuid, the_endpoint uuid, the_digest text, is_genuine boolean, the_body bytea, the_size int,"
            " received timestamptz)",
            "TABLE (delivery_id uuid, notice text)",
            RECEIVE,
            arguments="uuid, uuid, text, boolean, bytea, int, timestamptz",
        ),
        definer_function(
            "sync_challenged(the_endpoint uuid, at_time timestamptz)",
            "void",
            "UPDATE sync_endpoint SET last_challenge_at = at_time WHERE id = the_endpoint",
            arguments="uuid, timestamptz",
        ),
        definer_function(
            "sync_due(at_time timestamptz)",
            "TABLE (company_id uuid, connection_id uuid, lane text)",
            DUE,
            arguments="timestamptz",
        ),
        definer_function("sync_next_due(at_time timestamptz)", "timestamptz", NEXT_DUE, arguments="timestamptz"),
        definer_function(
            "sync_forget_exchanges(before timestamptz)",
            "bigint",
            "WITH gone AS (DELETE FROM sync_exchange WHERE at < before RETURNING 1) SELECT count(*) FROM gone",
            arguments="timestamptz",
        ),
        definer_function(
            "sync_forget_refused(before timestamptz)",
            "bigint",
            "WITH gone AS (DELETE FROM sync_delivery WHERE state = 'refused' AND last_received_at < before RETURNING 1)"
            " SELECT count(*) FROM gone",
            arguments="timestamptz",
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE sync_outbox_order OWNED BY sync_outbox.seq;"
            " ALTER TABLE sync_outbox ALTER COLUMN seq SET DEFAULT nextval('sync_outbox_order')"
        ),
    ]
