"""Keeps requests under LinkedIn's size limits by moving a long query into the body ("Query Tunneling")."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

from isthmus.base.failures import Failure, IsthmusError, Kind

LONGEST_QUERY = 4_000
LONGEST_URL = 8_000
LONGEST_SEGMENT = 4_000
LONGEST_HEAD = 28_000
_ADDED_BY_HTTP = 500
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request ready to send; `url` includes whatever query is left in it."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None


def outgoing(method: str, url: str, query: str, headers: dict[str, str], body: bytes | None = None) -> Outgoing:
    """The request as it may travel: as it is, or tunnelled when query, URL or head come near their limit.

    LinkedIn's limits are 4 KB for the query and for each path segment, 8 KB for the URL, 28 KB for everything but the
    body; KB is read as a thousand, the stricter way. The query must be encoded already, the body, if any, is JSON.
    Without a body the query becomes a form; with one, query and body become the two parts of a `multipart/mixed`. The
    original method goes into X-HTTP-Method-Override. IsthmusError (bug) when what is left is too long all the same.
    """
    plain = _plain(method, f"{url}?{query}" if query else url, headers, body)
    if len(query) <= LONGEST_QUERY and _fits(plain):
        return plain
    moved = _tunnelled(method, url, query, headers, body) if query else plain
    if not _fits(moved):
        raise IsthmusError(Failure(Kind.BUG, "Isthmus made a request too long for LinkedIn.", code="too_long"))
    return moved


def _plain(method: str, url: str, headers: dict[str, str], body: bytes | None) -> Outgoing:
    return Outgoing(method, url, headers if body is None else headers | {"Content-Type": _JSON}, body)


def _tunnelled(method: str, url: str, query: str, headers: dict[str, str], body: bytes | None) -> Outgoing:
    overridden = headers | {"X-HTTP-Method-Override": method}
    if body is None:
        return Outgoing("POST", url, overridden | {"Content-Type": _FORM}, query.encode())
    boundary = _boundary(body)
    typed = overridden | {"Content-Type": f"multipart/mixed; boundary={boundary}"}
    return Outgoing("POST", url, typed, _multipart(boundary, query.encode(), body))


def _fits(sent: Outgoing) -> bool:
    """Whether URL, path segments and head are within LinkedIn's limits, counted in the bytes that travel."""
    path = urlsplit(sent.url).path
    segments = max(len(segment.encode()) for segment in path.split("/"))
    head = len(f"{sent.method} {sent.url}") + sum(len(f"{name}: {value}\r\n") for name, value in sent.headers.items())
    short = len(sent.url.encode()) <= LONGEST_URL and segments <= LONGEST_SEGMENT
    return short and head + _ADDED_BY_HTTP <= LONGEST_HEAD


def _boundary(body: bytes) -> str:
    """A boundary that does not occur in the body."""
    while (boundary := uuid4().hex).encode() in body:
        continue
    return boundary


def _multipart(boundary: str, query: bytes, body: bytes) -> bytes:
    mark = f"--{boundary}".encode()
    lines = [
        mark,
        f"Content-Type: {_FORM}".encode(),
        b"",
        query,
        mark,
        f"Content-Type: {_JSON}".encode(),
        b"",
        body,
        mark + b"--",
        b"",
    ]
    return b"\r\n".join(lines)
