"""Keeps requests under LinkedIn's size limits by moving a long query into the body ("Query Tunneling")."""

from dataclasses import dataclass
from uuid import uuid4

LONGEST_QUERY = 4_000
LONGEST_URL = 8_000
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
    """The request as it may travel: as it is, or tunnelled when query (4 KB) or URL (8 KB) come near their limit.

    The query must be encoded already, the body, if any, is JSON. Without a body the query becomes a form; with one,
    query and body become the two parts of a `multipart/mixed`. The original method goes into X-HTTP-Method-Override.
    """
    whole = f"{url}?{query}" if query else url
    if len(query) <= LONGEST_QUERY and len(whole) <= LONGEST_URL:
        typed = headers if body is None else headers | {"Content-Type": _JSON}
        return Outgoing(method, whole, typed, body)
    tunnelled = headers | {"X-HTTP-Method-Override": method}
    if body is None:
        return Outgoing("POST", url, tunnelled | {"Content-Type": _FORM}, query.encode())
    boundary = _boundary(body)
    return Outgoing(
        "POST",
        url,
        tunnelled | {"Content-Type": f"multipart/mixed; boundary={boundary}"},
        _multipart(boundary, query.encode(), body),
    )


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
