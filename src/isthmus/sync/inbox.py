"""Deliveries after they are stored: what each means is found here, idempotently, and can be found again.

Each is handled in a transaction of its own. What depends on something that has not come yet waits; what cannot be
understood waits for a person, with an issue that says whose move it is, and can be replayed after a fix.
"""

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import DataError, OperationalError, connection
from django.db.models import Min
from django.utils.translation import ngettext

from isthmus.base import secrets, tracing
from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.secrets import new_token, token_digest
from isthmus.store.tenancy import acting_for, current_company_id
from isthmus.sync import freshness, holding, issues, receiving
from isthmus.sync.addresses import Key
from isthmus.sync.backoff import retry_moment
from isthmus.sync.models import Delivery, DeliveryState, Endpoint
from isthmus.sync.notice import nudge
from isthmus.sync.receiving import Answer, Checks
from isthmus.sync.shelter import Shelter
from isthmus.sync.shelter import of as shelter_of
from isthmus.sync.spool import moment_of
from isthmus.sync.steps import Steps, carry_out

MOST_ATTEMPTS = 24
FIRST_WAIT_SECONDS = 5.0
LOOKED_UP_AT_ONCE = 50

PROCESSABLE = (DeliveryState.RECEIVED, DeliveryState.WAITING)
REPLAYABLE = (DeliveryState.FAILED, DeliveryState.WAITING, DeliveryState.KEPT)
REPEATABLE = (*REPLAYABLE, DeliveryState.DONE)
# All that handling changes; the body as it was received, by far the largest, is not written again.
_HANDLED = (
    "attempts",
    "next_attempt_at",
    "failure_kind",
    "failure_code",
    "failure_message",
    "failure_detail",
    "request_id",
    "external_id",
    "about",
    "visible",
    "state",
    "result_id",
    "handled_at",
)

logger = logging.getLogger("isthmus.inbox")


@dataclass(frozen=True)
class Seen:
    """What may be shown of a delivery, the other system's id of what it says, and of the job that is about."""

    external_id: str = ""
    visible: dict[str, Any] = field(default_factory=dict)
    understood: bool = True
    about: str = ""


@dataclass(frozen=True)
class Handled:
    """What came of a delivery: the record it led to, whether that was known before, and more of it in words."""

    result_id: UUID | None = None
    duplicate: bool = False
    outcome: str = ""


class TooEarlyError(IsthmusError):
    """The delivery depends on something that has not come yet; it waits."""


class Source(Checks, Protocol):
    """One kind of sender. `look` reads without effects; `handle` acts once, in the delivery's transaction."""

    stream: str

    def look(self, body: bytes) -> Seen: ...

    def handle(self, delivery: Delivery, body: bytes) -> Handled: ...


_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Make a source known, for receiving and for processing."""
    _sources[name] = source
    receiving.register_checks(name, source)


def open_endpoint(
    source: str, connection_id: UUID, keys: Sequence[Key], *, addressee: str = "", repeats: bool = False
) -> str:
    """A new address for a connection of the acting company. Returns its token, which is stored as a digest only.

    `addressee` is what the other system calls the connection at a shared address; with `repeats` the same body sent
    again is a new event.
    """
    token = new_token()
    Endpoint.objects.create(
        source=source,
        connection_id=connection_id,
        token_digest=token_digest(token),
        sealed_keys=receiving.seal_keys(keys, current_company_id()),
        addressee=addressee,
        repeats=repeats,
    )
    return token


def change_keys(connection_id: UUID, keys: Sequence[Key]) -> None:
    """Every open address of the connection checks with these keys from now on."""
    sealed = receiving.seal_keys(keys, current_company_id())
    Endpoint.objects.filter(connection_id=connection_id, closed_at=None).update(sealed_keys=sealed)


def readdress(source: str, connection_id: UUID, addressee: str) -> None:
    """What the other system calls the connection at a shared address from now on; empty takes it off there."""
    Endpoint.objects.filter(source=source, connection_id=connection_id, closed_at=None).update(addressee=addressee)


def closed_to_us() -> int:
    """How many open addresses of the acting company have keys that this installation's keyset does not open."""
    company_id = current_company_id()
    sealed = Endpoint.objects.filter(closed_at=None).values_list("sealed_keys", flat=True)
    return sum(not _opens(bytes(keys), company_id) for keys in sealed)


def _opens(sealed: bytes, company_id: UUID) -> bool:
    try:
        receiving.open_keys(sealed, company_id)
    except IsthmusError:
        return False
    return True


@cache
def shelter() -> Shelter:
    """Where this process puts deliveries while the database is away."""
    return shelter_of(settings.CONFIG)


def accept(source: str, token: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """`receiving.accept` on Django's connection. Call outside a transaction: 200 means stored for good."""
    return carry_out(receiving.accepting(source, token, headers, body, shelter()), _execute)


def challenge(source: str, token: str, params: Mapping[str, str]) -> Answer:
    """`receiving.challenge` on Django's connection."""
    return carry_out(receiving.challenging(source, token, params, shelter()), _execute)


def carry_out_here(steps: Steps[Answer]) -> Answer:
    """Take steps of receiving on Django's connection. Call outside a transaction: 200 means stored for good."""
    return carry_out(steps, _execute)


@dataclass(frozen=True)
class Strays:
    """Deliveries at a shared address that name nobody of ours: whom they name, and whether their signature is right."""

    source: str
    addressee: str
    genuine: bool
    deliveries: int
    last_received_at: datetime


def strays() -> list[Strays]:
    """What is kept apart for the operator, newest first; bodies stay sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, addressee, genuine, deliveries, last_received_at FROM sync_strays()")
        return [Strays(*row) for row in cursor.fetchall()]


def waiting_on_disk() -> str:
    """What of the acting company waits on this host's disk for the database, in words; empty when nothing does."""
    waiting = shelter().spool.waiting_of(current_company_id())
    oldest = moment_of(waiting[0]) if waiting else None
    if oldest is None:
        return ""
    words = ngettext(
        "%(count)d delivery waits on this host’s disk for the database, for %(time)s.",
        "%(count)d deliveries wait on this host’s disk for the database, the oldest for %(time)s.",
        len(waiting),
    )
    return words % {"count": len(waiting), "time": freshness.lasting((now() - oldest).total_seconds())}


def process(company_id: UUID, connection_id: UUID) -> None:
    """Handle every delivery of the connection that is due, oldest first."""
    while due := _due(company_id, connection_id):
        for delivery_id in due:
            if holding.is_stopping():
                return
            holding.check()
            if holding.may_begin(delivery_id):
                with tracing.span("process", delivery_id):
                    _process_one(company_id, delivery_id)
            else:
                _set_aside(company_id, delivery_id, Seen(), holding.SET_ASIDE, waits=False)


def replay(delivery_id: UUID) -> None:
    """Handle a delivery again now, even one that is done: handling is idempotent, so that changes nothing.

    Raises Delivery.DoesNotExist for another company's, IsthmusError for one that is refused, new, or told nothing new.
    """
    delivery = Delivery.objects.select_for_update().get(id=delivery_id)
    if delivery.state not in REPEATABLE:
        words = f"A delivery that is “{delivery.get_state_display().lower()}” cannot be replayed."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="not_replayable"))
    delivery.state, delivery.attempts, delivery.next_attempt_at = DeliveryState.RECEIVED, 0, now()
    delivery.save(update_fields=["state", "attempts", "next_attempt_at"])
    nudge()


def hurry_one(delivery_id: UUID) -> None:
    """Handle a delivery that waits now."""
    Delivery.objects.filter(id=delivery_id, state__in=PROCESSABLE).update(next_attempt_at=now())
    nudge()


def hurry(code: str) -> int:
    """What waits, or gave up waiting, for this reason is tried again now. Returns how many deliveries."""
    stuck = Delivery.objects.filter(failure_code=code, state__in=(DeliveryState.WAITING, DeliveryState.FAILED))
    hurried = stuck.update(state=DeliveryState.WAITING, attempts=0, next_attempt_at=now())
    nudge()
    return hurried


def backlog(source: str) -> int:
    """How many deliveries of a source are not handled yet."""
    return Delivery.objects.filter(source=source, state__in=PROCESSABLE).count()


def due_at(source: str) -> datetime | None:
    """Since when, or from when on, the earliest unhandled delivery of a source is due."""
    waiting = Delivery.objects.filter(source=source, state__in=PROCESSABLE)
    first: datetime | None = waiting.aggregate(first=Min("next_attempt_at"))["first"]
    return first


def _execute(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """One statement with its values apart from it; Django's own cursor would write a sealed body into it as hex."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, params).fetchall()


def _due(company_id: UUID, connection_id: UUID) -> list[UUID]:
    """The next deliveries to handle, oldest first; each is looked at again when its turn comes."""
    with acting_for(company_id, cause="inbox"):
        due = Delivery.objects.filter(
            connection_id=connection_id, state__in=PROCESSABLE, next_attempt_at__lte=now(), source__in=_sources
        )
        return list(due.order_by("received_at", "id").values_list("id", flat=True)[:LOOKED_UP_AT_ONCE])


def _process_one(company_id: UUID, delivery_id: UUID) -> None:
    seen = Seen()
    try:
        with acting_for(company_id, cause=f"delivery:{delivery_id}"):
            delivery = Delivery.objects.select_for_update().get(id=delivery_id)
            if delivery.state not in PROCESSABLE:
                return
            body = secrets.unseal(bytes(delivery.sealed_body), company=company_id, field=receiving.BODY_FIELD)
            source = _sources[delivery.source]
            seen = source.look(body)
            handled = source.handle(delivery, body) if seen.understood else None
            _finish(delivery, seen, handled, source.stream)
        return
    except IsthmusError as error:
        failure, waits = error.failure, isinstance(error, TooEarlyError)
    except OperationalError as error:
        failure, waits = _stumbled(error), True
    except Exception as error:
        failure, waits = _surprised(error), False
        logger.error("delivery %s could not be handled: %s", delivery_id, failure.detail)
    _set_aside(company_id, delivery_id, seen, failure, waits=waits or failure.may_retry)


def _set_aside(company_id: UUID, delivery_id: UUID, seen: Seen, failure: Failure, *, waits: bool) -> None:
    """Write the failure down; without what was seen of the delivery when the database refuses to store that."""
    try:
        with acting_for(company_id, cause=f"delivery:{delivery_id}"):
            _record_failure(delivery_id, seen, failure, waits=waits)
    except DataError:
        with acting_for(company_id, cause=f"delivery:{delivery_id}"):
            _record_failure(delivery_id, Seen(), failure, waits=waits)


def _finish(delivery: Delivery, seen: Seen, handled: Handled | None, stream: str) -> None:
    outcome = {"outcome": handled.outcome} if handled is not None and handled.outcome else {}
    delivery.external_id, delivery.visible = seen.external_id[:300], {**seen.visible, **outcome}
    delivery.about = seen.about[:200]
    delivery.state = DeliveryState.KEPT
    repeated = handled is not None and delivery.result_id is not None and handled.result_id == delivery.result_id
    if handled is not None:
        told_nothing = handled.duplicate and not repeated
        delivery.state = DeliveryState.DUPLICATE if told_nothing else DeliveryState.DONE
        delivery.result_id = handled.result_id
    delivery.clear()
    delivery.next_attempt_at, delivery.handled_at = None, now()
    delivery.save(update_fields=_HANDLED)
    freshness.worked(delivery.connection_id, stream, count=int(delivery.state == DeliveryState.DONE and not repeated))
    issues.settle(_fingerprint(delivery))


def _record_failure(delivery_id: UUID, seen: Seen, failure: Failure, *, waits: bool) -> None:
    delivery = Delivery.objects.select_for_update().get(id=delivery_id)
    if delivery.state not in PROCESSABLE:
        return
    delivery.attempts += 1
    delivery.blame(failure)
    if seen.external_id or seen.visible:
        delivery.external_id, delivery.visible = seen.external_id[:300], seen.visible
        delivery.about = seen.about[:200]
    if waits and delivery.attempts < MOST_ATTEMPTS:
        delivery.state = DeliveryState.WAITING
        due = retry_moment(failure, delivery.attempts, now(), first=FIRST_WAIT_SECONDS)
        delivery.next_attempt_at = due
    else:
        delivery.state, delivery.next_attempt_at = DeliveryState.FAILED, None
    delivery.save(update_fields=_HANDLED)
    if delivery.state == DeliveryState.FAILED:
        issues.raise_issue(_cause(delivery, failure.code), failure)
        freshness.failed(delivery.connection_id, _sources[delivery.source].stream, failure)


def _cause(delivery: Delivery, code: str) -> issues.Cause:
    """Deliveries of one connection that are stuck for the same reason are one issue."""
    group = f"inbox:{delivery.source}:{delivery.connection_id}:{code}"
    return issues.Cause(_fingerprint(delivery), action="retry", entity="delivery", entity_id=delivery.id, group=group)


def _fingerprint(delivery: Delivery) -> str:
    return f"delivery:{delivery.id}"


def _stumbled(error: Exception) -> Failure:
    return Failure(
        Kind.TRANSIENT, "The database was busy; Isthmus tries again.", code="database", detail=type(error).__name__
    )


def _surprised(error: Exception) -> Failure:
    return Failure(Kind.BUG, "Isthmus stumbled over this delivery. It is kept.", code="surprise", detail=_where(error))


def _where(error: Exception) -> str:
    """The kind of error and the line it came from; never its words, which may hold what an applicant wrote."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {last.filename.rpartition('isthmus/')[2]}:{last.lineno}"
