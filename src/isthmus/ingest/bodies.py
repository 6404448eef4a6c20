"""Reads what a request carries, whole: as much as it may be, as long as it may take, all at once in bounded room."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATIENCE_SECONDS = 20.0
SLOWEST_BYTES_A_SECOND = 16 * 1024


class TooLargeError(Exception):
    """The body is larger than it may be."""


class TooSlowError(Exception):
    """The body comes more slowly than it may."""


class NoRoomError(Exception):
    """Too much is being taken in already."""


class GoneError(Exception):
    """The sender hung up before its body was whole."""


class Room:
    """How many bytes of bodies are in hand at once, at most."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.used = 0

    @contextmanager
    def guest(self) -> Iterator[Callable[[int], None]]:
        """Count the bytes of one body for the length of the block; NoRoomError when there are too many."""
        mine = 0

        def take(size: int) -> None:
            nonlocal mine
            if self.used + size > self.most:
                raise NoRoomError
            self.used += size
            mine += size

        try:
            yield take
        finally:
            self.used -= mine


def announced_size(scope: Scope) -> int:
    """What the request says about the size of its body; 0 when it says nothing that can be read."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def chunks(receive: Receive, patience: float = PATIENCE_SECONDS) -> AsyncIterator[bytes]:
    """The pieces of a body as they come. TooSlowError below 16 KiB a second after the first while; GoneError."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    more = True
    while more:
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError as error:
            raise TooSlowError from error
        if message["type"] == "http.disconnect":
            raise GoneError
        piece = message.get("body", b"")
        more = message.get("more_body", False)
        deadline += len(piece) / SLOWEST_BYTES_A_SECOND
        yield piece


@asynccontextmanager
async def whole(
    scope: Scope, receive: Receive, *, most: int, room: Room, patience: float = PATIENCE_SECONDS
) -> AsyncIterator[bytes]:
    """The whole body, which has its room for the length of the block.

    TooLargeError before anything is read when its size is announced, else as soon as it shows.
    """
    if announced_size(scope) > most:
        raise TooLargeError
    pieces, size = [], 0
    with room.guest() as take:
        async for piece in chunks(receive, patience):
            size += len(piece)
            if size > most:
                raise TooLargeError
            take(len(piece))
            pieces.append(piece)
        yield pieces[0] if len(pieces) == 1 else b"".join(pieces)
