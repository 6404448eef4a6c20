"""E-mails that are due are work like any other; facts can be held, and are listed by when they leave."""

from django.db import migrations, models

from isthmus.store.functions import definer_function

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
    UNION ALL SELECT h.company_id, h.company_id, 'messages', h.next_attempt_at FROM hiring_message h
        WHERE h.state = 'scheduled'
"""

DUE = f"""
    SELECT DISTINCT w.company_id, w.connection_id, w.lane FROM ({WORK}) w WHERE w.at <= at_time AND {RESTING}
"""

NEXT_DUE = f"""
    SELECT min(greatest(w.at, l.paused_until)) FROM ({WORK}) w
    LEFT JOIN sync_lane l ON l.company_id = w.company_id AND l.connection_id = w.connection_id AND l.name = w.lane
    WHERE greatest(w.at, l.paused_until) > at_time
"""


def replaced(signature: str, returns: str, body: str, *, arguments: str) -> list[migrations.RunSQL]:
    """A function of an earlier migration, with another body."""
    name = signature.split("(", 1)[0]
    drop = migrations.RunSQL(f"DROP FUNCTION {name}({arguments})", migrations.RunSQL.noop)
    return [drop, definer_function(signature, returns, body, arguments=arguments)]


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0005_failure_detail"),
        ("hiring", "0008_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="outbox",
            name="changed_by_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="outbox",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sending", "Being sent"),
                    ("held", "Held back"),
                    ("sent", "Sent"),
                    ("cancelled", "Cancelled"),
                    ("failed", "Needs a person"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(fields=["company_id", "resource", "-not_before", "-id"], name="outbox_recent"),
        ),
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                fields=["company_id", "resource", "state", "-not_before", "-id"], name="outbox_in_state"
            ),
        ),
        *replaced(
            "sync_due(at_time timestamptz)",
            "TABLE (company_id uuid, connection_id uuid, lane text)",
            DUE,
            arguments="timestamptz",
        ),
        *replaced("sync_next_due(at_time timestamptz)", "timestamptz", NEXT_DUE, arguments="timestamptz"),
    ]
