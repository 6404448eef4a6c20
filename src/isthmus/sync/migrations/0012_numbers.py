"""Numbers for those who watch the installation: streams against objectives, what is not done, open alarms."""

from django.db import migrations

from isthmus.store.functions import definer_function

STREAMS_BEHIND = """
    SELECT n.name, coalesce(max(extract(epoch FROM at_time - b.oldest)), 0)::float8,
        count(b.company_id) FILTER (
            WHERE b.oldest < at_time - make_interval(secs => coalesce(o.seconds, n.seconds)))
    FROM unnest(names, works, objectives) AS n(name, work, seconds)
    LEFT JOIN (SELECT company_id, work, min(oldest) AS oldest FROM sync_behind(at_time) GROUP BY 1, 2) b
        ON b.work = n.work AND b.oldest <= at_time
    LEFT JOIN sync_objective o ON o.company_id = b.company_id AND o.stream = n.name
    GROUP BY n.name
"""

WORK_OPEN = """
    SELECT 'deliveries', d.state::text, count(*) FROM sync_delivery d
        WHERE d.state IN ('received', 'waiting', 'kept', 'failed', 'refused') GROUP BY 2
    UNION ALL SELECT 'postings', m.state, count(*) FROM sync_mirror m
        WHERE m.state IN ('marked', 'sending', 'task_open', 'failed', 'held') GROUP BY 2
    UNION ALL SELECT 'facts', o.state, count(*) FROM sync_outbox o
        WHERE o.state IN ('waiting', 'sending', 'held', 'failed') GROUP BY 2
    UNION ALL SELECT 'files', r.state, count(*) FROM sync_retrieval r WHERE r.state IN ('waiting', 'failed') GROUP BY 2
    UNION ALL SELECT 'e-mails', h.state, count(*) FROM hiring_message h
        WHERE h.state IN ('scheduled', 'held', 'failed') GROUP BY 2
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0011_workers"),
    ]

    operations = [
        definer_function(
            "sync_streams_behind(at_time timestamptz, names text[], works text[], objectives int[])",
            "TABLE (stream text, lag float8, behind bigint)",
            STREAMS_BEHIND,
            arguments="timestamptz, text[], text[], int[]",
        ),
        definer_function("sync_work_open()", "TABLE (work text, state text, items bigint)", WORK_OPEN),
        definer_function(
            "sync_alarms_open()",
            "TABLE (about text, alarms bigint)",
            "SELECT split_part(a.about, ':', 1), count(*) FROM sync_alarm a WHERE a.resolved_at IS NULL GROUP BY 1",
        ),
    ]
