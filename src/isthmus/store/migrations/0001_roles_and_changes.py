"""The change log, its trigger function and its readers."""

from django.db import migrations

from isthmus.store.operations import tenant_policies

# An era is one stay on one cluster: transaction ids of two eras cannot be compared. The first write after a dump was
# restored elsewhere begins a new one.
CHANGE_TABLE = """
CREATE TABLE store_era (era int PRIMARY KEY, system bigint NOT NULL, began_at timestamptz NOT NULL DEFAULT now());

CREATE FUNCTION store_live_era() RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT latest.era FROM (SELECT e.era, e.system FROM store_era e ORDER BY e.era DESC LIMIT 1) latest
        WHERE latest.system = (SELECT c.system_identifier FROM pg_control_system() c)
    $$;

CREATE FUNCTION store_current_era() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$
DECLARE
    live int := store_live_era();
BEGIN
    IF live IS NULL THEN
        INSERT INTO store_era (era, system)
        SELECT coalesce((SELECT max(e.era) FROM store_era e), 0) + 1, c.system_identifier FROM pg_control_system() c
        ON CONFLICT DO NOTHING;
        SELECT max(e.era) INTO live FROM store_era e;
    END IF;
    RETURN live;
END $$;

CREATE TABLE store_change (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    era int NOT NULL DEFAULT store_current_era(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    company_id uuid NOT NULL,
    user_id uuid,
    cause text NOT NULL DEFAULT '',
    entity text NOT NULL,
    entity_id uuid NOT NULL,
    profile_id uuid,
    operation text NOT NULL,
    fields jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX store_change_reading ON store_change (era, xid, seq);
CREATE INDEX store_change_history ON store_change (company_id, entity_id, seq);
CREATE INDEX store_change_profile ON store_change (company_id, profile_id) WHERE profile_id IS NOT NULL;

CREATE TABLE store_changecursor (
    reader text PRIMARY KEY,
    era int NOT NULL DEFAULT 1,
    xid xid8 NOT NULL DEFAULT '0',
    seq bigint NOT NULL DEFAULT 0
);
SELECT store_current_era();
REVOKE ALL ON FUNCTION store_live_era(), store_current_era() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION store_live_era(), store_current_era() TO isthmus_app;
"""

RECORD = """
CREATE FUNCTION store_record_change(
    table_name text, operation text, old_row jsonb, new_row jsonb, private text[], left_out text[], profile text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    either jsonb := coalesce(new_row, old_row);
    changed jsonb := '{}';
    column_name text;
BEGIN
    FOR column_name IN SELECT jsonb_object_keys(either) LOOP
        CONTINUE WHEN column_name = ANY (left_out) OR column_name IN ('id', 'company_id');
        CONTINUE WHEN old_row -> column_name IS NOT DISTINCT FROM new_row -> column_name;
        CONTINUE WHEN operation = 'INSERT' AND new_row -> column_name = 'null'::jsonb;
        changed := changed || jsonb_build_object(column_name, CASE
            WHEN column_name = ANY (private) THEN '"changed"'::jsonb
            ELSE jsonb_build_array(old_row -> column_name, new_row -> column_name) END);
    END LOOP;
    IF operation = 'UPDATE' AND changed = '{}' THEN
        RETURN;
    END IF;
    INSERT INTO store_change (company_id, user_id, cause, entity, entity_id, profile_id, operation, fields)
    VALUES (
        (either ->> 'company_id')::uuid,
        nullif(current_setting('isthmus.user', true), '')::uuid,
        coalesce(current_setting('isthmus.cause', true), ''),
        table_name, (either ->> 'id')::uuid,
        CASE WHEN profile = '' THEN NULL ELSE (either ->> profile)::uuid END,
        lower(operation), changed);
    PERFORM pg_notify('isthmus_work', 'changes');
END $$;
"""

# Within an era rows come in (xid, seq) order. In the live era only rows below every running transaction are safe; the
# horizon is taken before the rows are, so that all below it are committed and seen. Rows of an earlier era came with a
# restore and are all committed; when it has no more, the cursor steps into the next.
READ = """
CREATE FUNCTION store_read_changes(reader_name text, row_limit int)
RETURNS TABLE (seq bigint, xid bigint, era int, at timestamptz, company_id uuid, user_id uuid, cause text,
               entity text, entity_id uuid, profile_id uuid, operation text, fields jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    live int;
    horizon xid8;
    place store_changecursor%ROWTYPE;
    next_era int;
BEGIN
    INSERT INTO store_changecursor (reader) VALUES (reader_name) ON CONFLICT DO NOTHING;
    SELECT * INTO place FROM store_changecursor c WHERE c.reader = reader_name FOR UPDATE;
    horizon := pg_snapshot_xmin(pg_current_snapshot());
    LOOP
        live := store_live_era();
        FOR seq, xid, era, at, company_id, user_id, cause, entity, entity_id, profile_id, operation, fields IN
            SELECT c.seq, c.xid::text::bigint, c.era, c.at, c.company_id, c.user_id, c.cause, c.entity, c.entity_id,
                   c.profile_id, c.operation, c.fields
            FROM store_change c
            WHERE c.era = place.era AND (c.xid, c.seq) > (place.xid, place.seq)
              AND (c.era IS DISTINCT FROM live OR c.xid < horizon)
            ORDER BY c.xid, c.seq LIMIT row_limit
        LOOP
            place.xid := xid::text::xid8;
            place.seq := seq;
            RETURN NEXT;
        END LOOP;
        EXIT WHEN FOUND OR place.era = live;
        SELECT min(e.era) INTO next_era FROM store_era e WHERE e.era > place.era;
        EXIT WHEN next_era IS NULL;
        place.era := next_era;
        place.xid := '0';
        place.seq := 0;
    END LOOP;
    UPDATE store_changecursor c SET era = place.era, xid = place.xid, seq = place.seq
    WHERE c.reader = reader_name AND (c.era, c.xid, c.seq) <> (place.era, place.xid, place.seq);
END $$;
REVOKE ALL ON FUNCTION store_read_changes(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION store_read_changes(text, int) TO isthmus_app;
REVOKE ALL ON store_changecursor, store_era FROM isthmus_app;
REVOKE UPDATE, DELETE ON store_change FROM isthmus_app;
"""


class Migration(migrations.Migration):
    """First, so that every later table can be recorded."""

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.RunSQL([CHANGE_TABLE, RECORD, READ]),
        migrations.RunSQL([s for s in tenant_policies("store_change") if "UNIQUE" not in s]),
    ]
