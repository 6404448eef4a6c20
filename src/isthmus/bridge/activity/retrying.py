"""What the buttons of the Activity screen do: the same thing again, now."""

from collections.abc import Callable
from uuid import UUID

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge.apply_connect import rereading
from isthmus.bridge.apply_connect.receive import UNREAD
from isthmus.bridge.postings import RESOURCE, dispatch
from isthmus.sync import inbox, outbox, retrieval
from isthmus.sync.models import Delivery, Issue, Mirror, Retrieval


def retry(kind: str, row_id: UUID) -> None:
    """Try again now what is shown in this line; for an issue, what its button says.

    Raises the row's DoesNotExist for another company's, IsthmusError when trying again cannot help.
    """
    act = _RETRIES.get(kind)
    if act is None:
        words = "This cannot be tried again."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="not_retryable"))
    act(row_id)


def _retry_posting(row_id: UUID) -> None:
    dispatch.retry(Mirror.objects.get(id=row_id, resource=RESOURCE).entity_id)


def _retry_issue(row_id: UUID) -> None:
    issue = Issue.objects.get(id=row_id)
    if issue.action == "allow":
        dispatch.allow(issue.entity_id)
    elif issue.entity == RESOURCE and issue.entity_id:
        dispatch.retry(issue.entity_id)
    elif issue.entity == "delivery":
        _replay_all_like(issue.entity_id)
    elif issue.entity == UNREAD:
        rereading.read_again()
    elif issue.entity == "fact":
        outbox.retry(issue.entity_id)
    elif issue.entity == "file":
        retrieval.retry(Retrieval.objects.get(target_id=issue.entity_id).id)
    else:
        raise IsthmusError(Failure(Kind.REJECTED, "An admin settles this under Settings.", code="not_retryable"))


def _replay_all_like(delivery_id: UUID) -> None:
    """An issue stands for every delivery stuck for the same reason."""
    inbox.hurry(Delivery.objects.get(id=delivery_id).failure_code)


def _retry_file(row_id: UUID) -> None:
    retrieval.retry(row_id)


_RETRIES: dict[str, Callable[[UUID], None]] = {
    "deliveries": inbox.replay,
    "postings": _retry_posting,
    "facts": outbox.retry,
    "files": _retry_file,
    "issues": _retry_issue,
}
