"""Postings by how they stand, told by the database: for counts, and for lists of thousands of jobs.

Each state of `health` belongs to one group; the SQL says the same as `health` does in Python, and a test holds both to
one answer.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, QuerySet, TextChoices
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge import connections
from isthmus.bridge.postings import RESOURCE
from isthmus.bridge.postings.health import PostingState
from isthmus.hiring.models import Job


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
_GROUP = """COALESCE((
  SELECT CASE
    WHEN m.id IS NULL AND p.status = 'published' THEN 'sending'
    WHEN m.id IS NULL THEN 'not_published'
    WHEN m.state = 'failed' AND NOT (m.operation = 'renew' AND m.exists_there) THEN 'refused'
    WHEN m.state = 'held' THEN 'attention'
    WHEN p.status <> 'published' AND m.state = 'accepted' THEN 'not_published'
    WHEN p.status <> 'published' OR m.state IN ('task_open', 'marked', 'sending') THEN 'sending'
    WHEN NOT m.exists_there THEN 'not_published'
    WHEN m.facts ->> 'listing_status' = 'LISTED' AND p.linkedin_apply AND m.facts ->> 'apply_status' = 'NOT_ENABLED'
      THEN 'attention'
    WHEN m.facts ->> 'listing_status' = 'LISTED' THEN 'live'
    WHEN m.facts ->> 'evaluated_only' = 'true' THEN 'sending'
    WHEN m.facts ->> 'listing_status' IN ('NOT_LISTED', 'UNKNOWN') THEN 'not_listed'
    ELSE 'sending'
  END
  FROM hiring_posting p
  LEFT JOIN sync_mirror m
    ON m.company_id = p.company_id AND m.connection_id = %s AND m.resource = %s AND m.entity_id = p.job_id
  WHERE p.company_id = hiring_job.company_id AND p.job_id = hiring_job.id
), 'not_published')"""


def with_group(jobs: QuerySet[Job]) -> QuerySet[Any]:
    """The jobs, each with the group of its posting as `posting_group`."""
    connection = connections.current()
    asked = [connection.id if connection else NOBODY, RESOURCE]
    group = RawSQL(_GROUP, asked, output_field=CharField())  # noqa: S611 - constant text, values bound
    return jobs.annotate(posting_group=group)


def counts(jobs: QuerySet[Job]) -> dict[Group, int]:
    """How many of these jobs are in each group."""
    found = with_group(jobs.order_by()).values_list("posting_group").annotate(Count("id"))
    by_name = dict(found)
    return {group: by_name.get(group.value, 0) for group in Group}


def only(jobs: QuerySet[Job], group: str) -> QuerySet[Job]:
    """Those of these jobs whose posting is in the group; all of them for a group there is not."""
    return with_group(jobs).filter(posting_group=group) if group in Group.values else jobs
