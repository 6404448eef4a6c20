"""Receives what another system pushes: checks it, seals it, stores it with one call of SQL, answers, and leaves.

No Django in here: the same function serves the web process and a bare one. What the delivery means is found later.
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.ids import new_id

LARGEST_BODY = 1024 * 1024
REMEMBERED_SECONDS = 30.0
MOST_REMEMBERED = 10_000
KEYS_FIELD = "endpoint keys"
BODY_FIELD = "delivery"
NOBODY = "nobody"

logger = logging.getLogger("isthmus.receiving")

Execute = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


@dataclass(frozen=True, repr=False)
class Key:
    """A secret that signs deliveries, and the id of the application it belongs to."""

    id: str
    value: str


class Checks(Protocol):
    """What a source knows about its own signatures and challenges."""

    def verify(self, headers: Mapping[str, str], body: bytes, keys: Sequence[Key]) -> bool: ...

    def challenge(self, params: Mapping[str, str], keys: Sequence[Key]) -> dict[str, Any] | None: ...


@dataclass(frozen=True)
class Answer:
    """What to answer: an HTTP status and a JSON body."""

    status: int
    json: dict[str, Any]


@dataclass(frozen=True, repr=False)
class Address:
    """An endpoint as remembered for a few seconds, with its keys opened."""

    endpoint_id: UUID
    company_id: UUID
    source: str
    keys: tuple[Key, ...]
    read_at: float


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
)
BAD_CHALLENGE = Answer(
    400, {"errorCode": "BAD_CHALLENGE", "additionalErrorDetails": "The challenge code must be a canonical UUID."}
)

_sources: dict[str, Checks] = {}
_remembered: dict[str, Address] = {}


def register_checks(source: str, checks: Checks) -> None:
    """Who verifies the deliveries and answers the challenges of a source."""
    _sources[source] = checks


def accept(source: str, token: str, headers: Mapping[str, str], body: bytes, execute: Execute) -> Answer:
    """Store one delivery and say what to answer: 200 only after it is stored for good.

    `execute` runs one statement and commits. 404 for an unknown token, 413 above one MiB, 401 for a signature that does
    not match (kept apart for a day), 503 with words when anything of ours fails, so that the sender tries again.
    """
    if len(body) > LARGEST_BODY:
        return TOO_LARGE
    try:
        return _accept(source, token, {name.lower(): value for name, value in headers.items()}, body, execute)
    except Exception as error:
        logger.error("a delivery could not be stored: %s", type(error).__name__)
        return UNAVAILABLE


def challenge(source: str, token: str, params: Mapping[str, str], execute: Execute) -> Answer:
    """Answer the other system's question whether this address is really ours; 400 for what must not be answered.

    Keys are read anew, since a secret may just have changed; those remembered serve while the database is away.
    """
    try:
        address = _address_for_challenge(source, token, execute)
        if address is None:
            return UNKNOWN
        answer = _sources[source].challenge(params, address.keys)
    except Exception as error:
        logger.error("a challenge could not be answered: %s", type(error).__name__)
        return UNAVAILABLE
    if answer is None:
        return BAD_CHALLENGE
    _note_challenge(address, execute)
    return Answer(200, answer)


def accept_shared(
    source: str, addressee: str, keys: Sequence[Key], headers: Mapping[str, str], body: bytes, execute: Execute
) -> Answer:
    """`accept` at an address several companies share: the delivery is stored for the connection it names.

    `keys` are those of the address itself; the named connection's own are accepted too. What names nobody we know is
    kept apart, for the operator, and answered like any other.
    """
    if len(body) > LARGEST_BODY:
        return TOO_LARGE
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        address = _address_for(source, addressee, execute)
        genuine = _sources[source].verify(lower, body, (*keys, *(address.keys if address else ())))
        if address is None or not _store(address, body, genuine, execute):
            _store_stray(source, addressee, body, genuine, execute)
        return Answer(200, {}) if genuine else FORGED
    except Exception as error:
        logger.error("a delivery could not be stored: %s", type(error).__name__)
        return UNAVAILABLE


def challenge_shared(
    source: str, addressee: str, keys: Sequence[Key], params: Mapping[str, str], execute: Execute
) -> Answer:
    """`challenge` at a shared address: with the named connection's key, else with that of the address itself."""
    try:
        address = _address_for(source, addressee, execute)
        answer = _sources[source].challenge(params, address.keys if address else keys)
    except Exception as error:
        logger.error("a challenge could not be answered: %s", type(error).__name__)
        return UNAVAILABLE
    if answer is None:
        return BAD_CHALLENGE
    if address is not None:
        _note_challenge(address, execute)
    return Answer(200, answer)


def forget_addresses() -> None:
    """Read every endpoint anew from here on."""
    _remembered.clear()


def _accept(source: str, token: str, headers: Mapping[str, str], body: bytes, execute: Execute) -> Answer:
    address = _address(source, token, execute)
    if address is None:
        return UNKNOWN
    genuine = _sources[source].verify(headers, body, address.keys)
    if not genuine:
        address = _address(source, token, execute, fresh=True)
        if address is None:
            return UNKNOWN
        genuine = _sources[source].verify(headers, body, address.keys)
    if not _store(address, body, genuine, execute):
        _remembered.pop(secrets.token_digest(token), None)
        return UNKNOWN
    return Answer(200, {}) if genuine else FORGED


def _address_for_challenge(source: str, token: str, execute: Execute) -> Address | None:
    try:
        return _address(source, token, execute, fresh=True)
    except Exception:
        known = _remembered.get(secrets.token_digest(token))
        if known is None or known.source != source:
            raise
        return known


def _note_challenge(address: Address, execute: Execute) -> None:
    try:
        execute("SELECT sync_challenged(%s, %s)", [address.endpoint_id, now()])
    except Exception as error:
        logger.warning("a challenge was answered but not noted: %s", type(error).__name__)


def _store(address: Address, body: bytes, genuine: bool, execute: Execute) -> bool:
    rows = execute(
        "SELECT delivery_id FROM sync_receive(%s, %s, %s, %s, %s, %s, %s)",
        [
            new_id(),
            address.endpoint_id,
            hashlib.sha256(body).hexdigest(),
            genuine,
            secrets.seal(body, company=address.company_id, field=BODY_FIELD),
            len(body),
            now(),
        ],
    )
    return bool(rows)


def _store_stray(source: str, addressee: str, body: bytes, genuine: bool, execute: Execute) -> None:
    execute(
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
    )
    logger.warning("a delivery at a shared address names no connection of ours; it is kept apart")


def _address_for(source: str, addressee: str, execute: Execute) -> Address | None:
    """The endpoint of the connection named; read anew each time, since such deliveries are few."""
    rows = execute(
        "SELECT endpoint_id, company_id, source, sealed_keys FROM sync_endpoint_for(%s, %s)", [source, addressee]
    )
    return _opened(rows[0]) if rows else None


def _address(source: str, token: str, execute: Execute, *, fresh: bool = False) -> Address | None:
    digest = secrets.token_digest(token)
    known = _remembered.get(digest)
    if known is None or fresh or time.monotonic() - known.read_at > REMEMBERED_SECONDS:
        known = _read_address(digest, execute)
        if known is None:
            _remembered.pop(digest, None)
            return None
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[digest] = known
    return known if known.source == source else None


def _read_address(digest: str, execute: Execute) -> Address | None:
    rows = execute("SELECT endpoint_id, company_id, source, sealed_keys FROM sync_endpoint_by_token(%s)", [digest])
    return _opened(rows[0]) if rows else None


def _opened(row: tuple[Any, ...]) -> Address:
    endpoint_id, company_id, source, sealed = row
    return Address(endpoint_id, company_id, source, open_keys(bytes(sealed), company_id), time.monotonic())


def seal_keys(keys: Sequence[Key], company_id: UUID) -> bytes:
    """The keys of an endpoint, sealed for their company."""
    plain = json.dumps([{"id": key.id, "value": key.value} for key in keys]).encode()
    return secrets.seal(plain, company=company_id, field=KEYS_FIELD)


def open_keys(sealed: bytes, company_id: UUID) -> tuple[Key, ...]:
    """The keys of an endpoint; IsthmusError (misconfigured) when they do not open."""
    plain = secrets.unseal(sealed, company=company_id, field=KEYS_FIELD)
    return tuple(Key(item["id"], item["value"]) for item in json.loads(plain))
