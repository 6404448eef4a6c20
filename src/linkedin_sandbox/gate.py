"""The one door of the API: sizes, tunnelling, which operation, ordered faults, whose token — then the handler, then
the log."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from linkedin_sandbox import faults, ids, restli, striking, tunnelling, versions
from linkedin_sandbox.inventory import operations as inventory
from linkedin_sandbox.log import Exchange
from linkedin_sandbox.oauth import errors as oauth_errors
from linkedin_sandbox.oauth import state as oauth_state
from linkedin_sandbox.striking import Strike
from linkedin_sandbox.wire import JSON_TYPE, Answer, App, Call, Operation, Refused
from linkedin_sandbox.world import World

_log = logging.getLogger(__name__)


class Gate:
    """Answers every request under /v2, /rest, /oauth and /ambry."""

    def __init__(self, world: World, operations: Sequence[Operation]) -> None:
        self.world = world
        self._routes = [(_pattern(operation.path), operation) for operation in operations]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As an ASGI application, so that every method there is comes through."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        body = await request.body()
        headers = {name.lower(): value for name, value in request.headers.items()}
        query = request.scope["query_string"].decode("latin-1")
        raw_path = request.scope.get("raw_path") or request.url.path.encode()
        path = raw_path.split(b"?")[0].decode("latin-1")
        answer = await run_in_threadpool(self.handle, request.method, path, query, headers, body)
        return Response(answer.bytes(), answer.status, dict(answer.headers))

    def handle(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> Answer:
        """One request from end to end; never raises."""
        call = Call(method, path, query, headers, body, self.world.clock.now_ms())
        operation, trace = "", ids.trace()
        try:
            call, found = self._open(call)
            operation = found.name
            struck = self._struck(call, found)
            if found.audience != "open" and (struck is None or struck.apply):
                call = replace(call, app=self._authorise(call, found))
            handle = partial(self._handled, operation=found)
            answer = struck.around(call, handle) if struck else handle(call)
        except Refused as refusal:
            answer = refusal.answer()
        except Exception:
            _log.exception("unexpected error in %s", operation or path)
            answer = Answer(500, {"status": 500, "message": "Internal Server Error"}, cause="a defect of the sandbox")
        answer = answer.with_headers(_trace_headers(trace, answer))
        client_id = call.app.client_id if call.app else None
        exchange = Exchange(
            call.now, trace, call.method, path, call.query, operation, client_id, call.headers, body, answer
        )
        self.world.journal.add(exchange, self.world.choices["request_log_rows"])
        return answer

    def _open(self, call: Call) -> tuple[Call, Operation]:
        restli.check_sizes(call.method, call.path, call.query, dict(call.headers))
        call = tunnelling.undo(call)
        for pattern, operation in self._routes:
            match = pattern.fullmatch(call.path)
            if match and operation.method == call.method:
                return replace(call, parts=match.groupdict()), operation
        raise _unknown(call)

    def _struck(self, call: Call, operation: Operation) -> Strike | None:
        with self.world.store.read() as conn:
            if not faults.any_ordered(conn):
                return None
        with self.world.store.write() as conn:
            return striking.find(conn, call, operation, _bearer(call))

    def _handled(self, call: Call, operation: Operation) -> Answer:
        versions.check(self.world.choices, call)
        if call.app:
            self.world.throttles.take(self.world.choices, call.app, call)
        return operation.handler(self.world, call)

    def _authorise(self, call: Call, operation: Operation) -> App:
        with self.world.store.read() as conn:
            known = oauth_state.look_up(conn, _bearer(call))
        if known is None:
            raise oauth_errors.invalid_token()
        if known["expires_at"] <= call.now:
            raise oauth_errors.expired_token()
        audience = "member" if known["member_id"] else known["audience"]
        if audience not in _AUDIENCES.get(operation.audience, (operation.audience,)):
            resource = "/" + call.path.split("/")[2] if call.path.count("/") > 1 else call.path
            message = f"Not enough permissions to access: {call.method} {resource}"
            raise Refused(403, message, cause=_cause(known, audience))
        return App(known["id"], known["audience"], known["client_id"], known["client_secret"], known["member_id"])


_AUDIENCES = {"either": ("child", "parent")}


def _cause(known: dict[str, Any], audience: str) -> str:
    return "token of a member" if audience == "member" else f"token of the {known['audience']} application"


def _pattern(path: str) -> re.Pattern[str]:
    escaped = re.escape(path).replace(r"/\{generation\}", "/(?:v2|rest)")
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", escaped))


def _unknown(call: Call) -> Refused:
    known = inventory.find(call.method, call.path, call.rest_method)
    if known:
        return Refused(501, f"The sandbox does not imitate {known.name} yet", cause=f"not imitated: {known.name}")
    resource = call.path.strip("/").split("/")
    name = resource[1] if len(resource) > 1 else call.path
    return Refused(404, f"Resource {name} does not exist", cause="unknown resource or method", code=0)


def _bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _trace_headers(trace: str, answer: Answer) -> dict[str, str]:
    headers = {"x-li-uuid": trace, "x-li-fabric": "sandbox"}
    if answer.body is not None and "Content-Type" not in answer.headers:
        headers["Content-Type"] = JSON_TYPE
    if answer.cause:
        headers["x-sandbox-refusal"] = answer.cause.encode("ascii", "replace").decode()
    return headers
