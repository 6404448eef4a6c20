"""Carries one Rest.li call to LinkedIn: headers, tunnelling, the token and its single renewal, the failure if any."""

import json
from dataclasses import dataclass
from typing import Any

import httpx2

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin.config import ClientConfig
from isthmus.linkedin.errors import http_failure
from isthmus.linkedin.exchange import REQUEST_ID_HEADER, Meter, OnExchange, Stopwatch, Witness, open_pool, send
from isthmus.linkedin.oauth import TokenSource
from isthmus.linkedin.tunnel import outgoing


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask: the query is encoded already, `restli_method` and `protocol_2` become Rest.li's headers."""

    operation: str
    method: str
    url: str
    query: str = ""
    body: Any = None
    restli_method: str = ""
    protocol_2: bool = False
    items: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A successful answer: decoded JSON (None without a body) and LinkedIn's trace id."""

    status: int
    data: Any
    request_id: str
    location_id: str

    def record(self) -> dict[str, Any]:
        """The body as a JSON object; IsthmusError (bug) when it is something else."""
        if isinstance(self.data, dict):
            return self.data
        message = "LinkedIn sent something Isthmus cannot read."
        raise IsthmusError(Failure(Kind.BUG, message, code="unreadable", request_id=self.request_id))


class Caller:
    """A pool of connections to LinkedIn in the name of one application."""

    def __init__(
        self,
        config: ClientConfig,
        tokens: TokenSource,
        transport: httpx2.BaseTransport | None = None,
        on_exchange: OnExchange | None = None,
        meter: Meter | None = None,
    ) -> None:
        self._config = config
        self._tokens = tokens
        self._witness = Witness(on_exchange, meter)
        self._pool = open_pool(config, transport)

    def close(self) -> None:
        self._pool.close()

    def call(self, call: Call) -> Answer:
        """LinkedIn's answer; a refused token is replaced once. IsthmusError with one of the five kinds otherwise."""
        token = self._tokens.token()
        answer = self._attempt(call, token)
        if isinstance(answer, Failure) and answer.status == httpx2.codes.UNAUTHORIZED:
            answer = self._attempt(call, self._tokens.renew(token))
        if isinstance(answer, Failure):
            raise IsthmusError(answer)
        return answer

    def _attempt(self, call: Call, token: str) -> Answer | Failure:
        watch = Stopwatch(self._witness, call.operation, call.url, call.items)
        try:
            response = send(self._pool, self._request(call, token), repeatable=call.method == "GET")
        except IsthmusError as error:
            watch.stop(status=0, failure=error.failure)
            raise
        request_id = response.headers.get(REQUEST_ID_HEADER, "")
        answer = _read(call, response, request_id)
        failure = answer if isinstance(answer, Failure) else None
        watch.stop(status=response.status_code, request_id=request_id, failure=failure)
        return answer

    def _request(self, call: Call, token: str) -> httpx2.Request:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if call.restli_method:
            headers["x-restli-method"] = call.restli_method
        if call.protocol_2:
            headers["X-RestLi-Protocol-Version"] = "2.0.0"
        if self._config.generation == "rest":
            headers["LinkedIn-Version"] = self._config.version
        body = None if call.body is None else json.dumps(call.body, separators=(",", ":")).encode()
        ready = outgoing(call.method, call.url, call.query, headers, body)
        return self._pool.build_request(ready.method, ready.url, headers=ready.headers, content=ready.body)


def _read(call: Call, response: httpx2.Response, request_id: str) -> Answer | Failure:
    data = _json(response)
    if response.is_success:
        return Answer(response.status_code, data, request_id, response.headers.get("x-restli-id", ""))
    return http_failure(
        response.status_code,
        data,
        operation=call.operation,
        request_id=request_id,
        retry_after=response.headers.get("retry-after", ""),
    )


def _json(response: httpx2.Response) -> Any:
    try:
        return json.loads(response.content) if response.content else None
    except (ValueError, RecursionError):
        return None
