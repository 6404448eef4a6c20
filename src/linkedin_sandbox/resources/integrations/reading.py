"""Which integration a call means: the key's fields, the method header, and whose token may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linkedin_sandbox.keys import Key
from linkedin_sandbox.resources.integrations import errors
from linkedin_sandbox.resources.integrations.types import TYPES, context_kind
from linkedin_sandbox.wire import Call
from linkedin_sandbox.world import World

_FIELDS = frozenset({"integrationContext", "integrationType", "tenantType"})
_OF_JOBS, _OF_RECRUITER = "parent", "child"


@dataclass(frozen=True)
class Address:
    """The customer's integration a key names."""

    context: str
    kind: str
    tenant: str


def address(world: World, call: Call, key: Key, also: frozenset[str] = frozenset()) -> Address:
    """The integration meant by a key; `also` are field names the key holds besides. Raises for a key that cannot be,
    and for the wrong application's token."""
    wanted = _FIELDS | also | ({"dataProvider"} if call.generation == "v2" else set())
    if key.names != wanted:
        raise errors.bad_key(f"its fields are {', '.join(sorted(wanted))}")
    if call.generation == "v2" and key.get("dataProvider") != "ATS":
        raise errors.bad_key("dataProvider must be ATS")
    found = Address(key.get("integrationContext") or "", key.get("integrationType") or "", key.get("tenantType") or "")
    kind = TYPES.get(found.kind)
    if kind is None:
        raise errors.bad_key(f"integrationType {found.kind} is not an enum symbol")
    if context_kind(found.context) != kind.context:
        raise errors.bad_key(f"integrationContext of {found.kind} must be urn:li:{kind.context}:{{id}}")
    if found.tenant != kind.tenant:
        raise errors.bad_key(f"tenantType of {found.kind} must be {kind.tenant}")
    _check_token(world, call, kind.tenant)
    return found


def _check_token(world: World, call: Call, tenant: str) -> None:
    wanted = _OF_JOBS if tenant == "JOBS" else _OF_RECRUITER
    audience = call.caller().audience
    if world.choices["integrations_application"] == "by_tenant" and audience != wanted:
        raise errors.wrong_application(call.method, call.path.split("/")[2], audience)


def check_method(call: Call, name: str, *, required: bool = False) -> None:
    """The method header must be `name`, and must be there where Rest.li cannot infer it."""
    sent = call.headers.get("x-restli-method", "").lower()
    if not sent and required:
        raise errors.missing_method(name)
    if sent and sent != name:
        raise errors.wrong_method(name)


def json(call: Call) -> Any:
    """The body as JSON, or 400."""
    try:
        return call.json()
    except ValueError:
        raise errors.malformed_body() from None


def batch(world: World, done: list[str], failed: dict[str, Any]) -> dict[str, Any]:
    """The answer to a batch that writes: 204 per item done; our choice decides where the failed ones stand."""
    results: dict[str, Any] = {written: {"status": 204} for written in done}
    if world.choices["batch_item_errors"] == "errors":
        return {"results": results, "errors": failed}
    broken = {written: {"status": error["status"], "error": error} for written, error in failed.items()}
    return {"results": results | broken, "errors": {}}
