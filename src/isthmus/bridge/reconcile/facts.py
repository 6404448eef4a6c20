"""Compares what the hiring team did with what LinkedIn was told, or waits to be told."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from isthmus.bridge.apply_connect import LIFECYCLE, LIFECYCLE_LANE
from isthmus.bridge.apply_connect import facts as told
from isthmus.bridge.models import ConnectionState
from isthmus.bridge.reconcile.pages import SIZE, Found, Page, Scene, page_of
from isthmus.hiring import notice_settings, team
from isthmus.hiring.models import Application, ApplicationView, Decision, FileDownload, Outcome
from isthmus.people.models import Origin
from isthmus.sync import issues
from isthmus.sync.models import Outbox, OutboxState

Row = TypeVar("Row", ApplicationView, FileDownload)
ENTITY, VIEW, DOWNLOAD, DECISION = "fact", "view", "download", "decision"
_OPEN = (OutboxState.WAITING, OutboxState.SENDING)


def untold(scene: Scene, after: UUID | None) -> Page:
    """Facts that should have been told by now, or failed without anybody being told."""
    due = Q(state__in=_OPEN, not_before__lt=scene.due_before)
    overdue = due & (Q(next_attempt_at__lt=scene.due_before) | Q(next_attempt_at=None))
    every = Outbox.objects.filter(resource=LIFECYCLE)
    rows = every.filter(overdue | Q(state=OutboxState.FAILED)).order_by("id")
    facts = list((rows.filter(id__gt=after) if after else rows)[:SIZE])
    may_leave = scene.may_leave(LIFECYCLE_LANE)
    found = [one for row in facts if (one := _untold(scene, row, may_leave=may_leave)) is not None]
    return page_of(found, [row.id for row in facts], looked=every.count() if after is None else 0)


def views(scene: Scene, after: UUID | None) -> Page:
    """First views of LinkedIn's applicants that were never put down to be told."""
    if scene.told_from is None or not notice_settings.current().tell_views:
        return Page()
    rows = _of_linkedin(ApplicationView.objects.filter(at__lt=scene.settled_before, at__gte=scene.told_from), after)
    seen = list(rows[:SIZE])
    missing = _missing(told.viewed_key(view.application_id) for view in seen)
    firsts = {told.viewed_key(view.application_id): view for view in reversed(seen)}
    found = [_never(VIEW, view.id, view.at) for key, view in firsts.items() if key in missing]
    return page_of(found, [view.id for view in seen], looked=0)


def downloads(scene: Scene, after: UUID | None) -> Page:
    """First downloads of a LinkedIn applicant's résumé that were never put down to be told."""
    if scene.told_from is None or not notice_settings.current().tell_downloads:
        return Page()
    taken = FileDownload.objects.filter(at__lt=scene.settled_before, at__gte=scene.told_from, file__kind="resume")
    seen = list(_of_linkedin(taken, after)[:SIZE])
    missing = _missing(told.downloaded_key(one.application_id) for one in seen)
    firsts = {
        told.downloaded_key(one.application_id): one
        for one in reversed(seen)
        if team.counts_as_viewer(one.application.job_id, one.user_id)
    }
    found = [_never(DOWNLOAD, one.id, one.at) for key, one in firsts.items() if key in missing]
    return page_of(found, [one.id for one in seen], looked=0)


def decisions(scene: Scene, after: UUID | None) -> Page:
    """Rejections that stand and were never put down to be told."""
    if scene.told_from is None:
        return Page()
    declined = Application.objects.filter(origin=Origin.LINKEDIN_APPLY, outcome=Outcome.DECLINED)
    rows = declined.exclude(external_id="").order_by("id")
    ids = list((rows.filter(id__gt=after) if after else rows).values_list("id", flat=True)[:SIZE])
    last: dict[UUID, Decision] = {}
    number: dict[UUID, int] = {}
    for decision in Decision.objects.filter(application_id__in=ids, outcome=Outcome.DECLINED).order_by("at", "id"):
        last[decision.application_id] = decision
        number[decision.application_id] = number.get(decision.application_id, 0) + 1
    keys = {told.rejected_key(one, number[one]): decision for one, decision in last.items()}
    missing = _missing(keys)
    found = [
        _never(DECISION, decision.id, decision.at)
        for key, decision in keys.items()
        if key in missing and scene.told_from <= decision.at < scene.settled_before
    ]
    return page_of(found, ids, looked=0)


def _untold(scene: Scene, row: Outbox, *, may_leave: bool) -> Found | None:
    if row.state == OutboxState.FAILED:
        if issues.is_open(f"outbox:{row.resource}:{row.key}"[:200]):
            return None
        return Found("fact_unseen", ENTITY, row.id, "", row.created_at, row.failure_message, row.failure_kind)
    is_over = scene.connection is None or scene.connection.state == ConnectionState.KILLED
    if is_over or not may_leave:
        return None
    resting = scene.excuse(LIFECYCLE_LANE)
    words, owner = (resting.failure_message, resting.failure_kind) if resting else (row.failure_message, "")
    return Found("untold", ENTITY, row.id, "", row.next_attempt_at or row.not_before, words, owner or row.failure_kind)


def _of_linkedin(rows: "QuerySet[Row]", after: UUID | None) -> "QuerySet[Row]":
    found = rows.filter(application__origin=Origin.LINKEDIN_APPLY).exclude(application__external_id="")
    found = found.select_related("application").order_by("id")
    return found.filter(id__gt=after) if after else found


def _missing(keys: Iterable[str]) -> set[str]:
    wanted = set(keys)
    return wanted - set(Outbox.objects.filter(key__in=wanted).values_list("key", flat=True))


def _never(entity: str, entity_id: UUID, at: datetime) -> Found:
    return Found("never_told", entity, entity_id, "", at)
