"""The addresses other systems write to, with the keys that check what they send, as they are remembered in memory."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from isthmus.base import secrets

REMEMBERED_SECONDS = 30.0
MOST_REMEMBERED = 10_000
KEYS_FIELD = "endpoint keys"


@dataclass(frozen=True, repr=False)
class Key:
    """A secret that signs deliveries, and the id of the application it belongs to."""

    id: str
    value: str


@dataclass(frozen=True, repr=False)
class Address:
    """An endpoint as remembered for a few seconds, with its keys opened."""

    endpoint_id: UUID
    company_id: UUID
    source: str
    keys: tuple[Key, ...]
    read_at: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self.read_at <= REMEMBERED_SECONDS


_remembered: dict[str, Address] = {}


def remembered(digest: str) -> Address | None:
    """The address of a token with this digest, however long ago it was read."""
    return _remembered.get(digest)


def remember(digest: str, address: Address | None) -> None:
    """Keep what was just read; None forgets the address."""
    if address is None:
        _remembered.pop(digest, None)
        return
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[digest] = address


def forget_addresses() -> None:
    """Read every endpoint anew from here on."""
    _remembered.clear()


def opened(row: tuple[Any, ...]) -> Address:
    """An endpoint's id, company, source and sealed keys, with the keys opened. IsthmusError when they do not open."""
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
