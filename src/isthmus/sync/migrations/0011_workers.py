"""Workers that are heard of, and lanes that remember runs which ended without a word."""

from django.db import migrations, models

from isthmus.store.functions import definer_function

NOBODYS = (
    "ALTER TABLE sync_worker ENABLE ROW LEVEL SECURITY; ALTER TABLE sync_worker FORCE ROW LEVEL SECURITY;"
    " CREATE POLICY sync_worker_owner ON sync_worker TO isthmus_owner USING (true) WITH CHECK (true);"
    " REVOKE ALL ON sync_worker FROM isthmus_app"
)

BEAT = """
    INSERT INTO sync_worker AS w (id, host, pid, began_at, beat_at)
    VALUES (the_worker, left(the_host, 200), the_pid, clock_timestamp(), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET beat_at = clock_timestamp() WHERE w.lost_at IS NULL
    RETURNING true
"""

LOSE = """
    UPDATE sync_worker SET lost_at = clock_timestamp()
    WHERE lost_at IS NULL AND beat_at < clock_timestamp() - silent RETURNING id, host
"""

BEGIN = """
    BEGIN
        IF NOT pg_try_advisory_lock(the_lock) THEN
            RETURN;
        END IF;
        PERFORM set_config('synchronous_commit', 'off', true);
        RETURN QUERY INSERT INTO sync_lane AS l (
            id, company_id, connection_id, name, failures, failure_kind, failure_message, began_at)
        VALUES (gen_random_uuid(), the_company, the_connection, the_lane, 0, '', '', clock_timestamp())
        ON CONFLICT ON CONSTRAINT one_row_per_lane DO UPDATE SET
            deaths = l.deaths + (l.began_at IS NOT NULL)::int,
            hand_deaths = l.hand_deaths + (l.began_at IS NOT NULL AND l.in_hand IS NOT NULL)::int,
            began_at = clock_timestamp()
        RETURNING pg_backend_pid(), l.deaths;
    END
"""

END = """
    BEGIN
        PERFORM set_config('synchronous_commit', 'off', true);
        UPDATE sync_lane l SET
            began_at = NULL,
            deaths = CASE outcome WHEN 'well' THEN 0 WHEN 'stumbled' THEN l.deaths + 1 ELSE l.deaths END,
            hand_deaths = CASE outcome WHEN 'well' THEN 0
                WHEN 'stumbled' THEN l.hand_deaths + (l.in_hand IS NOT NULL)::int ELSE l.hand_deaths END,
            in_hand = CASE outcome WHEN 'well' THEN NULL ELSE l.in_hand END
        WHERE l.company_id = the_company AND l.connection_id = the_connection AND l.name = the_lane;
        PERFORM pg_advisory_unlock(the_lock);
    END
"""

HAND = """
    UPDATE sync_lane l SET hand_deaths = CASE WHEN l.in_hand = the_item THEN l.hand_deaths ELSE 0 END, in_hand = the_item
    WHERE l.company_id = the_company AND l.connection_id = the_connection AND l.name = the_lane
    RETURNING l.hand_deaths
"""

FORGET_LANES = """
    DELETE FROM sync_lane WHERE began_at IS NULL AND deaths = 0 AND failures = 0 AND paused_until IS NULL
        AND failure_kind = '' AND in_hand IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0010_watching"),
    ]

    operations = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("host", models.CharField(max_length=200)),
                ("pid", models.PositiveIntegerField()),
                ("began_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField()),
                ("lost_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="lane",
            name="began_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lane",
            name="deaths",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="lane",
            name="hand_deaths",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="lane",
            name="in_hand",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.RunSQL(NOBODYS, migrations.RunSQL.noop),
        definer_function(
            "sync_beat(the_worker uuid, the_host text, the_pid int)", "boolean", BEAT, arguments="uuid, text, int"
        ),
        definer_function(
            "sync_workers()",
            "TABLE (id uuid, host text, pid bigint, began_at timestamptz, silent interval, lost_at timestamptz)",
            "SELECT w.id, w.host, w.pid::bigint, w.began_at, clock_timestamp() - w.beat_at, w.lost_at FROM sync_worker w"
            " ORDER BY w.began_at",
        ),
        definer_function(
            "sync_lose_workers(silent interval)", "TABLE (id uuid, host text)", LOSE, arguments="interval"
        ),
        definer_function(
            "sync_worker_left(the_worker uuid)",
            "void",
            "DELETE FROM sync_worker WHERE id = the_worker",
            arguments="uuid",
        ),
        definer_function(
            "sync_forget_workers(kept interval)",
            "void",
            "DELETE FROM sync_worker WHERE lost_at < clock_timestamp() - kept",
            arguments="interval",
        ),
        definer_function(
            "sync_lane_begin(the_company uuid, the_connection uuid, the_lane text, the_lock bigint)",
            "TABLE (backend int, died int)",
            BEGIN,
            language="plpgsql",
            arguments="uuid, uuid, text, bigint",
        ),
        definer_function(
            "sync_lane_end(the_company uuid, the_connection uuid, the_lane text, the_lock bigint, outcome text)",
            "void",
            END,
            language="plpgsql",
            arguments="uuid, uuid, text, bigint, text",
        ),
        definer_function(
            "sync_lane_hand(the_company uuid, the_connection uuid, the_lane text, the_item uuid)",
            "int",
            HAND,
            arguments="uuid, uuid, text, uuid",
        ),
        definer_function("sync_forget_lanes()", "void", FORGET_LANES),
    ]
