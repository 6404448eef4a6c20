"""Whoever cares about changes reads them here: each named reader once, in order, along with what it does about them."""

from collections.abc import Callable, Sequence
from itertools import groupby
from uuid import UUID

from django.db import transaction

from isthmus.store import changes
from isthmus.store.changes import ChangeRow
from isthmus.store.tenancy import acting_for

BATCH = 500

Follow = Callable[[Sequence[ChangeRow]], None]

_followers: dict[str, Follow] = {}


def register(name: str, follow: Follow) -> None:
    """`follow` gets committed changes of one company at a time, acting for it; its effects and its place in the log
    are committed together, so that no change is passed over and none acts twice."""
    _followers[name] = follow


def follow_all() -> int:
    """Let every reader catch up. Returns how many changes were read by all of them. Call outside a transaction."""
    return sum(_catch_up(name, follow) for name, follow in _followers.items())


def _catch_up(name: str, follow: Follow) -> int:
    read = 0
    while rows := _one_batch(name, follow):
        read += rows
    return read


def _one_batch(name: str, follow: Follow) -> int:
    with transaction.atomic():
        rows = changes.read(name, BATCH)
        for company_id, group in groupby(sorted(rows, key=_company), key=_company):
            with acting_for(company_id, cause=f"follower:{name}"):
                follow(list(group))
    return len(rows)


def _company(row: ChangeRow) -> UUID:
    return row.company_id
