"""Changes nobody has read yet are work that waits too: of which stream, its readers say."""

from django.db import migrations

from isthmus.store.functions import definer_function

# `age` is measured by the database's clock, which wrote the moments. What lies beyond the first ten thousand is not
# looked at: with that much unread, one more makes no difference.
UNREAD = """
    SELECT c.company_id, f.work, count(DISTINCT c.entity_id), extract(epoch FROM clock_timestamp() - min(c.at))::float8
    FROM store_changecursor p
    CROSS JOIN LATERAL (
        SELECT l.company_id, l.entity, l.entity_id, l.at FROM store_change l
        WHERE (l.era, l.xid, l.seq) > (p.era, p.xid, p.seq) ORDER BY l.era, l.xid, l.seq LIMIT 10000
    ) c
    JOIN unnest(readers, entities, works) AS f(reader, entity, work) ON f.reader = p.reader AND f.entity = c.entity
    WHERE p.reader = ANY (readers)
    GROUP BY 1, 2
"""

STREAMS_BEHIND = """
    SELECT n.name, coalesce(max(extract(epoch FROM at_time - b.oldest)), 0)::float8,
        count(b.company_id) FILTER (
            WHERE b.oldest < at_time - make_interval(secs => coalesce(o.seconds, n.seconds)))
    FROM unnest(names, works, objectives) AS n(name, work, seconds)
    LEFT JOIN (
        SELECT company_id, work, min(oldest) AS oldest FROM (
            SELECT company_id, work, oldest FROM sync_behind(at_time)
            UNION ALL SELECT company_id, work, at_time - make_interval(secs => age)
                FROM sync_unread(readers, entities, fed) WHERE age >= settled
        ) AS waiting GROUP BY 1, 2
    ) b ON b.work = n.work AND b.oldest <= at_time
    LEFT JOIN sync_objective o ON o.company_id = b.company_id AND o.stream = n.name
    GROUP BY n.name
"""


class Migration(migrations.Migration):
    dependencies = [("sync", "0014_spool_with_signs_of_life"), ("store", "0003_walls")]

    operations = [
        definer_function(
            "sync_unread(readers text[], entities text[], works text[])",
            "TABLE (company_id uuid, work text, waiting bigint, age float8)",
            UNREAD,
            arguments="text[], text[], text[]",
        ),
        definer_function(
            "sync_streams_behind(at_time timestamptz, names text[], works text[], objectives int[],"
            " readers text[], entities text[], fed text[], settled float8)",
            "TABLE (stream text, lag float8, behind bigint)",
            STREAMS_BEHIND,
            arguments="timestamptz, text[], text[], int[], text[], text[], text[], float8",
        ),
    ]
