"""Whoever cares about changes reads them here: each named reader once, in order, along with what it does about them.

A reader that raises is tried again; when it raises again it reads one change at a time, and the one it stumbles over is
passed over with an issue, so that one change never keeps the others from being read.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from django.db import OperationalError, transaction

from isthmus.base.failures import Failure, Kind
from isthmus.store import changes
from isthmus.store.changes import ChangeRow
from isthmus.store.tenancy import acting_for
from isthmus.sync import issues

BATCH = 500
PASSED_OVER = "Isthmus stumbled over a change, so what should follow from it may be missing."
WHAT_TO_DO = "Run Activity → Reconcile: it finds what is missing. Report the fault to Isthmus’s developers."

logger = logging.getLogger("isthmus.followers")

Follow = Callable[[Sequence[ChangeRow]], None]

_followers: dict[str, Follow] = {}
_fed: dict[tuple[str, str], str] = {}
_stumbling: set[str] = set()


def register(name: str, follow: Follow, *, feeds: Mapping[str, str] | None = None) -> None:
    """`follow` gets committed changes of one company at a time, acting for it; its effects and its place in the log
    are committed together, so that no change is passed over and none acts twice.

    `feeds` says to which kind of work (`mirror:posting`, …) changes of an entity lead, so that what is not read yet
    counts as waiting there.
    """
    _followers[name] = follow
    _fed.update({(name, entity): work for entity, work in (feeds or {}).items()})


def fed() -> tuple[list[str], list[str], list[str]]:
    """Readers, entities and the work they lead to, side by side."""
    return [name for name, _ in _fed], [entity for _, entity in _fed], list(_fed.values())


def follow_all() -> int:
    """Let every reader catch up. Returns how many changes were read by all of them. Call outside a transaction.

    Raises what a reader raised, after the others have caught up.
    """
    read, trouble = 0, None
    for name, follow in _followers.items():
        try:
            read += _catch_up(name, follow)
        except Exception as error:
            trouble = trouble or error
    if trouble is not None:
        raise trouble
    return read


def _catch_up(name: str, follow: Follow) -> int:
    read = 0
    while rows := _some(name, follow):
        read += rows
    return read


def _some(name: str, follow: Follow) -> int:
    """Read a batch; the second time in a row that it stumbles, one change, and if need be pass it over."""
    try:
        rows = _read(name, follow, BATCH)
    except OperationalError:
        raise
    except Exception:
        if name not in _stumbling:
            _stumbling.add(name)
            raise
        return _one(name, follow)
    _stumbling.discard(name)
    return rows


def _one(name: str, follow: Follow) -> int:
    try:
        return _read(name, follow, 1)
    except OperationalError:
        raise
    except Exception as error:
        stumbled = type(error).__name__
        logger.error("%s stumbled over a change and passes it over: %s", name, stumbled)
        return _read(name, lambda rows: _complain(name, rows, stumbled), 1)


def _read(name: str, follow: Follow, most: int) -> int:
    with transaction.atomic():
        rows = changes.read(name, most)
        for company_id, group in groupby(sorted(rows, key=_company), key=_company):
            with acting_for(company_id, cause=f"follower:{name}"):
                follow(list(group))
    return len(rows)


def _complain(name: str, rows: Sequence[ChangeRow], stumbled: str) -> None:
    for row in rows:
        cause = issues.Cause(f"change:{name}:{row.entity}:{row.entity_id}", WHAT_TO_DO, group=f"change:{name}")
        detail = f"{stumbled} at {row.entity} {row.seq}"
        issues.raise_issue(cause, Failure(Kind.BUG, PASSED_OVER, code="change_passed_over", detail=detail))


def _company(row: ChangeRow) -> UUID:
    return row.company_id
