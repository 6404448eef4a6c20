"""`POST /v2/developerApplicationsSecurity?action=rollDeveloperApplicationSecret` (*Application Secret Management*): a
new secret for a child, while the one before stays good."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox import ids
from linkedin_sandbox.resources.developer_applications_security import errors, state
from linkedin_sandbox.wire import Answer, Call, Operation
from linkedin_sandbox.world import World

_KIND = "developerApplication"


def roll(world: World, call: Call) -> Answer:
    """A new secret. The parent names the child anywhere in the body, since the body is not documented; a child that
    names nobody means itself."""
    errors.check_action(call)
    named = _named(errors.body(call))
    caller = call.caller()
    if len(named) > 1 or (not named and caller.audience == "parent"):
        raise errors.name_one()
    number = named.pop() if named else caller.id
    with world.store.write() as conn:
        if not state.may_roll(conn, caller, number):
            raise errors.unknown()
        app = state.roll(conn, number, signs=world.choices["signing_secret"])
    if world.choices["key_rotation_answer"] == "secret":
        return Answer(200, {"value": {"clientSecret": app["newest_secret"]}})
    credentials = {"client_id": app["client_id"], "client_secret": app["newest_secret"]}
    return Answer(200, {"value": {"key": ids.urn(_KIND, number), "credentials": credentials}})


def _named(value: Any) -> set[int]:
    """Every developer application a JSON value names by URN."""
    if isinstance(value, str):
        number = ids.number(value, _KIND)
        return {number} if number is not None else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {number for one in inner for number in _named(one)}


OPERATIONS = (
    Operation(
        "developerApplicationsSecurity.rollDeveloperApplicationSecret",
        "POST",
        "/v2/developerApplicationsSecurity",
        "either",
        roll,
    ),
)
