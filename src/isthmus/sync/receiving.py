"""Receives what another system pushes: checks it, seals it, stores it with one call of SQL, answers, and leaves.

No Django in here, and no waiting: what asks the database or the disk is a step that the caller carries out, so that
the same function serves threads and an event loop. What the delivery means is found later.

While the database is away a genuine delivery goes to the shelter, this host's disk; only what is stored for good in one
of the two is answered with 200.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from isthmus.base import secrets, tracing
from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.sync import addresses
from isthmus.sync.address_book import NOBODY
from isthmus.sync.addresses import Address
from isthmus.sync.addresses import Key as Key
from isthmus.sync.addresses import forget_addresses as forget_addresses
from isthmus.sync.addresses import open_keys as open_keys
from isthmus.sync.addresses import seal_keys as seal_keys
from isthmus.sync.shelter import Shelter
from isthmus.sync.spool import Spooled, SpoolFullError
from isthmus.sync.steps import Ask, Do, Execute, Steps, carry_out

LARGEST_BODY = 1024 * 1024
BODY_FIELD = "delivery"
SESSION_NAME = "isthmus receiver"
TRY_AGAIN_SECONDS = 30
NOT_STORED = "a delivery could not be stored"

STORE = "SELECT delivery_id FROM sync_receive(%s, %s, %s, %s, %s, %s, %s)"
STORE_MANY = """
    SELECT d.number, stored.delivery_id
    FROM (
        SELECT *
        FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::boolean[], %b::bytea[], %s::int[], %s::timestamptz[])
            WITH ORDINALITY AS given (id, endpoint, digest, genuine, body, size, received, number)
        ORDER BY given.endpoint, given.digest
    ) AS d, LATERAL sync_receive(d.id, d.endpoint, d.digest, d.genuine, d.body, d.size, d.received) AS stored
"""
"""In one order everywhere, so that two statements with the same deliveries in them do not wait for each other."""

logger = logging.getLogger("isthmus.receiving")


class Checks(Protocol):
    """What a source knows about its own signatures and challenges."""

    def verify(self, headers: Mapping[str, str], body: bytes, keys: Sequence[Key]) -> bool: ...

    def challenge(self, params: Mapping[str, str], keys: Sequence[Key]) -> dict[str, Any] | None: ...


class AwayError(Exception):
    """The database could not be asked."""


@dataclass(frozen=True)
class Answer:
    """What to answer: an HTTP status, a JSON body, and after how many seconds to try again, 0 for nothing to say."""

    status: int
    json: dict[str, Any]
    retry_after: int = 0


UNKNOWN = Answer(404, {"errorCode": "UNKNOWN_ADDRESS", "additionalErrorDetails": "Nothing listens at this address."})
TOO_LARGE = Answer(
    413, {"errorCode": "TOO_LARGE", "additionalErrorDetails": f"A delivery may have {LARGEST_BODY} bytes at most."}
)
FORGED = Answer(
    401, {"errorCode": "SIGNATURE_MISMATCH", "additionalErrorDetails": "The signature does not match this connection."}
)
UNAVAILABLE = Answer(
    503,
    {
        "errorCode": "STORE_UNAVAILABLE",
        "additionalErrorDetails": "The delivery could not be stored; please send it again.",
    },
    retry_after=TRY_AGAIN_SECONDS,
)
BAD_CHALLENGE = Answer(
    400, {"errorCode": "BAD_CHALLENGE", "additionalErrorDetails": "The challenge code must be a canonical UUID."}
)

_sources: dict[str, Checks] = {}


def register_checks(source: str, checks: Checks) -> None:
    """Who verifies the deliveries and answers the challenges of a source."""
    _sources[source] = checks


def accept(
    source: str,
    token: str,
    headers: Mapping[str, str],
    body: bytes,
    execute: Execute,
    shelter: Shelter | None = None,
) -> Answer:
    """Take the steps of `accepting` in this thread. `execute` runs one statement and commits."""
    return carry_out(accepting(source, token, headers, body, shelter), execute)


def accepting(
    source: str, token: str, headers: Mapping[str, str], body: bytes, shelter: Shelter | None = None
) -> Steps[Answer]:
    """Store one delivery and say what to answer: 200 only after it is stored for good.

    404 for an unknown token, 413 above one MiB, 401 for a signature that does not match (kept apart for a day), 503
    with words when nothing of ours can keep it, so that the sender tries again.
    """
    if len(body) > LARGEST_BODY:
        return TOO_LARGE
    digest = secrets.token_digest(token)
    lower = _lower(headers)
    try:
        return (yield from _into_database(source, digest, lower, body, shelter))
    except AwayError as away:
        if shelter is None:
            return _could_not(NOT_STORED, away)
        return (yield from _unless_full(_into_spool(source, digest, lower, body, shelter)))
    except Exception as error:
        return _could_not(NOT_STORED, error)


def challenge(
    source: str, token: str, params: Mapping[str, str], execute: Execute, shelter: Shelter | None = None
) -> Answer:
    """Take the steps of `challenging` in this thread."""
    return carry_out(challenging(source, token, params, shelter), execute)


def challenging(source: str, token: str, params: Mapping[str, str], shelter: Shelter | None = None) -> Steps[Answer]:
    """Answer the other system's question whether this address is really ours; 400 for what must not be answered.

    Keys are read anew, since a secret may just have changed; those at hand serve while the database is away.
    """
    try:
        address = yield from _address_for_challenge(source, secrets.token_digest(token), shelter)
        if address is None:
            return UNKNOWN
        answer = _sources[source].challenge(params, address.keys)
    except Exception as error:
        return _could_not("a challenge could not be answered", error)
    if answer is None:
        return BAD_CHALLENGE
    yield from _note_challenge(address, shelter)
    return Answer(200, answer)


def accepting_shared(
    source: str,
    addressee: str,
    keys: Sequence[Key],
    headers: Mapping[str, str],
    body: bytes,
    shelter: Shelter | None = None,
) -> Steps[Answer]:
    """`accepting` at an address several companies share: the delivery is stored for the connection it names.

    `keys` are those of the address itself; the named connection's own are accepted too. What names nobody we know is
    kept apart, for the operator, and answered like any other.
    """
    if len(body) > LARGEST_BODY:
        return TOO_LARGE
    lower = _lower(headers)
    try:
        address = yield from _address_for(source, addressee, shelter)
        genuine = _sources[source].verify(lower, body, (*keys, *(address.keys if address else ())))
        if address is None or not (yield from _store(address, body, genuine, shelter)):
            yield from _store_stray(source, addressee, body, genuine, shelter)
        return Answer(200, {}) if genuine else FORGED
    except AwayError as away:
        if shelter is None:
            return _could_not(NOT_STORED, away)
        return (yield from _unless_full(_shared_into_spool(source, addressee, keys, lower, body, shelter)))
    except Exception as error:
        return _could_not(NOT_STORED, error)


def challenging_shared(
    source: str, addressee: str, keys: Sequence[Key], params: Mapping[str, str], shelter: Shelter | None = None
) -> Steps[Answer]:
    """`challenging` at a shared address: with the named connection's key, else with that of the address itself."""
    try:
        address = yield from _address_for_shared_challenge(source, addressee, shelter)
        answer = _sources[source].challenge(params, address.keys if address else keys)
    except Exception as error:
        return _could_not("a challenge could not be answered", error)
    if answer is None:
        return BAD_CHALLENGE
    if address is not None:
        yield from _note_challenge(address, shelter)
    return Answer(200, answer)


def _into_database(
    source: str, digest: str, headers: Mapping[str, str], body: bytes, shelter: Shelter | None
) -> Steps[Answer]:
    address = yield from _address(source, digest, shelter)
    if address is None:
        return UNKNOWN
    genuine = _sources[source].verify(headers, body, address.keys)
    if not genuine:
        address = yield from _address(source, digest, shelter, fresh=True)
        if address is None:
            return UNKNOWN
        genuine = _sources[source].verify(headers, body, address.keys)
    if not (yield from _store(address, body, genuine, shelter)):
        addresses.remember(digest, None)
        return UNKNOWN
    return Answer(200, {}) if genuine else FORGED


def _into_spool(source: str, digest: str, headers: Mapping[str, str], body: bytes, shelter: Shelter) -> Steps[Answer]:
    """What an address we do not know here would get, nobody can say; the sender tries again."""
    address = yield Do(partial(_known_here, source, digest, shelter))
    if address is None:
        return UNAVAILABLE
    genuine = _sources[source].verify(headers, body, address.keys)
    return (yield from _shelter_if(genuine, _to_spool(address, body), shelter))


def _shared_into_spool(
    source: str, addressee: str, keys: Sequence[Key], headers: Mapping[str, str], body: bytes, shelter: Shelter
) -> Steps[Answer]:
    """Somebody we do not know here may have signed with a key of their own, so that only the sender can try again."""
    address = yield Do(partial(shelter.addresses.find_shared, source, addressee))
    genuine = _sources[source].verify(headers, body, (*keys, *(address.keys if address else ())))
    if address is None and not genuine:
        return UNAVAILABLE
    spooled = _to_spool(address, body) if address else _stray_to_spool(source, addressee, body)
    return (yield from _shelter_if(genuine, spooled, shelter))


def _shelter_if(genuine: bool, delivery: Spooled, shelter: Shelter) -> Steps[Answer]:
    if not genuine:
        yield Do(shelter.spool.count_forged)
        return FORGED
    yield Do(partial(shelter.spool.put, delivery))
    return Answer(200, {})


def _unless_full(spooling: Steps[Answer]) -> Steps[Answer]:
    """The answer of the spool, or 503 where it cannot keep the delivery."""
    try:
        return (yield from spooling)
    except SpoolFullError:
        logger.error("the database is away and the spool is full: a delivery was sent back, to be sent again")
    except OSError as error:
        logger.error("the database is away and the spool cannot be written: %s", error.strerror or type(error).__name__)
    except Exception as error:
        return _could_not(NOT_STORED, error)
    return UNAVAILABLE


def _could_not(what: str, error: BaseException) -> Answer:
    logger.error("%s: %s", what, type(error.__cause__ or error).__name__)
    return UNAVAILABLE


def _known_here(source: str, digest: str, shelter: Shelter) -> Address | None:
    """The address as this host last knew it."""
    known = shelter.addresses.find(digest) or addresses.remembered(digest)
    return known if known is not None and known.source == source else None


def _address_for_challenge(source: str, digest: str, shelter: Shelter | None) -> Steps[Address | None]:
    try:
        return (yield from _address(source, digest, shelter, fresh=True))
    except AwayError:
        known = (
            addresses.remembered(digest)
            if shelter is None
            else (yield Do(partial(_known_here, source, digest, shelter)))
        )
        if known is None or known.source != source:
            raise
        return known


def _address_for_shared_challenge(source: str, addressee: str, shelter: Shelter | None) -> Steps[Address | None]:
    try:
        return (yield from _address_for(source, addressee, shelter))
    except AwayError:
        if shelter is None:
            raise
        known = yield Do(partial(shelter.addresses.find_shared, source, addressee))
        if known is None and addressee:
            raise
        return known  # type: ignore[no-any-return]


def _note_challenge(address: Address, shelter: Shelter | None) -> Steps[None]:
    try:
        yield from _ask("SELECT sync_challenged(%s, %s)", [address.endpoint_id, now()], shelter)
    except AwayError:
        logger.warning("a challenge was answered but not noted: the database is away")


def _store(address: Address, body: bytes, genuine: bool, shelter: Shelter | None) -> Steps[bool]:
    delivery_id, began = new_id(), now()
    rows = yield from _ask(
        STORE,
        [
            delivery_id,
            address.endpoint_id,
            hashlib.sha256(body).hexdigest(),
            genuine,
            secrets.seal(body, company=address.company_id, field=BODY_FIELD),
            len(body),
            now(),
        ],
        shelter,
    )
    if rows and genuine:
        is_first = rows[0][0] == delivery_id
        tracing.record("receive", rows[0][0], began, is_first=is_first, source=address.source, size=len(body))
    return bool(rows)


def _store_stray(source: str, addressee: str, body: bytes, genuine: bool, shelter: Shelter | None) -> Steps[None]:
    yield from _ask(
        "SELECT stray_id FROM sync_receive_stray(%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            new_id(),
            source,
            addressee,
            hashlib.sha256(body).hexdigest(),
            genuine,
            secrets.seal(body, company=NOBODY, field=BODY_FIELD),
            len(body),
            now(),
        ],
        shelter,
    )
    if genuine:
        logger.warning("a delivery at a shared address names no connection of ours; it is kept apart")
    else:
        logger.info("a forged delivery at a shared address was refused; it is kept apart")


def _to_spool(address: Address, body: bytes) -> Spooled:
    return Spooled(
        id=new_id(),
        received_at=now(),
        source=address.source,
        digest=hashlib.sha256(body).hexdigest(),
        size=len(body),
        sealed_body=secrets.seal(body, company=address.company_id, field=BODY_FIELD),
        endpoint_id=address.endpoint_id,
        company_id=address.company_id,
    )


def _stray_to_spool(source: str, addressee: str, body: bytes) -> Spooled:
    return Spooled(
        id=new_id(),
        received_at=now(),
        source=source,
        digest=hashlib.sha256(body).hexdigest(),
        size=len(body),
        sealed_body=secrets.seal(body, company=NOBODY, field=BODY_FIELD),
        addressee=addressee,
    )


def _address_for(source: str, addressee: str, shelter: Shelter | None) -> Steps[Address | None]:
    """The endpoint of the connection named; read anew each time, since such deliveries are few."""
    rows = yield from _ask(
        "SELECT endpoint_id, company_id, source, sealed_keys FROM sync_endpoint_for(%s, %s)",
        [source, addressee],
        shelter,
    )
    return addresses.opened(rows[0]) if rows else None


def _address(source: str, digest: str, shelter: Shelter | None, *, fresh: bool = False) -> Steps[Address | None]:
    known = addresses.remembered(digest)
    if known is None or fresh or not known.is_fresh:
        rows = yield from _ask(
            "SELECT endpoint_id, company_id, source, sealed_keys FROM sync_endpoint_by_token(%s)", [digest], shelter
        )
        known = addresses.opened(rows[0]) if rows else None
        addresses.remember(digest, known)
    return known if known is not None and known.source == source else None


def _ask(sql: str, params: Sequence[Any], shelter: Shelter | None) -> Steps[list[tuple[Any, ...]]]:
    """The rows of one statement. AwayError when the database does not answer, or did not a moment ago."""
    if shelter is not None and not shelter.circuit.may_ask():
        raise AwayError("it did not answer a moment ago")
    try:
        rows = yield Ask(sql, params)
    except Exception as error:
        if shelter is not None:
            shelter.circuit.failed()
        raise AwayError(type(error).__name__) from error
    if shelter is not None:
        shelter.circuit.worked()
    return rows  # type: ignore[no-any-return]


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
