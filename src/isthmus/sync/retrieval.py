"""Things to fetch from another system, such as a résumé: written down with the record they belong to, fetched later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Min

from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.store.tenancy import acting_for, current_company_id
from isthmus.sync import issues, lanes
from isthmus.sync.backoff import retry_moment
from isthmus.sync.models import Retrieval, RetrievalState
from isthmus.sync.notice import nudge

FIELD = "retrieval"

NOT_FETCHED = "Ask the person for the document, or try again if it should be there."
EXPIRED = "expired"
UNOPENED = Failure(
    Kind.MISCONFIGURED,
    "The document’s address is sealed with a key this installation does not have, so it is set aside.",
    code="unopened",
)
SOON = timedelta(days=3)
"""How long before a thing is gone over there its failing becomes somebody's issue."""


@dataclass(frozen=True, repr=False)
class Errand:
    """One thing to fetch now; the URL is never logged or shown. It is empty when no key here opens it."""

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
    """The next thing that is due, what is gone soonest first; None when nothing is. A crash leaves it due."""
    with acting_for(company_id, cause=f"retrieval:{resource}"):
        row = (
            Retrieval.objects.filter(
                connection_id=connection_id,
                resource=resource,
                state=RetrievalState.WAITING,
                next_attempt_at__lte=now(),
            )
            .order_by(F("expires_at").asc(nulls_last=True), "next_attempt_at", "id")
            .first()
        )
        return _errand(row) if row is not None else None


def overdue(company_id: UUID, connection_id: UUID, resource: str) -> list[Errand]:
    """What still waits although its time over there is past."""
    with acting_for(company_id, cause=f"retrieval:{resource}"):
        waiting = Retrieval.objects.filter(
            connection_id=connection_id, resource=resource, state=RetrievalState.WAITING, expires_at__lte=now()
        )
        return [_errand(row) for row in waiting]


def done(errand: Errand) -> None:
    """The content is stored. Call in the transaction that stores it."""
    row = Retrieval.objects.select_for_update().get(id=errand.row_id)
    row.clear()
    row.state, row.done_at, row.next_attempt_at = RetrievalState.DONE, now(), None
    row.save()
    issues.settle(_fingerprint(row))
    lanes.wake(row.connection_id, f"retrieval:{row.resource}")


def failed(errand: Errand, failure: Failure) -> Failure | None:
    """Fetching failed. Returns why it is given up (refused, gone over there, not opened here), else None.

    Call in a transaction.
    """
    row = Retrieval.objects.select_for_update().get(id=errand.row_id)
    row.attempts += 1
    is_final = failure.kind in (Kind.REJECTED, Kind.BUG) or failure is UNOPENED
    reason = _expired(row) if _is_expired(row) and not is_final else failure
    row.blame(reason)
    given_up = is_final or reason is not failure
    if given_up:
        row.state, row.next_attempt_at = RetrievalState.FAILED, None
        issues.raise_issue(_cause(row, NOT_FETCHED, reason.code), reason)
    else:
        row.next_attempt_at = retry_moment(failure, row.attempts, now())
        _warn(row, failure)
        if failure.kind in (Kind.THROTTLED, Kind.MISCONFIGURED):
            lanes.rest(row.connection_id, f"retrieval:{row.resource}", failure)
            warn(row.connection_id, row.resource, failure)
    row.save()
    return reason if given_up else None


def warn(connection_id: UUID, resource: str, failure: Failure) -> None:
    """Nothing can be fetched now: say so of each thing that is gone soon."""
    soon = Retrieval.objects.filter(
        connection_id=connection_id, resource=resource, state=RetrievalState.WAITING, expires_at__lte=now() + SOON
    )
    for row in soon:
        _warn(row, failure)


def _warn(row: Retrieval, failure: Failure) -> None:
    if row.expires_at is None or row.expires_at > now() + SOON:
        return
    title = f"A document must be fetched before {row.expires_at:%-d %B %Y}, {row.expires_at:%H:%M} UTC"
    what_to_do = f"{failure.message} If that cannot be mended in time, ask the person for the document."
    issues.raise_issue(_cause(row, what_to_do, f"soon:{row.expires_at:%Y-%m-%d}"), failure, title=title)


def _is_expired(row: Retrieval) -> bool:
    return row.expires_at is not None and now() >= row.expires_at


def _expired(row: Retrieval) -> Failure:
    words = f"The file was to be had until {row.expires_at:%-d %B %Y}, and it could not be fetched before."
    return Failure(Kind.REJECTED, f"{words} Ask the person for it.", code=EXPIRED)


def _cause(row: Retrieval, what_to_do: str, why: str) -> issues.Cause:
    group = f"retrieval:{row.resource}:{why}" if why else ""
    fingerprint = _fingerprint(row)
    return issues.Cause(fingerprint, what_to_do, action="retry", entity="file", entity_id=row.target_id, group=group)


def _errand(row: Retrieval) -> Errand:
    return Errand(row.id, row.target_id, _opened(row), row.expires_at)


def _opened(row: Retrieval) -> str:
    try:
        return secrets.unseal(bytes(row.sealed_url), company=row.company_id, field=FIELD).decode()
    except IsthmusError as error:
        if error.failure.code != secrets.NOT_OPENED:
            raise
        return ""


def retry(row_id: UUID) -> UUID:
    """Fetch again now; returns the target's id. Raises Retrieval.DoesNotExist for another company's."""
    row = Retrieval.objects.select_for_update().get(id=row_id)
    if row.state != RetrievalState.DONE:
        row.state, row.attempts, row.next_attempt_at = RetrievalState.WAITING, 0, now()
        row.save(update_fields=["state", "attempts", "next_attempt_at"])
        nudge()
    target_id: UUID = row.target_id
    return target_id


def again(row_id: UUID) -> None:
    """Fetch now, even what counts as fetched: its content was lost here. Raises Retrieval.DoesNotExist."""
    Retrieval.objects.filter(id=row_id, state=RetrievalState.DONE).update(state=RetrievalState.WAITING, done_at=None)
    retry(row_id)


def backlog(resource: str) -> int:
    """How many things wait to be fetched."""
    return Retrieval.objects.filter(resource=resource, state=RetrievalState.WAITING).count()


def due_at(resource: str) -> datetime | None:
    """Since when, or from when on, the earliest thing is due to be fetched."""
    waiting = Retrieval.objects.filter(resource=resource, state=RetrievalState.WAITING)
    first: datetime | None = waiting.aggregate(first=Min("next_attempt_at"))["first"]
    return first


def _fingerprint(row: Retrieval) -> str:
    return f"retrieval:{row.resource}:{row.target_id}"
