"""Compares postings: what is wanted, what was told and accepted, and what LinkedIn shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import clients
from isthmus.bridge.models import Connection
from isthmus.bridge.postings import MIRROR_LANE, POLL_LANE, RESOURCE, plan
from isthmus.bridge.reconcile import compare
from isthmus.bridge.reconcile.compare import Posting as View
from isthmus.bridge.reconcile.compare import Told, is_forgotten
from isthmus.bridge.reconcile.pages import SIZE, Found, Page, Scene, page_of
from isthmus.hiring.models import Job, JobStatus, Posting, PostingStatus
from isthmus.linkedin import PostingStatus as Said
from isthmus.linkedin import Task, TaskState
from isthmus.sync import issues, standing
from isthmus.sync.models import Mirror, MirrorState
from isthmus.sync.standing import State

UNDER_WAY = (MirrorState.MARKED, MirrorState.SENDING, MirrorState.TASK_OPEN)


@dataclass(frozen=True)
class Looked:
    """One page of the mirror: its rows, and what each stands for."""

    rows: list[Mirror]
    views: Mapping[UUID, View]
    titles: Mapping[UUID, str]

    @property
    def settled(self) -> list[str]:
        """What LinkedIn can be asked about: the external ids of rows that nothing is under way for."""
        return [row.external_id for row in self.rows if row.state == MirrorState.ACCEPTED]

    def forgotten_tasks(self, present: datetime) -> dict[str, str]:
        """Open tasks nobody will ask about soon: the external id of each posting by its task's URN."""
        views = self.views
        forgotten = (row for row in self.rows if (view := views.get(row.entity_id)) and is_forgotten(view, present))
        return {row.task: row.external_id for row in forgotten if row.task}


def look(scene: Scene, after: UUID | None) -> Looked:
    """The next page of the acting company's mirror."""
    found = Mirror.objects.filter(resource=RESOURCE).order_by("id")
    rows = list((found.filter(id__gt=after) if after else found).defer("sealed_sent", "sealed_accepted")[:SIZE])
    ids = [row.entity_id for row in rows]
    digests = _wanted(rows)
    may_leave = {MirrorState.TASK_OPEN: scene.may_leave(POLL_LANE)}
    sends = scene.may_leave(MIRROR_LANE)
    views = {
        row.entity_id: _view(row, digests[row.entity_id], may_leave=may_leave.get(MirrorState(row.state), sends))
        for row in rows
        if row.entity_id in digests
    }
    return Looked(rows, views, dict(Job.objects.filter(id__in=ids).values_list("id", "title")))


def compared(scene: Scene, looked: Looked, told: Mapping[str, Told]) -> Page:
    """The gaps of a page, given what LinkedIn said of some of its postings."""
    every = timedelta(seconds=settings.CONFIG.status_poll_seconds)
    found = []
    for row in looked.rows:
        if (view := looked.views.get(row.entity_id)) is None:
            continue
        kind = compare.ours(view, scene.present)
        if not kind and row.external_id in told:
            kind = compare.theirs(view, told[row.external_id], scene.present, every)
        if kind:
            found.append(_found(scene, kind, row, looked.titles.get(row.entity_id, "")))
    return page_of(found, [row.id for row in looked.rows])


def unmarked(scene: Scene, after: UUID | None) -> Page:
    """Published postings that the mirror does not know."""
    if scene.connection is None:
        return Page()
    known = Mirror.objects.filter(resource=RESOURCE, entity_id=OuterRef("job_id"))
    published = Posting.objects.filter(~Exists(known), status=PostingStatus.PUBLISHED, job__status=JobStatus.OPEN)
    rows = published.select_related("job").order_by("id")
    postings = list((rows.filter(id__gt=after) if after else rows)[:SIZE])
    found = []
    for posting in postings:
        since = max(filter(None, (posting.published_at, posting.job.opened_at)), default=None)
        wanted = "published" if plan.is_wanted(posting, scene.connection) else ""
        if kind := compare.ours(View(wanted, since), scene.present):
            found.append(Found(kind, RESOURCE, posting.job_id, posting.job.title, since))
    return page_of(found, [posting.id for posting in postings], looked=0)


def ask(connection: Connection, external_ids: Sequence[str], tasks: Mapping[str, str]) -> Mapping[str, Told]:
    """What LinkedIn says of these postings, and of these open tasks (external ids by URN), by external id.

    Raises IsthmusError when it cannot be asked. Outside transactions.
    """
    with clients.client_of(connection) as client:
        said = client.posting_status(external_ids)
        done = client.tasks(list(tasks))
    told = {external_id: _told(one) for external_id, one in said.items()}
    return told | {tasks[urn]: Told(is_task_over=_is_over(one)) for urn, one in done.items()}


def _wanted(rows: Sequence[Mirror]) -> dict[UUID, str]:
    """The digest of what LinkedIn should hold of each job, empty for nothing.

    A job for which that cannot be put together is left out: the lane that sends sets it aside, with an issue.
    """
    if not rows:
        return {}
    try:
        with transaction.atomic():
            said = plan.want(rows)
    except OperationalError:
        raise
    except Exception:
        return {} if len(rows) == 1 else {one: digest for row in rows for one, digest in _wanted([row]).items()}
    return {one: standing.digest(it.body) if it.body is not None else "" for one, it in said.items()}


def _told(said: Said | Failure) -> Told:
    if not isinstance(said, Failure):
        return Told(said.listing_status, said.linked_in_apply_status or "")
    if said.kind is not Kind.REJECTED:
        raise IsthmusError(said)
    return Told(compare.UNKNOWN)


def _is_over(said: Task | Failure) -> bool:
    if not isinstance(said, Failure):
        return said.status in (TaskState.SUCCEEDED, TaskState.PROCESSED, TaskState.FAILED)
    if said.kind is not Kind.REJECTED:
        raise IsthmusError(said)
    return said.code == "unknown_task"


def _view(row: Mirror, wanted: str, *, may_leave: bool) -> View:
    return View(
        wanted=wanted,
        wanted_since=row.marked_at,
        state=State(row.state),
        exists_there=row.exists_there,
        accepted=row.accepted_digest,
        due_at=row.next_attempt_at,
        ask_at=row.next_poll_at,
        is_told_of=row.state in (MirrorState.FAILED, MirrorState.HELD) and _is_told_of(row),
        may_leave=may_leave,
        listing=row.facts.get("listing_status", ""),
        apply=row.facts.get("apply_status", ""),
        read_at=row.facts_at,
        answered_at=row.answered_at,
    )


def _is_told_of(row: Mirror) -> bool:
    return issues.is_open(f"mirror:{RESOURCE}:{row.entity_id}")


def _found(scene: Scene, kind: str, row: Mirror, title: str) -> Found:
    lane = POLL_LANE if row.state == MirrorState.TASK_OPEN else MIRROR_LANE
    resting = scene.excuse(lane) if kind == "stuck" else None
    if resting is not None:
        detail, owner = resting.failure_message, resting.failure_kind
    else:
        detail, owner = row.failure_message, row.failure_kind if row.state not in UNDER_WAY else ""
    return Found(kind, RESOURCE, row.entity_id, title, _since(kind, row), detail, owner)


def _since(kind: str, row: Mirror) -> datetime | None:
    """Since when it is so, as far as this side can know."""
    if kind == "task_over":
        return row.sent_at
    if kind == "stuck":
        return row.next_poll_at if row.state == MirrorState.TASK_OPEN else row.next_attempt_at
    return row.facts_at if kind in ("gone_there", "live_there", "status_differs") else row.answered_at
