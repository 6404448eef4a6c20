"""Postings by how they stand, told by the database: for counts, and for lists of thousands of jobs.

Each state of `health` belongs to one group; the SQL says the same as `health` does in Python, and a test holds both to
one answer. It reads each table once: PostgreSQL never plans a full join as a loop within a loop, not even when its
statistics are from before the last import.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.db.models import QuerySet, TextChoices
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge import connections
from isthmus.bridge.postings import RESOURCE
from isthmus.bridge.postings.health import PostingState
from isthmus.hiring.models import Job
from isthmus.store.tenancy import current_company_id


class Group(TextChoices):
    """What a recruiter asks about postings: which are live, which move, which need somebody."""

    LIVE = "live", _l("Live on LinkedIn")
    SENDING = "sending", _l("On its way")
    ATTENTION = "attention", _l("Needs attention")
    REFUSED = "refused", _l("Refused")
    NOT_LISTED = "not_listed", _l("Not listed")
    NOT_PUBLISHED = "not_published", _l("Not published")


OF_STATE: Mapping[PostingState, Group] = {
    PostingState.TO_BE_SENT: Group.SENDING,
    PostingState.IN_PROGRESS: Group.SENDING,
    PostingState.EVALUATED: Group.SENDING,
    PostingState.LISTED: Group.LIVE,
    PostingState.OFF_SITE: Group.ATTENTION,
    PostingState.NOT_LISTED: Group.NOT_LISTED,
    PostingState.REFUSED: Group.REFUSED,
    PostingState.HELD: Group.ATTENTION,
    PostingState.CLOSING: Group.SENDING,
    PostingState.CLOSED: Group.NOT_PUBLISHED,
}
NOBODY = UUID(int=0)
_GROUPED = """SELECT j.id, CASE
    WHEN j.id IS NULL THEN NULL
    WHEN p.status IS NULL OR (m.state IS NULL AND p.status <> 'published') THEN 'not_published'
    WHEN m.state IS NULL THEN 'sending'
    WHEN m.state = 'failed' AND NOT (m.operation = 'renew' AND m.exists_there) THEN 'refused'
    WHEN m.state = 'held' THEN 'attention'
    WHEN p.status <> 'published' AND m.state = 'accepted' THEN 'not_published'
    WHEN p.status <> 'published' OR m.state IN ('task_open', 'marked', 'sending') THEN 'sending'
    WHEN NOT m.exists_there THEN 'not_published'
    WHEN m.listing = 'LISTED' AND p.linkedin_apply AND m.facts ->> 'apply_status' = 'NOT_ENABLED' THEN 'attention'
    WHEN m.listing = 'LISTED' THEN 'live'
    WHEN m.facts ->> 'evaluated_only' = 'true' THEN 'sending'
    WHEN m.listing IN ('NOT_LISTED', 'UNKNOWN') THEN 'not_listed'
    ELSE 'sending'
  END AS posting_group
FROM ({jobs}) j
FULL JOIN (SELECT job_id, status, linkedin_apply FROM hiring_posting WHERE company_id = %s) p ON p.job_id = j.id
FULL JOIN (
  SELECT entity_id, state, operation, exists_there, facts, facts ->> 'listing_status' AS listing
  FROM sync_mirror WHERE company_id = %s AND connection_id = %s AND resource = %s
) m ON m.entity_id = j.id"""
_COUNTED = (
    "SELECT posting_group, count(*) FROM ({grouped}) found WHERE posting_group IS NOT NULL GROUP BY posting_group"
)
_ONE_GROUP = "SELECT id FROM ({grouped}) found WHERE posting_group = %s"


def counts(jobs: QuerySet[Job]) -> dict[Group, int]:
    """How many of these jobs are in each group."""
    grouped, asked = _grouped(jobs)
    with database.cursor() as cursor:
        cursor.execute(_COUNTED.format(grouped=grouped), asked)
        by_name = dict(cursor.fetchall())
    return {group: by_name.get(group.value, 0) for group in Group}


def only(jobs: QuerySet[Job], group: str) -> QuerySet[Job]:
    """Those of these jobs whose posting is in the group; all of them for a group there is not."""
    if group not in Group.values:
        return jobs
    grouped, asked = _grouped(Job.objects.all())
    return jobs.filter(id__in=RawSQL(_ONE_GROUP.format(grouped=grouped), [*asked, group]))  # noqa: S611 - values bound


def _grouped(jobs: QuerySet[Job]) -> tuple[str, list[Any]]:
    """SQL for the ids of these jobs, each with its posting's group, and the values it binds; other rows have none."""
    ids = jobs.order_by().values("id").query.get_compiler(connection=database, elide_empty=False)
    sql, asked = ids.as_sql()
    company_id, connection = current_company_id(), connections.current()
    bound = [company_id, company_id, connection.id if connection else NOBODY, RESOURCE]
    return _GROUPED.format(jobs=sql), [*asked, *bound]
