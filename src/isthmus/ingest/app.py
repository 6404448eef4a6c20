"""The addresses other systems write to, without pages: the paths and answers of `api.webhooks`, on an event loop."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.routing import Route

from isthmus.base import tallies
from isthmus.bridge import connections, notifications
from isthmus.bridge.notifications import portal
from isthmus.ingest import bodies, health
from isthmus.ingest.bodies import Receive, Room, Scope, Send
from isthmus.ingest.database import Database
from isthmus.sync import inbox, receiving
from isthmus.sync.keeper import Keeper
from isthmus.sync.receiving import Answer
from isthmus.sync.steps import ExecuteAsync, Steps, carry_out_async

MOST_AT_ONCE = 256
ROOM_BYTES = 64 * 1024 * 1024
HEALTH_PATH = "/webhooks/healthz"

Post = Callable[[str, Mapping[str, str], bytes], Steps[Answer]]
Get = Callable[[str, Mapping[str, str]], Steps[Answer]]

BUSY = Answer(
    503,
    {"errorCode": "TOO_BUSY", "additionalErrorDetails": "More comes in than can be stored; please send it again."},
    retry_after=5,
)
TOO_SLOW = Answer(408, {"errorCode": "TOO_SLOW", "additionalErrorDetails": "The delivery did not arrive in time."})
NOT_ALLOWED = Answer(
    405, {"errorCode": "METHOD_NOT_ALLOWED", "additionalErrorDetails": "Deliveries come by POST, challenges by GET."}
)


@dataclass
class Door:
    """What all addresses share: the way to the database, the room for bodies, and how many deliveries are in hand."""

    execute: ExecuteAsync
    room: Room = field(default_factory=lambda: Room(ROOM_BYTES))
    patience: float = bodies.PATIENCE_SECONDS
    most_at_once: int = MOST_AT_ONCE
    in_hand: int = 0

    async def take(self, steps: Steps[Answer]) -> Answer:
        """Carry the steps out; more than so many at once are sent back at once, and not left to queue."""
        if self.in_hand >= self.most_at_once:
            return BUSY
        self.in_hand += 1
        try:
            return await carry_out_async(steps, self.execute)
        finally:
            self.in_hand -= 1


class Address:
    """One kind of address, as an ASGI application."""

    def __init__(self, name: str, door: Door, post: Post, get: Get) -> None:
        self.name = name
        self.door = door
        self.post = post
        self.get = get

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = await self._answer(scope, receive)
        except bodies.GoneError:
            return
        if scope["method"] == "POST":
            tallies.RECEIVED.labels(self.name, answer.status).inc()
        await say(send, answer)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        token = scope["path_params"]["token"]
        if scope["method"] == "GET":
            return await self.door.take(self.get(token, dict(QueryParams(scope["query_string"]))))
        if scope["method"] != "POST":
            return NOT_ALLOWED
        door = self.door
        try:
            async with bodies.whole(
                scope, receive, most=receiving.LARGEST_BODY, room=door.room, patience=door.patience
            ) as body:
                with tallies.RECEIVE_SECONDS.time():
                    return await door.take(self.post(token, _headers(scope), body))
        except bodies.TooLargeError:
            return receiving.TOO_LARGE
        except bodies.TooSlowError:
            return TOO_SLOW
        except bodies.NoRoomError:
            return BUSY


async def say(send: Send, answer: Answer) -> None:
    """Send an answer of receiving."""
    body = json.dumps(answer.json).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    if answer.retry_after:
        headers.append((b"retry-after", b"%d" % answer.retry_after))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def create_app(door: Door, **options: Any) -> Starlette:
    """Every address behind one door."""
    routes = [
        Route("/webhooks/linkedin/apply/{token}", Address(connections.SOURCE, door, *_of_source(connections.SOURCE))),
        Route(
            "/webhooks/linkedin/events/{token}", Address(notifications.SOURCE, door, *_of_source(notifications.SOURCE))
        ),
        Route("/webhooks/linkedin/portal/{token}", Address("portal", door, portal.accepting, portal.challenging)),
        Route(HEALTH_PATH, health.of(door.execute)),
        Route("/healthz", health.of(door.execute)),
    ]
    app = Starlette(routes=routes, **options)
    app.router.redirect_slashes = False
    return app


def serving_app(database_url: str, *, keeps_shelter: bool) -> Starlette:
    """The app with a way to the database of its own, and this host's shelter kept, for as long as it serves."""
    database = Database(database_url)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await database.open()
        keeper = Keeper(inbox.shelter(), database_url).start() if keeps_shelter else None
        yield
        if keeper is not None:
            keeper.stop()
        await database.close()

    return create_app(Door(database.execute), lifespan=lifespan)


def _of_source(source: str) -> tuple[Post, Get]:
    def post(token: str, headers: Mapping[str, str], body: bytes) -> Steps[Answer]:
        return receiving.accepting(source, token, headers, body, inbox.shelter())

    def get(token: str, params: Mapping[str, str]) -> Steps[Answer]:
        return receiving.challenging(source, token, params, inbox.shelter())

    return post, get


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
