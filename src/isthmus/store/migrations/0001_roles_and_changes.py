"""The change log, its trigger function and its readers."""

from django.db import migrations

from isthmus.store.operations import tenant_policies

CHANGE_TABLE = """
CREATE FUNCTION store_system_identifier() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS 'SELECT system_identifier FROM pg_control_system()';

CREATE TABLE store_change (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    system bigint NOT NULL DEFAULT store_system_identifier(),
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
CREATE INDEX store_change_reading ON store_change (system, xid, seq);
CREATE INDEX store_change_history ON store_change (company_id, entity_id, seq);
CREATE INDEX store_change_profile ON store_change (company_id, profile_id) WHERE profile_id IS NOT NULL;

CREATE TABLE store_changecursor (
    reader text PRIMARY KEY,
    system bigint NOT NULL,
    xid xid8 NOT NULL DEFAULT '0',
    seq bigint NOT NULL DEFAULT 0
);
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

# Rows of the cursor's own cluster come in (xid, seq) order. On the cluster that runs now, only rows below every running
# transaction are safe; rows of an earlier cluster came with a restore and are all committed. When an earlier cluster has
# no more rows, the cursor steps to the cluster whose rows follow by seq.
READ = """
CREATE FUNCTION store_read_changes(reader_name text, row_limit int)
RETURNS TABLE (seq bigint, xid bigint, system bigint, at timestamptz, company_id uuid, user_id uuid, cause text,
               entity text, entity_id uuid, profile_id uuid, operation text, fields jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    here bigint := store_system_identifier();
    place store_changecursor%ROWTYPE;
    next_system bigint;
    found_rows int := 0;
BEGIN
    INSERT INTO store_changecursor (reader, system)
    VALUES (reader_name, coalesce((SELECT c.system FROM store_change c ORDER BY c.seq LIMIT 1), here))
    ON CONFLICT DO NOTHING;
    SELECT * INTO place FROM store_changecursor c WHERE c.reader = reader_name FOR UPDATE;
    LOOP
        RETURN QUERY
            SELECT c.seq, c.xid::text::bigint, c.system, c.at, c.company_id, c.user_id, c.cause, c.entity, c.entity_id,
                   c.profile_id, c.operation, c.fields
            FROM store_change c
            WHERE c.system = place.system AND (c.xid, c.seq) > (place.xid, place.seq)
              AND (c.system <> here OR c.xid < pg_snapshot_xmin(pg_current_snapshot()))
            ORDER BY c.xid, c.seq LIMIT row_limit;
        GET DIAGNOSTICS found_rows = ROW_COUNT;
        EXIT WHEN found_rows > 0 OR place.system = here;
        SELECT c.system INTO next_system FROM store_change c
        WHERE c.seq > (SELECT coalesce(max(o.seq), place.seq) FROM store_change o WHERE o.system = place.system)
        ORDER BY c.seq LIMIT 1;
        UPDATE store_changecursor c SET system = coalesce(next_system, here), xid = '0', seq = 0
        WHERE c.reader = reader_name RETURNING * INTO place;
    END LOOP;
    IF found_rows > 0 THEN
        UPDATE store_changecursor c SET xid = last.xid, seq = last.seq
        FROM (SELECT w.xid, w.seq FROM (
                SELECT c.xid, c.seq FROM store_change c
                WHERE c.system = place.system AND (c.xid, c.seq) > (place.xid, place.seq)
                  AND (c.system <> here OR c.xid < pg_snapshot_xmin(pg_current_snapshot()))
                ORDER BY c.xid, c.seq LIMIT row_limit) w ORDER BY w.xid DESC, w.seq DESC LIMIT 1) last
        WHERE c.reader = reader_name;
    END IF;
END $$;
REVOKE ALL ON FUNCTION store_read_changes(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION store_read_changes(text, int) TO isthmus_app;
REVOKE ALL ON store_changecursor FROM isthmus_app;
REVOKE UPDATE, DELETE ON store_change FROM isthmus_app;
"""


class Migration(migrations.Migration):
    """First, so that every later table can be recorded."""

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.RunSQL([CHANGE_TABLE, RECORD, READ]),
        migrations.RunSQL([s for s in tenant_policies("store_change") if "UNIQUE" not in s]),
    ]
