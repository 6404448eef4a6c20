"""Postings by how they stand, told by the database: for counts, and for lists of thousands of jobs.

Each state of `health` belongs to one group; the SQL says the same as `health` does in Python, and a test holds both to
one answer. It reads each table once and groups the rows by job instead of joining them: PostgreSQL plans
a join as a loop within a loop while its statistics are from before a large import.
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
_GROUPED = """SELECT id, CASE
    WHEN wanted IS NULL OR (state IS NULL AND wanted <> 'published') THEN 'not_published'
    WHEN state IS NULL THEN 'sending'
    WHEN said IN ('refused', 'attention') THEN said
    WHEN wanted <> 'published' AND state = 'accepted' THEN 'not_published'
    WHEN wanted <> 'published' THEN 'sending'
    WHEN said = 'no_form' THEN CASE WHEN form THEN 'attention' ELSE 'live' END
    ELSE said
  END AS posting_group
FROM (
  SELECT id, max(wanted) AS wanted, bool_or(form) AS form, max(state) AS state, max(said) AS said
  FROM (
    SELECT id, true AS asked, NULL AS wanted, NULL::boolean AS form, NULL AS state, NULL AS said FROM ({jobs}) jobs
    UNION ALL
    SELECT job_id, NULL, status, linkedin_apply, NULL, NULL FROM hiring_posting WHERE company_id = %s
    UNION ALL
    SELECT entity_id, NULL, NULL, NULL, state, CASE
        WHEN state = 'failed' AND NOT (operation = 'renew' AND exists_there) THEN 'refused'
        WHEN state = 'held' THEN 'attention'
        WHEN state IN ('task_open', 'marked', 'sending') THEN 'sending'
        WHEN NOT exists_there THEN 'not_published'
        WHEN facts ->> 'listing_status' = 'LISTED' AND facts ->> 'apply_status' = 'NOT_ENABLED' THEN 'no_form'
        WHEN facts ->> 'listing_status' = 'LISTED' THEN 'live'
        WHEN facts ->> 'evaluated_only' = 'true' THEN 'sending'
        WHEN facts ->> 'listing_status' IN ('NOT_LISTED', 'UNKNOWN') THEN 'not_listed'
        ELSE 'sending'
      END
    FROM sync_mirror WHERE company_id = %s AND connection_id = %s AND resource = %s
  ) told
  GROUP BY id HAVING bool_or(asked)
) stands"""
_COUNTED = "SELECT posting_group, count(*) FROM ({grouped}) found GROUP BY posting_group"
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
    """SQL for the ids of these jobs, each with its posting's group, and the values it binds."""
    ids = jobs.order_by().values("id").query.get_compiler(connection=database, elide_empty=False)
    sql, asked = ids.as_sql()
    company_id, connection = current_company_id(), connections.current()
    bound = [company_id, company_id, connection.id if connection else NOBODY, RESOURCE]
    return _GROUPED.format(jobs=sql), [*asked, *bound]
