"""Deliveries that waited on a host's disk come in once, as of when they were received; hosts know every open address."""

import django.contrib.postgres.fields
from django.db import migrations, models

from isthmus.store.functions import definer_function

RECEIVE_SPOOLED = """
    WITH place AS (
        SELECT e.company_id, e.id, e.connection_id, e.source, e.repeats FROM sync_endpoint e
        WHERE e.id = the_endpoint AND (e.closed_at IS NULL OR e.closed_at >= received)
    ), stored AS (
        INSERT INTO sync_delivery (
            id, company_id, endpoint_id, connection_id, source, digest, genuine, sealed_body, size, external_id, visible,
            state, times_received, received_at, last_received_at, failure_kind, failure_code, failure_message, request_id,
            attempts, next_attempt_at, spooled_as)
        SELECT the_id, p.company_id, p.id, p.connection_id, p.source, the_digest, true, the_body, the_size, '', '{}',
            'received', 1, received, received, '', '', '', '', 0, at_time, ARRAY[the_id]
        FROM place p
        ON CONFLICT (company_id, endpoint_id, genuine, digest) DO UPDATE
            SET times_received = sync_delivery.times_received + 1,
                received_at = least(sync_delivery.received_at, excluded.received_at),
                last_received_at = greatest(sync_delivery.last_received_at, excluded.received_at),
                spooled_as = sync_delivery.spooled_as || excluded.id,
                (state, attempts, next_attempt_at) = (
                    SELECT CASE WHEN again THEN 'received' ELSE sync_delivery.state END,
                           CASE WHEN again THEN 0 ELSE sync_delivery.attempts END,
                           CASE WHEN again THEN excluded.next_attempt_at ELSE sync_delivery.next_attempt_at END
                    FROM (SELECT p.repeats AND excluded.received_at > sync_delivery.last_received_at AS again FROM place p) r)
            WHERE NOT excluded.id = ANY (sync_delivery.spooled_as)
        RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM place), pg_notify('isthmus_work', 'inbox')::text
"""

RECEIVE_STRAY = """
    INSERT INTO sync_stray (
        id, source, addressee, digest, genuine, sealed_body, size, times_received, received_at, last_received_at)
    VALUES (the_id, the_source, the_addressee, the_digest, is_genuine, the_body, the_size, 1, received, received)
    ON CONFLICT (source, genuine, digest) DO UPDATE
        SET times_received = sync_stray.times_received + 1,
            last_received_at = greatest(sync_stray.last_received_at, excluded.received_at)
        WHERE sync_stray.id <> excluded.id
    RETURNING sync_stray.id
"""

OPEN_ENDPOINTS = """
    SELECT e.id, e.company_id, e.source, e.token_digest, e.addressee, e.sealed_keys FROM sync_endpoint e
    WHERE e.closed_at IS NULL
"""

VERSION = """
    SELECT coalesce(md5(string_agg(e.id::text || e.token_digest || e.addressee || md5(e.sealed_keys), ',' ORDER BY e.id)), '')
    FROM sync_endpoint e WHERE e.closed_at IS NULL
"""

STRAY_ARGUMENTS = "uuid, text, text, text, boolean, bytea, int, timestamptz"


class Migration(migrations.Migration):
    dependencies = [("sync", "0008_weekly_digest")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="spooled_as",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        definer_function(
            "sync_receive_spooled(the_id uuid, the_endpoint uuid, the_digest text, the_body bytea, the_size int,"
            " received timestamptz, at_time timestamptz)",
            "TABLE (is_known boolean, notice text)",
            RECEIVE_SPOOLED,
            arguments="uuid, uuid, text, bytea, int, timestamptz, timestamptz",
        ),
        migrations.RunSQL(f"DROP FUNCTION sync_receive_stray({STRAY_ARGUMENTS})", migrations.RunSQL.noop),
        definer_function(
            "sync_receive_stray(the_id uuid, the_source text, the_addressee text, the_digest text, is_genuine boolean,"
            " the_body bytea, the_size int, received timestamptz)",
            "TABLE (stray_id uuid)",
            RECEIVE_STRAY,
            arguments=STRAY_ARGUMENTS,
        ),
        definer_function(
            "sync_open_endpoints()",
            "TABLE (endpoint_id uuid, company_id uuid, source text, token_digest text, addressee text, sealed_keys bytea)",
            OPEN_ENDPOINTS,
        ),
        definer_function("sync_open_endpoints_version()", "text", VERSION),
    ]
