"""The one change log: triggers write it, readers follow it by transaction id.

Rows commit late, so a reader that goes by sequence alone would pass over them. Readers take rows whose transaction id
is below every running one, in the order (transaction id, sequence). A cursor also names the era, one stay on one
cluster: after a dump is restored elsewhere transaction ids start anew, and rows brought along are all committed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pgtrigger
from django.db import connections

CHANNEL = "isthmus_work"


@dataclass(frozen=True)
class ChangeRow:
    """One change as a reader sees it; `fields` maps a column to [before, after], or to "changed" when it is private."""

    seq: int
    xid: int
    era: int
    at: datetime
    company_id: UUID
    user_id: UUID | None
    cause: str
    entity: str
    entity_id: UUID
    profile_id: UUID | None
    operation: str
    fields: dict[str, Any]


def record_changes(
    *, private: Sequence[str] = (), leave_out: Sequence[str] = (), profile: str = ""
) -> pgtrigger.Trigger:
    """The trigger that logs a model's changes.

    `private` columns are logged only as "changed", `leave_out` columns not at all; `profile` names the column that
    holds the profile the row came with, so that erasure can find and blank what was logged about it.
    """
    columns = ", ".join(f"'{name}'" for name in private)
    skipped = ", ".join(f"'{name}'" for name in leave_out)
    return pgtrigger.Trigger(
        name="record_change",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            PERFORM store_record_change(
                TG_TABLE_NAME::text, TG_OP,
                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,
                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,
                ARRAY[{columns}]::text[], ARRAY[{skipped}]::text[], '{profile}');
            RETURN NULL;
        """,
    )


def read(reader: str, limit: int = 500, *, using: str = "default") -> list[ChangeRow]:
    """The next committed changes of every company for a named reader, each exactly once.

    Call inside a transaction (else RuntimeError): the reader's cursor is locked, and moved past what is returned when
    that transaction commits, so a crash reads the same rows again and none is passed over. A transaction that began
    after another had committed comes after it; of two that overlapped either may come first, so a reader looks at the
    record as it is now and takes a row as "look here", never as the newest word.
    """
    if not connections[using].in_atomic_block:
        raise RuntimeError("Changes are read inside a transaction: the cursor must move with what the reader did.")
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM store_read_changes(%s, %s)", [reader, limit])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [ChangeRow(*(*row[:-1], json.loads(row[-1]))) for row in rows]
