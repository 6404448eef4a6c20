"""Follows the changes of jobs, questions, postings and connections, and marks what LinkedIn should hear about."""

from collections.abc import Sequence
from uuid import UUID

from isthmus.base import tracing
from isthmus.bridge import connections
from isthmus.bridge.models import Connection
from isthmus.bridge.postings import MIRROR_LANE, RESOURCE
from isthmus.bridge.postings.plan import external_id_of
from isthmus.hiring.models import Posting, PostingStatus, Question, TeamMember
from isthmus.store.changes import ChangeRow
from isthmus.sync import inbox, lanes, mirror
from isthmus.sync.models import Mirror
from isthmus.sync.pacing import Urgency
from isthmus.sync.rows import story_of

READER = "bridge.postings"
_PARTS_OF_JOBS = ("hiring_posting", "hiring_question", "hiring_teammember")
OF_JOBS = ("hiring_job", *_PARTS_OF_JOBS)
_NOT_ABOUT_POSTINGS = frozenset(
    {
        "why",
        "trouble",
        "apply_by_default",
        "sealed_webhook_token",
        "sealed_events_token",
        "stopped_at",
        "stopped_by",
    }
)


def follow(rows: Sequence[ChangeRow]) -> None:
    """Mark every posting one of these changes may concern; equal ones are not sent again."""
    connection = connections.current()
    if any(row.entity == "hiring_job" and row.operation == "insert" for row in rows):
        inbox.hurry("unknown_job")
    if connection is None:
        return
    if any(_concerns_all(row) for row in rows):
        _mark_all(connection)
    else:
        _mark(connection, _jobs_of(rows))
    if tracing.is_on():
        _trace(connection, rows)


def _concerns_all(row: ChangeRow) -> bool:
    return row.entity == "bridge_connection" and not set(row.fields) <= _NOT_ABOUT_POSTINGS


def _mark_all(connection: Connection) -> None:
    lanes.wake(connection.id)
    mirror.mark_known(connection.id, RESOURCE)
    published = Posting.objects.filter(status=PostingStatus.PUBLISHED).values_list("job_id", flat=True)
    external_ids = {job_id: external_id_of(job_id) for job_id in published}
    mirror.found(connection.id, RESOURCE, external_ids, urgency=Urgency.LATER)


def _mark(connection: Connection, job_ids: set[UUID]) -> None:
    known = set(
        Mirror.objects.filter(connection_id=connection.id, resource=RESOURCE, entity_id__in=job_ids).values_list(
            "entity_id", flat=True
        )
    )
    wanted = set(
        Posting.objects.filter(job_id__in=job_ids, status=PostingStatus.PUBLISHED).values_list("job_id", flat=True)
    )
    for job_id in sorted(known | wanted):
        mirror.mark(connection.id, RESOURCE, job_id, external_id_of(job_id))
    lanes.hurry(connection.id, MIRROR_LANE)


def _trace(connection: Connection, rows: Sequence[ChangeRow]) -> None:
    """The first part of a posting's story: from the change to its mark."""
    marked = Mirror.objects.filter(connection_id=connection.id, resource=RESOURCE, entity_id__in=_jobs_of(rows))
    for row in marked:
        tracing.record("mark", story_of(row), min(change.at for change in rows), resource=RESOURCE)


def _jobs_of(rows: Sequence[ChangeRow]) -> set[UUID]:
    jobs = {row.entity_id for row in rows if row.entity == "hiring_job"}
    written = {row.entity_id for row in rows if row.entity == "hiring_posting"}
    asked = {row.entity_id for row in rows if row.entity == "hiring_question"}
    joined = {row.entity_id for row in rows if row.entity == "hiring_teammember"}
    jobs |= set(TeamMember.objects.filter(id__in=joined).values_list("job_id", flat=True))
    jobs |= set(Posting.objects.filter(id__in=written).values_list("job_id", flat=True))
    jobs |= set(Question.objects.filter(id__in=asked).values_list("job_id", flat=True))
    return jobs | {UUID(job_id) for row in rows if (job_id := _job_of_deleted(row))}


def _job_of_deleted(row: ChangeRow) -> str:
    if row.operation != "delete" or row.entity not in _PARTS_OF_JOBS:
        return ""
    before = row.fields.get("job_id")
    return str(before[0]) if isinstance(before, list) else ""
