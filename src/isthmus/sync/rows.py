"""A mirror row and the value `standing` reasons about: opened, put back, written many at a time."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from isthmus.base import secrets, tracing
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.sync import issues, standing
from isthmus.sync.backoff import retry_moment
from isthmus.sync.models import Mirror, MirrorState
from isthmus.sync.standing import Body, Operation, Standing, State, Step, TaskEnd

FIELD = "mirror"
SENDING_STEPS = (Step.CREATE, Step.UPDATE, Step.RENEW, Step.CLOSE, Step.LOOK_UP)
_PLAIN = ("dirty", "force", "forcing", "alone", "exists_there", "unsure", "attempts", "task")
_DIGESTS = ("accepted_digest", "refused_digest", "allowed_digest")
_BLAME = ("failure_kind", "failure_code", "failure_message", "failure_detail", "request_id")
_WRITTEN = (
    *("state", "operation", *_PLAIN, *_DIGESTS, "sent_digest", "sealed_sent", "sealed_accepted"),
    *_BLAME,
    *("next_attempt_at", "next_poll_at", "sent_at", "answered_at", "facts"),
)


def standing_of(row: Mirror, *, with_bodies: bool = True) -> Standing:
    """The row as a value. Without bodies only events that do not look at them may follow."""
    opened = (body_of(row, "sealed_sent"), body_of(row, "sealed_accepted")) if with_bodies else ({}, {})
    row.opened = opened  # type: ignore[attr-defined]
    return Standing(
        state=State(row.state),
        operation=Operation(row.operation),
        sent=opened[0],
        accepted=opened[1],
        **{name: getattr(row, name) for name in (*_PLAIN, *_DIGESTS)},
    )


def body_of(row: Mirror, column: str) -> dict[str, Any]:
    """A sealed body of the row, opened; empty when there is none."""
    sealed = bytes(getattr(row, column))
    return json.loads(secrets.unseal(sealed, company=row.company_id, field=FIELD)) if sealed else {}


def put(row: Mirror, value: Standing) -> None:
    """Write the value into the row; the caller saves. Bodies are sealed again only where they changed."""
    before_sent, before_accepted = row.opened  # type: ignore[attr-defined]
    row.state, row.operation = value.state.value, value.operation.value
    for name in (*_PLAIN, *_DIGESTS):
        setattr(row, name, getattr(value, name))
    if value.accepted is not before_accepted:
        row.sealed_accepted = row.sealed_sent if value.accepted is before_sent else _sealed(row, value.accepted)
    if value.sent is not before_sent:
        row.sealed_sent, row.sent_digest = _sealed(row, value.sent), standing.digest(value.sent)
    row.opened = (value.sent, value.accepted)  # type: ignore[attr-defined]


def end(row: Mirror, outcome: TaskEnd, *, most_attempts: int) -> None:
    """An operation ended: put the row where that leaves it, and open or settle its issue; the caller saves."""
    value = standing.ended(standing_of(row), outcome, most_attempts=most_attempts)
    put(row, value)
    row.clear()
    if outcome.failure is not None and outcome.exists is None:
        row.blame(outcome.failure)
    is_marked = value.state is State.MARKED
    row.next_attempt_at = _next_attempt(value, outcome) if is_marked else None
    was_there = value.exists_there or value.operation is Operation.CLOSE
    row.next_poll_at = now() if was_there else None
    announce(row)
    kind = outcome.failure.kind.value if outcome.failure is not None else ""
    tracing.record("mirror settled", story_of(row), row.marked_at, is_first=True, state=row.state, kind=kind)


def _next_attempt(value: Standing, outcome: TaskEnd) -> datetime:
    if outcome.failure is None or not value.attempts:
        return now()
    return retry_moment(outcome.failure, value.attempts, now())


def story_of(row: Mirror) -> str:
    """What traces call the story of a row: from its latest mark to the answer."""
    return f"mirror:{row.id}:{row.marked_at.timestamp()}"


def announce(row: Mirror) -> None:
    """Open the issue of a row that needs a person, settle that of one that does not."""
    fingerprint = f"mirror:{row.resource}:{row.entity_id}"
    if row.state not in (MirrorState.FAILED, MirrorState.HELD):
        if row.state == MirrorState.ACCEPTED:
            issues.settle(fingerprint)
        return
    failure = Failure(
        Kind(row.failure_kind or Kind.REJECTED), row.failure_message, row.failure_code, request_id=row.request_id
    )
    action = "allow" if row.state == MirrorState.HELD else "retry"
    issues.settle(standing_fingerprint(row.resource, row.entity_id))
    group = f"mirror:{row.resource}:{action}:{row.failure_code}" if row.failure_code else ""
    cause = issues.Cause(fingerprint, action=action, entity=row.resource, entity_id=row.entity_id, group=group)
    issues.raise_issue(cause, failure)


def set_aside(found: Sequence[Mirror], failure: Failure) -> None:
    """These cannot be worked on: they wait for a person, without having been opened."""
    for row in found:
        row.blame(failure)
        row.unsure = row.unsure or row.state == MirrorState.SENDING
        row.state, row.dirty, row.next_attempt_at = MirrorState.FAILED, False, None
        row.save(update_fields=[*_BLAME, "unsure", "state", "dirty", "next_attempt_at"])
        announce(row)


def standing_fingerprint(resource: str, entity_id: UUID) -> str:
    """The issue of an entity the other side does not show as wanted; one that was refused, or is held, explains it."""
    return f"standing:{resource}:{entity_id}"


def write(rows: Sequence[Mirror]) -> None:
    """Save the machine's columns of many rows of one company in one statement."""
    if rows:
        values = [[_value(row, name) for row in rows] for name in ("id", *_WRITTEN)]
        with connection.cursor() as cursor:
            cursor.execute(_update(), [*values, rows[0].company_id])


@cache
def _update() -> str:
    """The statement, with an array for each column, and the company."""
    kinds = {name: Mirror._meta.get_field(name).db_type(connection) for name in ("id", *_WRITTEN)}
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds.values())
    columns = ", ".join(f"{name} = new.{name}" for name in _WRITTEN)
    given = f"unnest({arrays}) AS new ({', '.join(kinds)})"
    return f"UPDATE sync_mirror AS old SET {columns} FROM {given} WHERE old.id = new.id AND old.company_id = %s"  # noqa: S608


def _value(row: Mirror, name: str) -> Any:
    value = getattr(row, name)
    if name == "facts":
        return Jsonb(value)
    if name.startswith("sealed_"):
        return bytes(value)
    return str(value) if name in ("state", "operation") else value


def _sealed(row: Mirror, body: Body) -> bytes:
    if not body:
        return b""
    return secrets.seal(json.dumps(dict(body)).encode(), company=row.company_id, field=FIELD)
