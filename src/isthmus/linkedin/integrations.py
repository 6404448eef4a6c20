"""A customer's integrations: named, read back, configured; both generations behind one set of names.

v2 calls them `atsIntegrations`, with `dataProvider` in the key and configurations under it; rest calls them
`integrations` and `integrationConfigurations` ("Customer configuration", RSC release notes 202602).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx2

from isthmus.base.failures import IsthmusError, Kind
from isthmus.linkedin.base_client import BaseClient
from isthmus.linkedin.calls import Answer, Call
from isthmus.linkedin.errors import http_failure
from isthmus.linkedin.restli import by_key, encode_key, ids_query
from isthmus.linkedin.wire import Generation, Integration

APPLY_CONNECT = "APPLY_CONNECT"
JOBS_TENANT = "JOBS"
CALLBACK_URL = "CALLBACK_URL"
JOB_POSTING_VIEWERS = "JOB_POSTING_VIEWERS"
APPLICATION_VIEWERS = "APPLICATION_VIEWERS"
_V2, _REST = "atsIntegrations", "integrations"
_REST_CONFIGURATIONS = "integrationConfigurations"
_CONFIGURATION_KEY = "configurationKey"


@dataclass(frozen=True)
class IntegrationKey:
    """Which integration: whose (an organization or a contract URN), of which type, for which tenant type."""

    context: str
    type: str
    tenant: str

    def record(self, generation: Generation) -> dict[str, str]:
        """The key as that generation writes it."""
        fields = {"integrationContext": self.context, "integrationType": self.type, "tenantType": self.tenant}
        return fields | ({"dataProvider": "ATS"} if generation == "v2" else {})


class IntegrationsClient(BaseClient):
    """Calls about integrations in the name of one application. Every method raises IsthmusError when it fails."""

    @property
    def _is_rest(self) -> bool:
        return self._config.generation == "rest"

    @property
    def _url(self) -> str:
        return self._config.resource(_REST if self._is_rest else _V2)

    def name(self, key: IntegrationKey, name: str) -> None:
        """Gives the integration the name the customer's admin sees; `http_404` when LinkedIn does not have it yet."""
        record = key.record(self._config.generation)
        changes = {"patch": {"$set": {"integrationName": name}}}
        call = self._batch("name_integration", "POST", [record], "batch_partial_update", {self._text(record): changes})
        _raise_refusal(call.operation, [record], self._caller.call(call))

    def read(self, key: IntegrationKey) -> Integration | None:
        """The integration as LinkedIn has it; None when it does not have it."""
        record = key.record(self._config.generation)
        call = self._batch("read_integration", "GET", [record], "batch_get")
        try:
            answer = self._caller.call(call)
        except IsthmusError as error:
            if error.failure.status == httpx2.codes.NOT_FOUND and error.failure.kind is Kind.REJECTED:
                return None
            raise
        results = answer.record().get("results") or {}
        found = by_key([record], results)
        if 0 not in found:
            _raise_refusal(call.operation, [record], answer, unless=httpx2.codes.NOT_FOUND)
            return None
        return Integration.read(found[0])

    def changed(self, request_id: str) -> list[Integration]:
        """What LinkedIn pushed an event about, by the event's request id."""
        query = f"q=request&requestId={quote(request_id, safe='')}"
        call = Call("find_integration", "GET", self._url, query, "", "finder", protocol_2=self._is_rest)
        elements = self._caller.call(call).record().get("elements") or []
        return [Integration.read(element) for element in elements]

    def configurations(self, key: IntegrationKey, names: Sequence[str]) -> dict[str, str]:
        """The values of those configurations that are set."""
        call, keys = self._configuration_call("read_configurations", "GET", key, names, "batch_get")
        answer = self._caller.call(call)
        found = by_key(keys, answer.record().get("results") or {})
        return {names[at]: value for at, entity in found.items() if (value := _value_of(entity)) is not None}

    def configure(self, key: IntegrationKey, values: Mapping[str, str]) -> None:
        """Sets configurations such as CALLBACK_URL; the value stands in a union under its type's name."""
        names = list(values)
        call, keys = self._configuration_call("configure", "PUT", key, names, "batch_update")
        bodies = ({"configurationValue": {"string": value}} for value in values.values())
        entities = {self._text(one): body for one, body in zip(keys, bodies, strict=True)}
        _raise_refusal("configure", keys, self._caller.call(_with_body(call, entities)))

    def forget(self, key: IntegrationKey, names: Sequence[str]) -> None:
        """Deletes configurations, which brings back LinkedIn's default."""
        call, keys = self._configuration_call("forget_configurations", "DELETE", key, names, "batch_delete")
        _raise_refusal("forget_configurations", keys, self._caller.call(call), unless=httpx2.codes.NOT_FOUND)

    def _batch(
        self, operation: str, method: str, keys: Sequence[dict[str, str]], restli_method: str, entities: Any = None
    ) -> Call:
        query = ids_query(keys, 2 if self._is_rest else 1)
        body = None if entities is None else {"entities": entities}
        return Call(operation, method, self._url, query, body, restli_method, self._is_rest, len(keys))

    def _configuration_call(
        self, operation: str, method: str, key: IntegrationKey, names: Sequence[str], restli_method: str
    ) -> tuple[Call, list[Any]]:
        """v2 keeps configurations under the integration's key in the path; rest has them beside, with longer keys."""
        record = key.record(self._config.generation)
        if self._is_rest:
            keys: list[Any] = [record | {_CONFIGURATION_KEY: name} for name in names]
            url = self._config.resource(_REST_CONFIGURATIONS)
        else:
            keys, url = list(names), f"{self._url}/{encode_key(record)}/configurations"
        query = ids_query(keys, 2 if self._is_rest else 1)
        return Call(operation, method, url, query, None, restli_method, self._is_rest, len(names)), keys

    def _text(self, key: str | dict[str, str]) -> str:
        return encode_key(key, 2 if self._is_rest else 1)


def _with_body(call: Call, entities: Mapping[str, Any]) -> Call:
    return Call(
        call.operation,
        call.method,
        call.url,
        call.query,
        {"entities": entities},
        call.restli_method,
        call.protocol_2,
        call.items,
    )


def _raise_refusal(operation: str, keys: Sequence[Any], answer: Answer, *, unless: int = 0) -> None:
    """Raise what LinkedIn says against one of the keys, whether among `errors` or as a status among `results`."""
    body = answer.data if isinstance(answer.data, dict) else {}
    errors, results, statuses = (by_key(keys, _members(body, name)) for name in ("errors", "results", "statuses"))
    for at in range(len(keys)):
        said = errors.get(at) or results.get(at)
        details = said if isinstance(said, dict) else {}
        status = next((one for one in (details.get("status"), statuses.get(at)) if isinstance(one, int)), 0)
        status = status or (400 if at in errors else 0)
        if status >= 400 and status != unless:
            inner = details.get("error")
            shown = inner if isinstance(inner, dict) else details
            raise IsthmusError(http_failure(status, shown, operation=operation, request_id=answer.request_id))


def _members(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    members = body.get(name)
    return members if isinstance(members, dict) else {}


def _value_of(entity: Any) -> str | None:
    """The text in a configuration: a union under its type's name, or a bare value."""
    value = entity.get("configurationValue") if isinstance(entity, dict) else None
    if isinstance(value, dict):
        value = next(iter(value.values()), None)
    return value if isinstance(value, str) else None
