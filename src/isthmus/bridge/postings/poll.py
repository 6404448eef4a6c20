"""Asks LinkedIn how tasks went and how postings stand, as often as LinkedIn advises, many at a time."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from isthmus.base.clock import millis, now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import clients, relink
from isthmus.bridge.postings import POLL_LANE, RESOURCE, challenged, history, news, renewal
from isthmus.linkedin import LinkedInClient, PostingStatus, StatusNotice, Task, TaskState, duplicate_of, task_failure
from isthmus.linkedin.wire import StatusDetail
from isthmus.store.tenancy import acting_for
from isthmus.sync import freshness, holding, tasks
from isthmus.sync.standing import Operation, TaskEnd
from isthmus.sync.tasks import Asked, Facts, InProgress, Lost, Outcome

STREAM = "posting status"
AT_ONCE = 100
_CLOSED_ALREADY = frozenset({"not_open", "unknown_posting"})
_INFO, _LISTING = frozenset({"job_posting_info"}), frozenset({"listing_status", "listing_status_detail"})
_APPLY = frozenset({"linked_in_apply_status", "linked_in_apply_status_detail"})
_MEMBERS = {
    "url": frozenset({"job_posting_url"}),
    "listing_status": _LISTING,
    "listing_detail": _LISTING,
    "apply_status": _APPLY,
    "apply_detail": _APPLY,
    "promotion_status": frozenset({"promotion_status"}),
    "location": _INFO,
    "expires_at": _INFO,
    "listed_at": _INFO,
}


def run(company_id: UUID, connection_id: UUID) -> None:
    """Ask about everything that is due; a lane of its own."""
    try:
        connection = clients.caller_for(company_id, connection_id)
        with clients.client_of(connection) as client:
            while not holding.is_stopping() and _ask(company_id, connection_id, client):
                relink.accepted(company_id, connection)
    except IsthmusError as error:
        tasks.record_failure(company_id, connection_id, RESOURCE, error.failure)
        relink.refused(company_id, connection_id, error.failure)
        with acting_for(company_id, cause=POLL_LANE):
            freshness.failed(connection_id, STREAM, error.failure)


def outcome_of(asked: Asked, said: Task | Failure) -> Outcome:
    """What LinkedIn's word about one task means for the posting."""
    if isinstance(said, Failure):
        return Lost() if said.code == "unknown_task" else InProgress()
    facts = _facts_of_task(asked, said)
    if said.status == TaskState.SUCCEEDED:
        return TaskEnd(accepted=True, failure=_of_a_location(said), facts=facts)
    if said.status == TaskState.PROCESSED:
        return TaskEnd(accepted=True, failure=task_failure(said), facts={**facts, "evaluated_only": True})
    if said.status != TaskState.FAILED:
        return InProgress()
    return _failed(asked, said)


def facts_of(status: PostingStatus) -> dict[str, Any]:
    """What a posting's status tells, in the words the mirror keeps."""
    info = status.job_posting_info
    return {
        "url": status.job_posting_url or "",
        "listing_status": status.listing_status,
        "listing_detail": _detail(status.listing_status_detail),
        "apply_status": status.linked_in_apply_status or "",
        "apply_detail": _detail(status.linked_in_apply_status_detail),
        "promotion_status": status.promotion_status or "",
        "location": (info.location if info else None) or "",
        "expires_at": info.expire_at if info else None,
        "listed_at": info.listed_at if info else None,
    }


def facts_told(notice: StatusNotice) -> dict[str, Any]:
    """What LinkedIn tells of its own accord about a posting: the same facts, of those members alone that it sent."""
    sent = notice.model_fields_set if notice.listing_status else notice.model_fields_set - _LISTING
    return {name: value for name, value in facts_of(notice).items() if _MEMBERS[name] & sent}


def _ask(company_id: UUID, connection_id: UUID, client: LinkedInClient) -> bool:
    tasks.set_aside_deadly(company_id, connection_id, RESOURCE)
    most = 1 if holding.is_careful() else AT_ONCE
    open_tasks, live = tasks.due(company_id, connection_id, RESOURCE, limit=most)
    if open_tasks:
        said = client.tasks([item.task for item in open_tasks])
        outcomes = {item.row_id: outcome_of(item, said[item.task]) for item in open_tasks}
        tasks.record_tasks(company_id, connection_id, RESOURCE, outcomes, ask_again=_task_interval())
        ends = {UUID(item.external_id): outcomes[item.row_id] for item in open_tasks}
        with acting_for(company_id, cause=POLL_LANE):
            history.note_ended({job_id: end for job_id, end in ends.items() if isinstance(end, TaskEnd)})
    if live:
        asked_at = now()
        told = client.posting_status([item.external_id for item in live])
        facts = {item.row_id: _read(item, told[item.external_id]) for item in live}
        tasks.record_facts(company_id, connection_id, RESOURCE, facts, asked_at=asked_at, changed=news.changed)
        with acting_for(company_id, cause=POLL_LANE):
            renewal.mark_due(connection_id, facts.keys())
            news.look_again(facts.keys())
    if open_tasks or live:
        with acting_for(company_id, cause=POLL_LANE):
            freshness.worked(connection_id, STREAM, count=len(open_tasks) + len(live))
    return bool(open_tasks or live)


def _failed(asked: Asked, task: Task) -> TaskEnd:
    failure = task_failure(task)
    code = failure.code if failure else ""
    if asked.operation is Operation.CLOSE and code in _CLOSED_ALREADY:
        return TaskEnd(accepted=True)
    duplicate = duplicate_of(task)
    if asked.operation is Operation.CREATE and duplicate is not None and duplicate.names(asked.external_id):
        return TaskEnd(accepted=False, failure=failure, exists=True)
    if asked.operation in (Operation.UPDATE, Operation.RENEW) and code == "unknown_posting":
        return TaskEnd(accepted=False, failure=failure, exists=False)
    if failure is None:
        return TaskEnd(accepted=False, failure=Failure(Kind.REJECTED, "LinkedIn refused it.", code="task_failed"))
    return TaskEnd(accepted=False, failure=challenged.not_at_once(failure))


def _facts_of_task(asked: Asked, task: Task) -> dict[str, Any]:
    found: dict[str, Any] = {"locations": [_location(part) for part in task.parts or ()]}
    if task.job_posting:
        found |= {"job_posting": task.job_posting, "evaluated_only": False}
    if task.status == TaskState.SUCCEEDED and asked.operation is not Operation.UPDATE:
        found["renewed_at"] = millis(now()) if asked.operation is Operation.RENEW else None
    return found


def _location(part: Task) -> dict[str, Any]:
    """How one of a job's locations fared, in the words the mirror keeps."""
    failure = task_failure(part)
    return {
        "location": part.location or "",
        "state": part.status,
        "job_posting": part.job_posting or "",
        "message": failure.message if failure else "",
    }


def _of_a_location(task: Task) -> Failure | None:
    """Why the job is not posted at one of its locations although it is at others."""
    return next((failure for part in task.parts or () if (failure := task_failure(part)) is not None), None)


def _read(asked: Asked, said: PostingStatus | Failure) -> Facts:
    if isinstance(said, Failure):
        if said.kind is not Kind.REJECTED:
            raise IsthmusError(said)
        gone: Mapping[str, Any] = {"listing_status": "UNKNOWN", "listing_detail": {"message": said.message}, "url": ""}
        return Facts(dict(gone), _task_interval() if asked.exists_there else None)
    facts = facts_of(said)
    if said.listing_status == "LISTED":
        facts["evaluated_only"] = False
    if not asked.exists_there and said.listing_status == "NOT_LISTED":
        return Facts(facts, None)
    unsettled = said.listing_status == "IN_PROGRESS" or said.linked_in_apply_status == "IN_PROGRESS"
    return Facts(facts, _task_interval() if unsettled else timedelta(seconds=settings.CONFIG.status_poll_seconds))


def _detail(detail: StatusDetail | None) -> dict[str, Any]:
    if detail is None:
        return {}
    return {"code": detail.error_code, "type": detail.error_type, "message": detail.status_message}


def _task_interval() -> timedelta:
    return timedelta(seconds=settings.CONFIG.task_poll_seconds)
