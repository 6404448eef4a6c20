"""Turns LinkedIn's refusals, wherever they appear, into failures with an owner and words a recruiter understands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from isthmus.base.failures import Failure, Kind
from isthmus.base.retry_after import retry_at
from isthmus.linkedin import plain_table
from isthmus.linkedin.error_table import HTTP_ROWS
from isthmus.linkedin.plain_table import NOT_ACCEPTED, REDIRECTED, SERVER_ERROR
from isthmus.linkedin.refusals import Row
from isthmus.linkedin.status_table import STATUS_ROWS
from isthmus.linkedin.task_table import TASK_ROWS
from isthmus.linkedin.wire import ItemError, StatusDetail, Task, TaskState

LONGEST_DETAIL = 300
NOT_SENT = plain_table.NOT_SENT.name
OUTCOME_UNKNOWN = plain_table.OUTCOME_UNKNOWN.name

_EMAIL = re.compile(r"[^\s@\"'<>:]+@[^\s@\"'<>]+")
_LINKEDIN_JOB = re.compile(r"jobPosting:(\d+)|/jobs/view/(?:[^\s/?]*-)?(\d+)|(?<![\w-])(\d{6,})(?![\w-])")
_DUPLICATE = next(row for row in TASK_ROWS if row.name == "duplicate_create")
_FIELD_WORDS = {
    "title": "a title",
    "description": "a description",
    "location": "a location",
    "companyApplyUrl": "an application link",
    "listedAt": "the date the job was opened",
    "externalJobPostingId": "the job's id",
    "posterEmail": "the e-mail of the person posting",
    "employmentStatus": "an employment type",
    "experienceLevel": "an experience level",
    "categories": "a job function",
    "workplaceTypes": "a workplace type",
    "onsiteApplyConfiguration": "the application form",
    "contract": "a LinkedIn contract",
    "availability": "the job's visibility",
    "jobPostingOperationType": "what to do with the job",
}


def http_failure(status: int, body: Any, *, operation: str, request_id: str = "", retry_after: str = "") -> Failure:
    """The failure in an answer whose HTTP status is not a success; `body` is its decoded JSON, or anything else."""
    envelope = _envelope(body)
    text = f"{envelope.get('code', '')} {envelope.get('message', '')}".strip()
    code = envelope.get("serviceErrorCode")
    failure = _from_rows(HTTP_ROWS, status, text, code if isinstance(code, int) else None, operation)
    when = retry_at(retry_after) if failure.kind in (Kind.THROTTLED, Kind.TRANSIENT) else None
    return _with(failure, status=status, request_id=request_id, when=when)


def item_failure(status: int, error: ItemError | None, *, operation: str, request_id: str = "") -> Failure:
    """The failure of one item of a batch that was answered with HTTP 200."""
    body: dict[str, Any] = error.wire() if error else {}
    return http_failure(status, body, operation=operation, request_id=(error and error.request_id) or request_id)


def task_failure(task: Task, *, request_id: str = "") -> Failure | None:
    """Why a task failed, or was processed with a validation problem; None while in progress and after success."""
    failed = task.status == TaskState.FAILED or (task.status == TaskState.PROCESSED and task.error_message)
    if not failed:
        return None
    text = task.error_message or ""
    failure = _first(TASK_ROWS, 0, text, None, "")
    if failure is None and _collided_with(task):
        failure = Failure(Kind.REJECTED, _DUPLICATE.message, code=_DUPLICATE.name, detail=_shown(text))
    return _with(failure or _unlisted(0, text), request_id=request_id)


def status_failure(detail: StatusDetail | None) -> Failure | None:
    """Why LinkedIn does not list, or does not take applications for, a posting; None when it gives no reason."""
    if detail is None or not (detail.error_code or detail.error_type or detail.status_message):
        return None
    number = detail.error_code if isinstance(detail.error_code, int) else None
    text = f"{detail.status_message or ''} {detail.error_type or ''} {detail.error_code or ''}".strip()
    return _from_rows(STATUS_ROWS, 0, text, number, "")


def outcome_unknown(failure: Failure) -> bool:
    """Whether LinkedIn may have done what was asked although the call failed: look before sending a CREATE again."""
    server_side = failure.kind is Kind.TRANSIENT and failure.status >= 500
    return server_side or failure.code == OUTCOME_UNKNOWN


@dataclass(frozen=True, slots=True)
class Duplicate:
    """What a failed CREATE says about the posting that is already there."""

    linkedin_job_id: str
    text: str

    def names(self, external_id: str) -> bool:
        """Whether LinkedIn's words carry this very external id, so that the existing posting is our own."""
        found = re.search(rf"(?<![\w-]){re.escape(external_id)}(?![\w-])", self.text) if external_id else None
        return found is not None


def duplicate_of(task: Task) -> Duplicate | None:
    """The posting a failed CREATE collided with, by id; None for every other task.

    LinkedIn's text carries its job id and the external id; its wording is not documented, so ids are looked for. A job
    that only resembles another one (`duplicate_content`) is not meant.
    """
    failure = task_failure(task)
    if failure is None or failure.code != "duplicate_create":
        return None
    return _collided_with(task) or Duplicate("", task.error_message or "")


def _collided_with(task: Task) -> Duplicate | None:
    """The posting a text tells of by LinkedIn's job id and our own id, whatever words stand around them."""
    text, own = task.error_message or "", task.external_job_posting_id or ""
    found = (next(filter(None, match.groups())) for match in _LINKEDIN_JOB.finditer(text))
    duplicate = Duplicate(next((job for job in found if job != own), ""), text)
    return duplicate if duplicate.linkedin_job_id and duplicate.names(own) else None


def _envelope(body: Any) -> Mapping[str, Any]:
    """The record that holds the message: the body, or the error inside it when it is shaped like a batch item."""
    if not isinstance(body, dict):
        return {}
    inner = body.get("error")
    return inner if isinstance(inner, dict) and "message" not in body else body


def _from_rows(rows: tuple[Row, ...], status: int, text: str, service_code: int | None, operation: str) -> Failure:
    return _first(rows, status, text, service_code, operation) or _unlisted(status, text)


def _first(rows: tuple[Row, ...], status: int, text: str, service_code: int | None, operation: str) -> Failure | None:
    for row in rows:
        groups = row.match(status, text, service_code, operation)
        if groups is not None:
            return Failure(row.kind, _worded(row.message, groups), code=row.name, detail=_shown(text))
    return None


def _unlisted(status: int, text: str) -> Failure:
    """A refusal no row knows: the status class decides."""
    if status >= 500:
        return Failure(SERVER_ERROR.kind, SERVER_ERROR.message, code=SERVER_ERROR.name, detail=_shown(text))
    if 300 <= status < 400:
        return Failure(REDIRECTED.kind, REDIRECTED.message, code=REDIRECTED.name)
    code = f"http_{status}" if status else "task_failed"
    return Failure(Kind.REJECTED, NOT_ACCEPTED, code=code, detail=_shown(text))


def _worded(message: str, groups: dict[str, str]) -> str:
    path = groups.get("field", "")
    last = path.rpartition("/")[2]
    return message.format(field=_FIELD_WORDS.get(path) or f"the field {last}") if groups else message


def _shown(text: str | None) -> str:
    """LinkedIn's text fit to be kept: one line, not long, e-mail addresses masked."""
    return _EMAIL.sub("…@…", " ".join((text or "").split()))[:LONGEST_DETAIL]


def _with(failure: Failure, *, request_id: str, status: int = 0, when: Any = None) -> Failure:
    return Failure(failure.kind, failure.message, failure.code, failure.detail, when, request_id, status)
