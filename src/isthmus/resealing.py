"""Sealing everything anew with the key that seals now, row by row, beside running web and worker.

What is done shows in each row itself, so a run that was killed goes on where it stopped. Rows are read and written as
their owner, who sees every company, and locked one at a time; the log of changes is not told, since nothing changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pgtrigger
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connections, models, transaction

from isthmus.accounts import second_factors
from isthmus.base import keysets, secrets
from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge import clients
from isthmus.bridge import connections as bridge_connections
from isthmus.bridge.models import Connection
from isthmus.hiring import applications, files
from isthmus.hiring.models import EeoAnswer, FileContent, FilePicture
from isthmus.sync import address_book, addresses, receiving, retrieval, rows, shelter
from isthmus.sync.models import AlertEndpoint, Delivery, Endpoint, Mirror, Retrieval, Stray
from isthmus.sync.watching import endpoints

OWNER = "owner"
AT_ONCE = 100

SEALED: dict[tuple[type[models.Model], str], str] = {
    (FileContent, "sealed"): files.FIELD,
    (FilePicture, "sealed"): files.PICTURE_FIELD,
    (EeoAnswer, "sealed"): applications.EEO_FIELD,
    (Endpoint, "sealed_keys"): addresses.KEYS_FIELD,
    (Delivery, "sealed_body"): receiving.BODY_FIELD,
    (Stray, "sealed_body"): receiving.BODY_FIELD,
    (Mirror, "sealed_sent"): rows.FIELD,
    (Mirror, "sealed_accepted"): rows.FIELD,
    (Retrieval, "sealed_url"): retrieval.FIELD,
    (AlertEndpoint, "sealed_url"): endpoints.URL_FIELD,
    (AlertEndpoint, "sealed_secret"): endpoints.SECRET_FIELD,
    (Connection, "sealed_secret"): clients.SECRET_FIELD,
    (Connection, "sealed_webhook_token"): bridge_connections.TOKEN_FIELD,
    (Connection, "sealed_events_token"): bridge_connections.EVENTS_TOKEN_FIELD,
}
"""Every column that is sealed, and the name of the field it is sealed as."""
SECOND_FACTORS = f"{Authenticator._meta.db_table}.data"


@dataclass(frozen=True)
class Outcome:
    """What a run did: values sealed anew, and those no key of this installation opens, by `table.column`."""

    sealed: int
    unopened: dict[str, int]


def reseal() -> Outcome:
    """Seal everything with the key that seals now. Run again, it only does what is left."""
    done, unopened = 0, {}
    for (model, column), field in SEALED.items():
        sealed, closed = _column(model, column, field)
        done += sealed
        if closed:
            unopened[f"{model._meta.db_table}.{column}"] = closed
    sealed, closed = _second_factors()
    return Outcome(done + sealed, unopened | ({SECOND_FACTORS: closed} if closed else {}))


def left() -> dict[str, int]:
    """How many values each column still has that another key than the present one sealed."""
    found = {}
    for model, column in SEALED:
        table = model._meta.db_table
        with connections[OWNER].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {_old(column)}", [_prefix()])  # noqa: S608
            (count,) = cursor.fetchone()
        if count:
            found[f"{table}.{column}"] = int(count)
    factors = sum(len(second_factors.old_values(data)) for _, data in _authenticators())
    return found | ({SECOND_FACTORS: factors} if factors else {})


def drop_old_keys() -> tuple[Path, keysets.Keys]:
    """Drop the keys nothing is sealed with any more. Returns where the keyset is kept as it was, and what is left.

    Raises IsthmusError (misconfigured) while a value or a delivery on this host's disk still needs an old key.
    """
    needed = left()
    waiting = shelter.of(settings.CONFIG).spool.state()
    if waiting.deliveries or waiting.set_aside:
        needed["deliveries on this host's disk"] = waiting.deliveries + len(waiting.set_aside)
    if needed:
        words = ", ".join(f"{name} {count}" for name, count in needed.items())
        message = f"Old keys are still needed: {words}. Run `isthmus keys reseal`, and let the disk be drained."
        raise IsthmusError(Failure(Kind.MISCONFIGURED, message, code="old_keys_needed"))
    path = secrets.keyset_path()
    kept = path.with_name(f"{path.stem}-before-{now():%Y%m%dT%H%M%S}{path.suffix}")
    return kept, keysets.drop_old(kept)


def _column(model: type[models.Model], column: str, field: str) -> tuple[int, int]:
    done = closed = 0
    for row_id in _ids(model._meta.db_table, column):
        try:
            done += _row(model, column, field, row_id)
        except IsthmusError:
            closed += 1
    return done, closed


def _second_factors() -> tuple[int, int]:
    done = closed = 0
    for key, _ in _authenticators():
        with transaction.atomic(using=OWNER):
            row = Authenticator.objects.using(OWNER).select_for_update().filter(pk=key).first()
            old = second_factors.old_values(row.data) if row else []
            if not old:
                continue
            try:
                row.data = second_factors.sealed_anew(row.data)
            except IsthmusError:
                closed += len(old)
                continue
            row.save(using=OWNER, update_fields=["data"])
            done += len(old)
    return done, closed


def _authenticators() -> list[tuple[int, Any]]:
    return list(Authenticator.objects.using(OWNER).order_by("pk").values_list("pk", "data"))


def _ids(table: str, column: str) -> Iterator[UUID]:
    """The rows still sealed with another key, in the order of their ids, a hundred at a time."""
    last = UUID(int=0)
    while True:
        with connections[OWNER].cursor() as cursor:
            sql = f"SELECT id FROM {table} WHERE {_old(column)} AND id > %s ORDER BY id LIMIT %s"  # noqa: S608
            cursor.execute(sql, [_prefix(), last, AT_ONCE])
            ids = [row_id for (row_id,) in cursor.fetchall()]
        if not ids:
            return
        yield from ids
        last = ids[-1]


def _row(model: type[models.Model], column: str, field: str, row_id: UUID) -> int:
    table = model._meta.db_table
    company = "company_id" if model is not Stray else f"'{address_book.NOBODY}'"
    with transaction.atomic(using=OWNER), pgtrigger.ignore(databases=[OWNER]), connections[OWNER].cursor() as cursor:
        sql = f"SELECT {company}, {column} FROM {table} WHERE id = %s AND {_old(column)} FOR UPDATE"  # noqa: S608
        cursor.execute(sql, [row_id, _prefix()])
        row = cursor.fetchone()
        if row is None:
            return 0
        plain = secrets.unseal(bytes(row[1]), company=row[0], field=field)
        fresh = secrets.seal(plain, company=row[0], field=field)
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [fresh, row_id])  # noqa: S608
    return 1


def _old(column: str) -> str:
    return f"length({column}) > 5 AND substring({column} FROM 1 FOR 5) <> %s"


def _prefix() -> bytes:
    return keysets.prefix_of(keysets.keys().primary)
