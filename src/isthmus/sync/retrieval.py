"""Things to fetch from another system, such as a résumé: written down with the record they belong to, fetched later."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.store.tenancy import acting_for, current_company_id
from isthmus.sync import issues, lanes
from isthmus.sync.backoff import retry_moment
from isthmus.sync.models import Retrieval, RetrievalState
from isthmus.sync.notice import nudge

FIELD = "retrieval"

NOT_FETCHED = "Ask the person for the document, or try again if it should be there."


@dataclass(frozen=True, repr=False)
class Errand:
    """One thing to fetch now; the URL is never logged or shown."""

    row_id: UUID
    target_id: UUID
    url: str
    expires_at: datetime | None


def expect(connection_id: UUID, resource: str, target_id: UUID, url: str, *, expires_at: datetime | None) -> bool:
    """Write down that the target's content is to be fetched. Returns False when that is known already."""
    _, is_new = Retrieval.objects.get_or_create(
        target_id=target_id,
        defaults={
            "connection_id": connection_id,
            "resource": resource,
            "sealed_url": secrets.seal(url.encode(), company=current_company_id(), field=FIELD),
            "expires_at": expires_at,
            "next_attempt_at": now(),
        },
    )
    nudge()
    return bool(is_new)


def next_errand(company_id: UUID, connection_id: UUID, resource: str) -> Errand | None:
    """The next thing that is due; None when nothing is. Nothing is written: a crash leaves it due."""
    with acting_for(company_id, cause=f"retrieval:{resource}"):
        row = (
            Retrieval.objects.filter(
                connection_id=connection_id,
                resource=resource,
                state=RetrievalState.WAITING,
                next_attempt_at__lte=now(),
            )
            .order_by("next_attempt_at", "id")
            .first()
        )
        if row is None:
            return None
        url = secrets.unseal(bytes(row.sealed_url), company=company_id, field=FIELD).decode()
        return Errand(row.id, row.target_id, url, row.expires_at)


def done(errand: Errand) -> None:
    """The content is stored. Call in the transaction that stores it."""
    row = Retrieval.objects.select_for_update().get(id=errand.row_id)
    row.clear()
    row.state, row.done_at, row.next_attempt_at = RetrievalState.DONE, now(), None
    row.save()
    issues.settle(_fingerprint(row))
    lanes.wake(row.connection_id, f"retrieval:{row.resource}")


def failed(errand: Errand, failure: Failure) -> bool:
    """Fetching failed. Returns whether it is given up: refused, or expired over there. Call in a transaction."""
    row = Retrieval.objects.select_for_update().get(id=errand.row_id)
    row.attempts += 1
    row.blame(failure)
    expired = row.expires_at is not None and now() >= row.expires_at
    given_up = expired or failure.kind in (Kind.REJECTED, Kind.BUG)
    if given_up:
        row.state, row.next_attempt_at = RetrievalState.FAILED, None
        cause = issues.Cause(_fingerprint(row), NOT_FETCHED, action="retry", entity="file", entity_id=row.target_id)
        issues.raise_issue(cause, failure)
    else:
        row.next_attempt_at = retry_moment(failure, row.attempts, now())
        if failure.kind in (Kind.THROTTLED, Kind.MISCONFIGURED):
            lanes.rest(row.connection_id, f"retrieval:{row.resource}", failure)
    row.save()
    return given_up


def retry(row_id: UUID) -> UUID:
    """Fetch again now; returns the target's id. Raises Retrieval.DoesNotExist for another company's."""
    row = Retrieval.objects.select_for_update().get(id=row_id)
    if row.state != RetrievalState.DONE:
        row.state, row.attempts, row.next_attempt_at = RetrievalState.WAITING, 0, now()
        row.save(update_fields=["state", "attempts", "next_attempt_at"])
        nudge()
    target_id: UUID = row.target_id
    return target_id


def backlog(resource: str) -> int:
    """How many things wait to be fetched."""
    return Retrieval.objects.filter(resource=resource, state=RetrievalState.WAITING).count()


def _fingerprint(row: Retrieval) -> str:
    return f"retrieval:{row.resource}:{row.target_id}"
