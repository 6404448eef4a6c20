"""What the buttons of the Activity screen do: the same thing again, now."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge.apply_connect import rereading
from isthmus.bridge.apply_connect.receive import UNREAD
from isthmus.bridge.postings import RESOURCE, dispatch
from isthmus.bridge.reconcile import repair
from isthmus.sync import inbox, outbox, retrieval
from isthmus.sync.models import Delivery, Issue, IssueRecord, Mirror, Retrieval


def retry(kind: str, row_id: UUID) -> None:
    """Try again now what is shown in this line; for an issue, what its button says.

    Raises the row's DoesNotExist for another company's, IsthmusError when trying again cannot help.
    """
    act = _RETRIES.get(kind)
    if act is None:
        raise IsthmusError(Failure(Kind.REJECTED, _("This cannot be tried again."), code="not_retryable"))
    act(row_id)


def _retry_posting(row_id: UUID) -> None:
    dispatch.retry(Mirror.objects.get(id=row_id, resource=RESOURCE).entity_id)


def _retry_issue(row_id: UUID) -> None:
    """What the issue's button says, for every record it still affects."""
    issue = Issue.objects.get(id=row_id)
    ids = list(IssueRecord.objects.filter(issue=issue, settled_at=None).values_list("entity_id", flat=True))
    act = _OF_ISSUES.get("allow" if issue.action == "allow" else issue.entity)
    if act is None or issue.action not in ("retry", "allow"):
        raise IsthmusError(Failure(Kind.REJECTED, _("An admin settles this under Settings."), code="not_retryable"))
    act([one for one in ids if one is not None])


def _replay_all_like(delivery_ids: Sequence[UUID]) -> None:
    """An issue stands for every delivery stuck for the same reason, those that still wait among them."""
    for code in Delivery.objects.filter(id__in=delivery_ids).values_list("failure_code", flat=True).distinct():
        inbox.hurry(code)


def _allow(job_ids: Sequence[UUID]) -> None:
    for job_id in job_ids:
        dispatch.allow(job_id)


def _send_again(job_ids: Sequence[UUID]) -> None:
    for job_id in job_ids:
        dispatch.retry(job_id)


def _tell_again(row_ids: Sequence[UUID]) -> None:
    for row_id in row_ids:
        outbox.retry(row_id)


def _fetch_again(file_ids: Sequence[UUID]) -> None:
    for row_id in Retrieval.objects.filter(target_id__in=file_ids).values_list("id", flat=True):
        retrieval.retry(row_id)


def _read_again(_: Sequence[UUID]) -> None:
    rereading.read_again()


def _repair(gap_ids: Sequence[UUID]) -> None:
    for gap_id in gap_ids:
        repair.ask(gap_id)


def _retry_file(row_id: UUID) -> None:
    retrieval.retry(row_id)


_OF_ISSUES: dict[str, Callable[[Sequence[UUID]], None]] = {
    "allow": _allow,
    RESOURCE: _send_again,
    "delivery": _replay_all_like,
    UNREAD: _read_again,
    "fact": _tell_again,
    "file": _fetch_again,
    "gap": _repair,
}
_RETRIES: dict[str, Callable[[UUID], None]] = {
    "deliveries": inbox.replay,
    "postings": _retry_posting,
    "facts": outbox.retry,
    "files": _retry_file,
    "issues": _retry_issue,
}
