"""`/v2/atsIntegrations` and `/rest/integrations` (*Customer configuration*, *RSC release notes 202602*): name
integrations and read them back."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox import keys, restli
from linkedin_sandbox.resources.integrations import configuration_routes, errors, reading, state
from linkedin_sandbox.wire import Answer, Call, Operation, Refused
from linkedin_sandbox.world import World

_NAME = "integrationName"
_WORDS = {
    "first": ("status", {state.PENDING: "PENDING", state.ENABLED: "ENABLED", state.DISABLED: "DISABLED"}),
    "second": (
        "integrationStatus",
        {state.PENDING: "AWAITING_CUSTOMER", state.ENABLED: "ACTIVE", state.DISABLED: "INACTIVE"},
    ),
}


def batch_partial_update(world: World, call: Call) -> Answer:
    """Give integrations the names their customer will see."""
    reading.check_method(call, "batch_partial_update", required=True)
    asked = keys.in_query(call)
    sent = keys.in_entities(call, reading.json(call))
    keys.check_same(asked, sent)
    meant = {key: reading.address(world, call, key) for key in sent}
    done: list[str] = []
    failed: dict[str, Any] = {}
    with world.store.write() as conn:
        for key, address in meant.items():
            row = state.of_caller(conn, call.caller(), address)
            error = _patch_error(world, sent[key]) if row else errors.unknown()
            if row and not error:
                state.rename(conn, row["id"], sent[key]["patch"]["$set"][_NAME].strip(), call.now)
                done.append(key.written)
            else:
                failed[key.written] = error
    return Answer(200, reading.batch(world, done, failed))


def _patch_error(world: World, value: Any) -> dict[str, Any] | None:
    patch = value.get("patch") if isinstance(value, dict) else None
    fields = patch.get("$set") if isinstance(patch, dict) else None
    if not isinstance(fields, dict) or set(fields) != {_NAME} or set(patch or {}) != {"$set"}:
        return errors.invalid(f'An entity is {{"patch":{{"$set":{{"{_NAME}":…}}}}}}; nothing else can be patched')
    name = fields[_NAME]
    if not isinstance(name, str) or not name.strip():
        return errors.invalid(f"{_NAME} must be a text that is not empty")
    longest = int(world.choices["integration_name_longest"])
    return errors.invalid(f"{_NAME} must not exceed {longest} characters") if len(name) > longest else None


def get(world: World, call: Call) -> Answer:
    """Integrations by key, or by the request id of an INTEGRATION_STATUS_CHANGE."""
    if call.param("q") is not None:
        return _finder(world, call)
    reading.check_method(call, "batch_get")
    meant = {key: reading.address(world, call, key) for key in keys.in_query(call)}
    with world.store.read() as conn:
        rows = {key: state.of_caller(conn, call.caller(), address) for key, address in meant.items()}
    found = {key.written: _shown(world, call, row) for key, row in rows.items() if row}
    return Answer(200, restli.batch(found, {key.written: errors.unknown() for key, row in rows.items() if not row}))


def _finder(world: World, call: Call) -> Answer:
    reading.check_method(call, "finder")
    request_id = call.param("requestId")
    if call.param("q") != "request" or not request_id:
        raise Refused(400, "q=request and requestId are required", cause="finder")
    with world.store.read() as conn:
        row = state.by_request(conn, call.caller(), request_id)
    elements = [_shown(world, call, row)] if row else []
    return Answer(200, {"elements": elements, "paging": {"start": 0, "count": 10, "links": []}})


def _shown(world: World, call: Call, row: state.Row) -> dict[str, Any]:
    member, words = _WORDS[world.choices["integration_shapes"]]
    shown = {
        "integrationContext": row["context"],
        "integrationType": row["integration_type"],
        "tenantType": row["tenant_type"],
        member: words[row["state"]],
    }
    shown |= {"dataProvider": "ATS"} if call.generation == "v2" else {}
    return shown | ({_NAME: row["name"]} if row["name"] else {})


OPERATIONS = (
    Operation("atsIntegrations.batch_partial_update", "POST", "/v2/atsIntegrations", "either", batch_partial_update),
    Operation("atsIntegrations.get", "GET", "/v2/atsIntegrations", "either", get),
    Operation("integrations.batch_partial_update", "POST", "/rest/integrations", "either", batch_partial_update),
    Operation("integrations.get", "GET", "/rest/integrations", "either", get),
    *configuration_routes.OPERATIONS,
)
