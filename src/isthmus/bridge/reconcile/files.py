"""Compares documents that applicants uploaded with what was fetched."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from isthmus.bridge.apply_connect import MEDIA, MEDIA_LANE
from isthmus.bridge.reconcile.pages import SIZE, Found, Page, Scene, page_of
from isthmus.hiring.models import File, FileContent, FileState
from isthmus.people.models import Origin
from isthmus.sync import issues
from isthmus.sync.models import Retrieval, RetrievalState

ENTITY = "file"


def incomplete(scene: Scene, after: UUID | None) -> Page:
    """Documents that are expected by nobody, or stored without their content."""
    fetched = Retrieval.objects.filter(target_id=OuterRef("id"))
    kept = FileContent.objects.filter(file_id=OuterRef("id"))
    every = File.objects.filter(application__origin=Origin.LINKEDIN_APPLY)
    expected = Q(~Exists(fetched), state=FileState.EXPECTED, at__lt=scene.settled_before)
    rows = every.filter(expected | Q(~Exists(kept), state=FileState.STORED)).order_by("id").defer("text")
    files = list((rows.filter(id__gt=after) if after else rows)[:SIZE])
    found = [
        Found("never_fetched" if file.state == FileState.EXPECTED else "content_missing", ENTITY, file.id, "", file.at)
        for file in files
    ]
    return page_of(found, [file.id for file in files], looked=every.count() if after is None else 0)


def overdue(scene: Scene, after: UUID | None) -> Page:
    """Documents that should have been fetched by now, or could not be without anybody being told."""
    late = Q(state=RetrievalState.WAITING) & (Q(next_attempt_at__lt=scene.due_before) | Q(next_attempt_at=None))
    rows = Retrieval.objects.filter(late | Q(state=RetrievalState.FAILED), resource=MEDIA).order_by("id")
    retrievals = list((rows.filter(id__gt=after) if after else rows)[:SIZE])
    found = [one for row in retrievals if (one := _found(scene, row)) is not None]
    return page_of(found, [row.id for row in retrievals], looked=0)


def _found(scene: Scene, row: Retrieval) -> Found | None:
    if row.state == RetrievalState.FAILED:
        if issues.is_open(f"retrieval:{row.resource}:{row.target_id}"):
            return None
        return Found("file_unseen", ENTITY, row.target_id, "", row.created_at, row.failure_message, row.failure_kind)
    resting = scene.excuse(MEDIA_LANE)
    if scene.connection is None or (resting is not None and not resting.failures):
        return None
    words, owner = (resting.failure_message, resting.failure_kind) if resting else (row.failure_message, "")
    since = row.next_attempt_at or row.created_at
    return Found("fetch_overdue", ENTITY, row.target_id, "", since, words, owner or row.failure_kind)
