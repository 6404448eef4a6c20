"""The lines of the Activity screen, one maker per kind; each looks up what it names for a whole page at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from isthmus.base.failures import WHOSE_MOVE, Kind
from isthmus.bridge import notices, notifications
from isthmus.bridge.activity import causes, events, masking
from isthmus.bridge.postings import RESOURCE
from isthmus.hiring.models import Application, File, Job
from isthmus.linkedin import LifecycleEvent
from isthmus.sync import inbox, issues
from isthmus.sync.models import (
    Delivery,
    DeliveryState,
    Exchange,
    Issue,
    IssueState,
    Mirror,
    MirrorState,
    Outbox,
    OutboxState,
    Retrieval,
    RetrievalState,
)


@dataclass(frozen=True)
class Row:
    """One line. `action` names the button that helps (`retry`, `allow`, `settings`, none), `entity` what to link to."""

    kind: str
    id: UUID
    at: datetime
    title: str
    state: str
    state_words: str
    message: str = ""
    failure_kind: str = ""
    code: str = ""
    detail: str = ""
    whose_move: str = ""
    what_to_do: str = ""
    action: str = ""
    entity: str = ""
    entity_id: UUID | None = None
    request_id: str = ""
    attempts: int = 0
    next_attempt_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def of_deliveries(found: Sequence[Delivery]) -> list[Row]:
    titles = _titles_by_text(delivery.visible.get("externalJobId") for delivery in found)
    return [_delivery(delivery, titles) for delivery in found]


def _delivery(delivery: Delivery, titles: Mapping[str, str]) -> Row:
    return _with_failure(
        delivery,
        kind="deliveries",
        at=delivery.received_at,
        title=_delivery_title(delivery, titles.get(str(delivery.visible.get("externalJobId")), "")),
        action="retry" if delivery.state in inbox.REPLAYABLE else "",
        entity="application" if delivery.result_id else "",
        entity_id=delivery.result_id,
        details={
            "times_received": delivery.times_received,
            "external_id": delivery.external_id,
            "outcome": delivery.visible.get("outcome", ""),
        },
    )


def _delivery_title(delivery: Delivery, job: str) -> str:
    if not delivery.genuine:
        return "Delivery with a wrong signature"
    if delivery.source == notifications.SOURCE:
        return events.title_of(delivery.visible, job)
    if delivery.state == DeliveryState.KEPT:
        return f"Event {delivery.visible.get('type', '')}".strip()
    return f"Application for {job}" if job else "Application"


def of_postings(found: Sequence[Mirror]) -> list[Row]:
    titles = _titles(row.entity_id for row in found)
    return [
        _with_failure(
            row,
            kind="postings",
            at=row.marked_at,
            title=titles.get(row.entity_id, "A job that was removed"),
            action={MirrorState.HELD: "allow", MirrorState.FAILED: "retry"}.get(MirrorState(row.state), ""),
            entity="job",
            entity_id=row.entity_id,
            details={"operation": row.operation, "sent_at": row.sent_at, "answered_at": row.answered_at},
        )
        for row in found
    ]


def of_facts(found: Sequence[Outbox]) -> list[Row]:
    jobs = _jobs_of_applications(row.subject_id for row in found)
    return [
        _with_failure(
            row,
            kind="facts",
            at=row.created_at,
            title=f"{notices.WORDS[LifecycleEvent(row.action)]} · {jobs.get(row.subject_id, 'a removed application')}",
            action="retry" if row.state == OutboxState.FAILED else "",
            entity="application",
            entity_id=row.subject_id,
            details={"sent_at": row.sent_at},
        )
        for row in found
    ]


def of_files(found: Sequence[Retrieval]) -> list[Row]:
    files = {file.id: file for file in File.objects.filter(id__in=[row.target_id for row in found])}
    names = {"resume": "Résumé", "cover_letter": "Cover letter"}
    shown = []
    for row in found:
        file = files.get(row.target_id)
        shown.append(
            _with_failure(
                row,
                kind="files",
                at=row.created_at,
                title=names.get(file.kind if file else "", "Document"),
                action="retry" if row.state == RetrievalState.FAILED else "",
                entity="application" if file else "",
                entity_id=file.application_id if file else None,
                details={"expires_at": row.expires_at, "done_at": row.done_at},
            )
        )
    return shown


def of_calls(found: Sequence[Exchange]) -> list[Row]:
    return [
        Row(
            kind="calls",
            id=call.id,
            at=call.at,
            title=call.operation.replace("_", " "),
            state="failed" if call.failure_kind else "done",
            state_words=f"HTTP {call.status}" if call.status else "No answer",
            failure_kind=call.failure_kind,
            whose_move=_whose_move(call.failure_kind),
            request_id=call.request_id,
            details={"items": call.items, "milliseconds": call.milliseconds, "status": call.status},
        )
        for call in found
    ]


def of_issues(found: Sequence[Issue]) -> list[Row]:
    titles, counts = causes.titles(found, with_people=False), issues.affected([issue.id for issue in found])
    return [
        Row(
            kind="issues",
            id=issue.id,
            at=issue.last_seen_at,
            title=titles[issue.id],
            state=issue.state,
            state_words=issue.get_state_display(),
            failure_kind=issue.kind,
            code=issue.code,
            whose_move=_whose_move(issue.kind),
            what_to_do=issue.what_to_do,
            action=issue.action if issue.state != IssueState.RESOLVED else "",
            entity=issue.entity,
            entity_id=issue.entity_id,
            details={
                "times": issue.times,
                "first_seen_at": issue.first_seen_at,
                "affected": counts.get(issue.id, 0),
                "resolved_at": issue.resolved_at,
            },
        )
        for issue in found
    ]


def _with_failure(row: Any, **fields: Any) -> Row:
    return Row(
        id=row.id,
        state=row.state,
        state_words=row.get_state_display(),
        message=masking.scrubbed(row.failure_message),
        failure_kind=row.failure_kind,
        code=row.failure_code,
        detail=masking.scrubbed(row.failure_detail),
        whose_move=_whose_move(row.failure_kind),
        request_id=row.request_id,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        **fields,
    )


def _whose_move(kind: str) -> str:
    return WHOSE_MOVE[Kind(kind)] if kind else ""


def _titles(job_ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Job.objects.filter(id__in=set(job_ids)).values_list("id", "title"))


def _titles_by_text(external_ids: Iterable[Any]) -> dict[str, str]:
    known = {str(one) for one in external_ids if one}
    rows = Mirror.objects.filter(resource=RESOURCE, external_id__in=known).values_list("external_id", "entity_id")
    by_external = dict(rows)
    titles = _titles(by_external.values())
    return {external: titles[job_id] for external, job_id in by_external.items() if job_id in titles}


def _jobs_of_applications(application_ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Application.objects.filter(id__in=set(application_ids)).values_list("id", "job__title"))
