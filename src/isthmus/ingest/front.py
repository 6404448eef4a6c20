"""The web process's front: deliveries are answered on the event loop, pages by Django in a few threads.

A request reaches Django when its body is whole, so that a slow sender holds no thread; and when every thread is busy
and many wait, or bodies take all the room they may, the next are told to come again instead of queueing for ever.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from isthmus.ingest import bodies
from isthmus.ingest.bodies import Receive, Scope, Send

WEBHOOKS = "/webhooks/"
API = "/api/"
LARGEST_UPLOAD = 32 * 1024 * 1024
IN_MEMORY = 64 * 1024
ROOM_BYTES = 512 * 1024 * 1024
SHORT_ANSWER = 1024 * 1024
WAITING_PER_THREAD = 32
TRY_AGAIN = [(b"retry-after", b"5")]
OF_A_PAGE = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; img-src 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
]

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Asgi = Callable[[Scope, Receive, Send], Any]


class Front:
    """An ASGI application that gives each request to the receiving app or to the WSGI application of the pages."""

    def __init__(
        self,
        receiver: Asgi,
        pages: Wsgi,
        *,
        threads: int,
        patience: float = bodies.PATIENCE_SECONDS,
        refusals: Mapping[int, bytes] | None = None,
        refusals_of_the_api: Mapping[int, bytes] | None = None,
    ) -> None:
        """`refusals` are pages for people whose request is sent back from here, by status, and JSON for the API's."""
        self.receiver = receiver
        self.pages = pages
        self._refusals = refusals or {}
        self._refusals_of_the_api = refusals_of_the_api or {}
        self.patience = patience
        self._room = bodies.Room(ROOM_BYTES)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._most_in_hand = threads * WAITING_PER_THREAD
        self._in_hand = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(WEBHOOKS):
            await self.receiver(scope, receive, send)
            return
        try:
            await self._page(scope, receive, send)
        except bodies.GoneError:
            return
        except bodies.TooLargeError:
            await self._refuse(scope, send, 413, "This is larger than anything Isthmus takes.")
        except bodies.TooSlowError:
            await self._refuse(scope, send, 408, "The request did not arrive in time.")
        except bodies.NoRoomError:
            busy = "Isthmus is very busy. Please try again in a few seconds."
            await self._refuse(scope, send, 503, busy, TRY_AGAIN)

    async def _refuse(
        self, scope: Scope, send: Send, status: int, words: str, more: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        """Send it back: in the API's shape to its callers, as a page to who wants one, else in plain words."""
        body, headers = words.encode(), [(b"content-type", b"text/plain; charset=utf-8")]
        if scope["path"].startswith(API) and status in self._refusals_of_the_api:
            body, headers = self._refusals_of_the_api[status], [(b"content-type", b"application/json")]
        elif _wants_a_page(scope) and status in self._refusals:
            body, headers = self._refusals[status], OF_A_PAGE
        headers = [*headers, (b"content-length", b"%d" % len(body)), *more]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        if bodies.announced_size(scope) > LARGEST_UPLOAD:
            raise bodies.TooLargeError
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body, self._room.guest() as take:
            size = 0
            async for piece in bodies.chunks(receive, self.patience):
                size += len(piece)
                if size > LARGEST_UPLOAD:
                    raise bodies.TooLargeError
                take(len(piece))
                body.write(piece)
            body.seek(0)
            await self._in_a_thread(scope, body, size, send)

    async def _in_a_thread(self, scope: Scope, body: Any, size: int, send: Send) -> None:
        if self._in_hand >= self._most_in_hand:
            raise bodies.NoRoomError
        self._in_hand += 1
        loop = asyncio.get_running_loop()
        try:
            turn = Turn(self.pages, send, loop)
            await loop.run_in_executor(self._threads, turn.run, environ_of(scope, body, size))
            await turn.finish()
        finally:
            self._in_hand -= 1


class Turn:
    """One request's turn with the pages. A short answer is sent in one piece, a streamed one as it comes."""

    def __init__(self, pages: Wsgi, send: Send, loop: asyncio.AbstractEventLoop) -> None:
        self._pages = pages
        self._send = send
        self._loop = loop
        self._start: dict[str, Any] = {}
        self._whole: bytes | None = None

    def run(self, environ: dict[str, Any]) -> None:
        """Called in a thread: have the answer made, and send it from here if it is streamed."""
        answer = self._pages(environ, self._note_start)
        try:
            if self._is_short(answer):
                self._whole = b"".join(answer)
            else:
                self._stream(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()

    async def finish(self) -> None:
        """Called on the loop: send what `run` made, if it is not sent yet."""
        if self._whole is not None:
            await self._send(self._start)
            await self._send({"type": "http.response.body", "body": self._whole})

    def _is_short(self, answer: Iterable[bytes]) -> bool:
        """Whether the whole answer may be in memory at once: it is there already, or says that it is small."""
        if hasattr(answer, "content") and not getattr(answer, "streaming", False):
            return True
        size = dict(self._start["headers"]).get(b"content-length", b"")
        return bool(size.isdigit() and int(size) <= SHORT_ANSWER)

    def _stream(self, answer: Iterable[bytes]) -> None:
        pieces = iter(answer)
        first = next(pieces, b"")
        self._wait(self._start)
        self._wait({"type": "http.response.body", "body": first, "more_body": True})
        for piece in pieces:
            self._wait({"type": "http.response.body", "body": piece, "more_body": True})
        self._wait({"type": "http.response.body", "body": b""})

    def _wait(self, message: dict[str, Any]) -> None:
        asyncio.run_coroutine_threadsafe(_sent(self._send, message), self._loop).result()

    def _note_start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self._start = {
            "type": "http.response.start",
            "status": int(status.partition(" ")[0]),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        }


def environ_of(scope: Scope, body: IO[bytes], size: int) -> dict[str, Any]:
    """The request as WSGI has it (PEP 3333)."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue  # it would look like one of the same name with a dash, which a proxy may have set
        key = _key(name)
        text = value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{text}" if key in environ else text
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def _key(name: bytes) -> str:
    text = name.decode("latin-1").upper().replace("-", "_")
    return text if text in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{text}"


async def _sent(send: Send, message: dict[str, Any]) -> None:
    await send(message)


def _wants_a_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
