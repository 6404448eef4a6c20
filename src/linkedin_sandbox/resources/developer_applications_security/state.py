"""An application's secrets: at most two are good at a time, and one of them signs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from linkedin_sandbox import ids
from linkedin_sandbox.tables import apps
from linkedin_sandbox.wire import App

Row = dict[str, Any]


def may_roll(conn: Connection, caller: App, number: int) -> bool:
    """The parent may for its children, a child for itself."""
    if caller.audience == "child":
        return number == caller.id
    return conn.execute(select(apps.c.audience).where(apps.c.id == number)).scalar() == "child"


def roll(conn: Connection, number: int, *, signs: str) -> Row:
    """Give an application a new secret and return its row with `newest_secret`. The one before stays good, any older
    one ends; `signs` is `newest`, or `older` for the one before."""
    row = dict(conn.execute(select(apps).where(apps.c.id == number)).mappings().one())
    new, before = ids.new_secret(), row["newest_secret"]
    signing, other = (new, before) if signs == "newest" else (before, new)
    values = {"client_secret": signing, "other_secret": other, "newest_secret": new}
    conn.execute(update(apps).where(apps.c.id == number).values(**values))
    return {**row, **values}
