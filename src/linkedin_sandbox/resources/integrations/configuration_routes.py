"""Configurations of integrations (*Customer configuration*): a sub-resource under `/v2/atsIntegrations/{key}`, and the
resources `/v2/atsIntegrationConfigurations` and `/rest/integrationConfigurations`, whose key names the configuration
too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from linkedin_sandbox import keys, restli
from linkedin_sandbox.keys import Key
from linkedin_sandbox.resources.integrations import configurations, errors, reading, state
from linkedin_sandbox.resources.integrations.reading import Address
from linkedin_sandbox.wire import Answer, Call, Operation, Refused
from linkedin_sandbox.world import World

# The fourth field's name is not documented; both are read.
_KEY_NAMES = ("configurationKey", "key")


@dataclass(frozen=True)
class _Item:
    """One configuration a call means, under the text the caller wrote for it."""

    written: str
    address: Address
    key: str


def _asked(world: World, call: Call) -> dict[Any, _Item]:
    """The configurations named by the query, by the identity their keys are compared by."""
    if "key" not in call.parts:
        return {key: _item(world, call, key) for key in keys.in_query(call)}
    address = reading.address(world, call, keys.in_path(call, call.parts["key"]))
    names = restli.ids(call)
    if len(names) > keys.MOST:
        raise Refused(400, f"At most {keys.MOST} ids per call", cause="too many ids")
    return {name: _Item(name, address, name) for name in names}


def _item(world: World, call: Call, key: Key) -> _Item:
    name = next((name for name in _KEY_NAMES if key.get(name)), _KEY_NAMES[0])
    return _Item(key.written, reading.address(world, call, key, frozenset({name})), key.get(name) or "")


def _sent(call: Call) -> dict[Any, Any]:
    body = reading.json(call)
    if "key" not in call.parts:
        return dict(keys.in_entities(call, body))
    entities = body.get("entities") if isinstance(body, dict) else None
    if not isinstance(entities, dict):
        raise Refused(400, 'A body of {"entities":{key:…}} is required', cause="entities")
    return entities


def batch_update(world: World, call: Call) -> Answer:
    """Set configurations."""
    reading.check_method(call, "batch_update")
    asked, sent = _asked(world, call), _sent(call)
    keys.check_same(asked, sent)
    done: list[str] = []
    failed: dict[str, Any] = {}
    with world.store.write() as conn:
        for identity, item in asked.items():
            error = _put(conn, world, call, item, sent[identity])
            if error:
                failed[item.written] = error
            else:
                done.append(item.written)
    return Answer(200, reading.batch(world, done, failed))


def _put(conn: Connection, world: World, call: Call, item: _Item, value: Any) -> dict[str, Any] | None:
    row = state.of_caller(conn, call.caller(), item.address)
    if row is None:
        return errors.unknown()
    error = configurations.problem(conn, world, row, item.key, value)
    if error is None:
        configurations.put(conn, row["id"], item.key, value["configurationValue"]["string"])
    return error


def batch_get(world: World, call: Call) -> Answer:
    """Configurations that are set."""
    reading.check_method(call, "batch_get")
    found: dict[str, Any] = {}
    missing: dict[str, Any] = {}
    asked = _asked(world, call)
    with world.store.read() as conn:
        for item in asked.values():
            row = state.of_caller(conn, call.caller(), item.address)
            held = configurations.of(conn, row["id"]) if row else {}
            if item.key in held:
                found[item.written] = {"configurationValue": {"string": held[item.key]}}
            else:
                missing[item.written] = errors.unknown_configuration(item.key) if row else errors.unknown()
    return Answer(200, restli.batch(found, missing))


def batch_delete(world: World, call: Call) -> Answer:
    """Take configurations away."""
    reading.check_method(call, "batch_delete")
    done: list[str] = []
    failed: dict[str, Any] = {}
    asked = _asked(world, call)
    with world.store.write() as conn:
        for item in asked.values():
            row = state.of_caller(conn, call.caller(), item.address)
            if row and configurations.remove(conn, row["id"], item.key):
                done.append(item.written)
            else:
                failed[item.written] = errors.unknown_configuration(item.key) if row else errors.unknown()
    return Answer(200, reading.batch(world, done, failed))


_SUB, _V2, _REST = (
    "/v2/atsIntegrations/{key}/configurations",
    "/v2/atsIntegrationConfigurations",
    "/rest/integrationConfigurations",
)
OPERATIONS = tuple(
    Operation(f"{resource}.{name}", method, path, "either", handler)
    for resource, path in (
        ("atsIntegrations.configurations", _SUB),
        ("atsIntegrationConfigurations", _V2),
        ("integrationConfigurations", _REST),
    )
    for name, method, handler in (
        ("batch_update", "PUT", batch_update),
        ("get", "GET", batch_get),
        ("delete", "DELETE", batch_delete),
    )
)
