"""The two servers behind which receiving stands, with one way to talk to both: Django's views, and `isthmus ingest`."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connections
from django.test import Client

from isthmus.ingest.app import Door, create_app


@dataclass
class Response:
    """What an ASGI application answered, as a Django test client would have it."""

    status_code: int
    headers: dict[str, str]
    content: bytes
    cookies: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.content)


def of_this_test() -> Callable[..., Any]:
    """The test's own connection, whose transaction is rolled back; tests alone may use it on an event loop."""
    here = connections["default"]

    async def execute(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
            here.ensure_connection()
        with psycopg.Cursor(here.connection) as cursor:
            return cursor.execute(sql, params).fetchall()

    return execute


class IngestClient:
    """The part of Django's test client that deliveries need, in front of the app of `isthmus ingest`."""

    def __init__(self, door: Door | None = None) -> None:
        self.app = create_app(door or Door(of_this_test()))

    def post(
        self, path: str, data: bytes, content_type: str = "", headers: Mapping[str, str] | None = None
    ) -> Response:
        return asyncio.run(
            self.ask("POST", path, pieces=[data], headers={"content-type": content_type, **(headers or {})})
        )

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Response:
        return asyncio.run(self.ask("GET", path, query=urlencode(query or {})))

    def generic(self, method: str, path: str, **environ: Any) -> Response:
        """Only what is announced counts: nobody may ask for the body."""
        announced = {"content-length": environ.get("CONTENT_LENGTH", "0")}
        return asyncio.run(self.ask(method, path, headers=announced, pieces=None))

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        pieces: Sequence[bytes] | None = (b"",),
        wait: Callable[[], Any] | None = None,
    ) -> Response:
        """One request, whose body comes in pieces; with `wait` it never ends, and without pieces nobody may read it."""
        rest = list(pieces or [])
        said: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if pieces is None:
                raise AssertionError("the body was read")
            if not rest and wait is not None:
                await wait()
            piece = rest.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(rest) or wait is not None}

        async def send(message: Any) -> None:
            said.append(message)

        encoded = [(name.lower().encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": encoded,
            "http_version": "1.1",
            "scheme": "http",
            "server": ("testserver", 80),
            "client": ("127.0.0.1", 1),
        }
        await self.app(scope, receive, send)
        start, *bodies = said
        given = {name.decode(): value.decode() for name, value in start["headers"]}
        return Response(start["status"], given, b"".join(body.get("body", b"") for body in bodies))


def door(name: str) -> Any:
    """A client of one of the two: `pages` or `ingest`."""
    return Client(enforce_csrf_checks=True) if name == "pages" else IngestClient()


BOTH = ("pages", "ingest")
