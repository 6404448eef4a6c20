"""How queries and bodies of the imitated operations look, by operation name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from linkedin_sandbox.resources.job_application_lifecycle_actions.errors import ACTIONS
from linkedin_sandbox.resources.simple_job_postings.fields import FIELDS, MOST_ELEMENTS
from linkedin_sandbox.wire import FORM_TYPE, JSON_TYPE

Json = dict[str, Any]
_STRING: Json = {"type": "string"}
_STRINGS: Json = {"type": "array", "items": _STRING}
_KINDS: dict[str, Json] = {
    "string": _STRING,
    "long": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "strings": _STRINGS,
    "object": {"type": "object"},
}


def _anything(generation: str) -> Json:
    return {"type": "object"}


@dataclass(frozen=True)
class Shape:
    """Query parameters, the body's schema by generation, and the types of body and answer."""

    query: tuple[Json, ...] = ()
    body: Callable[[str], Json] = _anything
    media_type: str = JSON_TYPE
    answer: str = JSON_TYPE


def _record(required: tuple[str, ...], **properties: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": properties}


def _form(*names: str) -> Shape:
    schema = _record(names, **dict.fromkeys(names, _STRING))
    return Shape(body=lambda generation: schema, media_type=FORM_TYPE)


def _entities(one: Json) -> Json:
    return _record(("entities",), entities={"type": "object", "additionalProperties": one})


def _parameter(name: str, schema: Json | None = None, *, required: bool = True) -> Json:
    return {"name": name, "in": "query", "required": required, "schema": schema or _STRING}


def _postings(generation: str) -> Json:
    fields = [field for field in FIELDS if generation in field.generations]
    properties = {
        field.name: {"type": "string", "enum": list(field.symbols(generation))}
        if field.kind == "enum"
        else _KINDS[field.kind]
        for field in fields
    }
    required = tuple(field.name for field in fields if generation in field.required)
    element = _record(required, **properties)
    elements = {"type": "array", "items": element, "minItems": 1, "maxItems": MOST_ELEMENTS}
    return _record(("elements",), elements=elements)


_APPLICATION = {
    "name": {"type": "string", "maxLength": 50},
    "description": _STRING,
    "oauth2AuthorizedCallbackUrls": _STRINGS,
    "validJsSdkDomains": _STRINGS,
}
_NEW_APPLICATION = _record(("uniqueForeignId", "name", "description"), uniqueForeignId=_STRING, **_APPLICATION)
_PATCH = _record(("patch",), patch=_record(("$set",), **{"$set": _record((), **_APPLICATION)}))
_ACTION = _record(
    ("jobApplicationId", "action", "performedAt"),
    jobApplicationId=_STRING,
    action={"type": "string", "enum": list(ACTIONS)},
    performedAt={"type": "integer"},
    integrationContext=_STRING,
)
_IDS = _parameter("ids", _STRINGS)
_KEYS = _parameter("ids", required=False)
_NAME = _record(("integrationName",), integrationName=_STRING)
_NAMES = _entities(_record(("patch",), patch=_record(("$set",), **{"$set": _NAME})))
_VALUES = _entities(_record(("value",), value=_STRING))
_FIND = _parameter("q", {"type": "string", "enum": ["request"]}, required=False)
_NAMING = Shape((_KEYS,), lambda generation: _NAMES)
_READING = Shape((_KEYS, _FIND, _parameter("requestId", required=False)))
_CONFIGURING = Shape((_KEYS,), lambda generation: _VALUES)
_CONFIGURED = Shape((_KEYS,))

SHAPES: dict[str, Shape] = {
    "oauth.accessToken": _form("grant_type", "client_id", "client_secret"),
    "oauth.introspectToken": _form("client_id", "client_secret", "token"),
    "provisionedApplications.create": Shape(body=lambda generation: _NEW_APPLICATION),
    "provisionedApplications.update": Shape(body=lambda generation: _PATCH),
    "provisionedApplications.finder": Shape(
        (_parameter("q", {"type": "string", "enum": ["credentialsByUniqueForeignId"]}), _parameter("uniqueForeignId"))
    ),
    "simpleJobPostings.batch_create": Shape(body=_postings),
    "simpleJobPostingTasks.batch_get": Shape((_IDS,)),
    "jobPostingStatus.batch_get": Shape((_IDS,)),
    "jobApplicationLifecycleActions.create": Shape(body=lambda generation: _ACTION),
    "atsIntegrations.batch_partial_update": _NAMING,
    "integrations.batch_partial_update": _NAMING,
    "atsIntegrations.get": _READING,
    "integrations.get": _READING,
    **{
        f"{resource}.{method}": shape
        for resource in ("atsIntegrations.configurations", "atsIntegrationConfigurations", "integrationConfigurations")
        for method, shape in (("batch_update", _CONFIGURING), ("get", _CONFIGURED), ("delete", _CONFIGURED))
    },
    "developerWebhooks.finder": Shape(
        (
            _parameter("q", {"type": "string", "enum": ["parentApplication"]}),
            _parameter("queryCriteria.webhookStatus", required=False),
        )
    ),
    "developerWebhooks.action": Shape((_parameter("action"),)),
    "developerApplicationsSecurity.rollDeveloperApplicationSecret": Shape(
        (_parameter("action", {"type": "string", "enum": ["rollDeveloperApplicationSecret"]}),)
    ),
    "media.get": Shape((_parameter("x-li-ambry-ep", required=False),), answer="application/octet-stream"),
}
