"""The customer's own switch: only what has a name and its mandatory configurations can be turned on, and the
partner is told of every turn (*Customer configuration*, steps 5 and 6)."""

from __future__ import annotations

from sqlalchemy import Connection

from linkedin_sandbox.notifications import events
from linkedin_sandbox.resources.integrations import configurations, state
from linkedin_sandbox.resources.integrations.types import TYPES
from linkedin_sandbox.world import World


class CannotSwitch(Exception):  # noqa: N818 - said as what happened
    """Something must be there before it can be turned on."""


def missing(conn: Connection, row: state.Row) -> list[str]:
    """What stands between an integration and its switch, in words."""
    wanted = [] if row["name"] else ["a name (integrationName)"]
    held = configurations.of(conn, row["id"])
    return wanted + [name for name in TYPES[row["integration_type"]].required if name not in held]


def switch(conn: Connection, world: World, row: state.Row, *, on: bool) -> str:
    """Turn an integration on or off and return the request id under which the change can be read; `CannotSwitch`
    when it lacks something."""
    lacking = missing(conn, row) if on else []
    if lacking:
        raise CannotSwitch(f"{row['integration_type']} lacks {' and '.join(lacking)}")
    new = state.ENABLED if on else state.DISABLED
    changed = state.set_state(
        conn, row["app_id"], row["context"], row["integration_type"], state=new, now=world.clock.now_ms()
    )
    request_id = state.announce(conn, world, changed)
    url = configurations.callback_url(conn, row["app_id"])
    events.integration_status_changed(conn, world, changed, request_id=request_id, callback_url=url)
    return request_id
