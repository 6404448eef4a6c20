"""Rest.li's conventions on the wire: lists of keys in both protocols, size limits, batch answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote

from linkedin_sandbox.wire import Call, Refused

MAX_URL, MAX_QUERY, MAX_SEGMENT, MAX_HEAD = 8192, 4096, 4096, 28 * 1024


def check_sizes(method: str, path: str, query: str, headers: dict[str, str]) -> None:
    """Refuse with 414 whatever is over the limits of LinkedIn's *Query Tunneling* page."""
    head = len(method) + len(path) + len(query) + sum(len(name) + len(value) + 4 for name, value in headers.items())
    over = (
        len(query) > MAX_QUERY
        or len(path) + len(query) + 1 > MAX_URL
        or head > MAX_HEAD
        or any(len(segment) > MAX_SEGMENT for segment in path.split("/"))
    )
    if over:
        raise Refused(414, "URI Too Long", cause="size limits: tunnel the query")


def ids(call: Call) -> list[str]:
    """The keys of a batch look-up: `ids=a&ids=b` in protocol 1, `ids=List(a,b)` in protocol 2. 400 when there are
    none."""
    keys = _list_ids(call.query) if call.protocol == 2 else [value for name, value in call.params() if name == "ids"]
    if not keys or any(not key for key in keys):
        raise Refused(400, "Parameter 'ids' is missing or empty", cause="ids")
    return list(dict.fromkeys(keys))


def _list_ids(query: str) -> list[str]:
    for pair in query.split("&"):
        name, _, raw = pair.partition("=")
        if name != "ids":
            continue
        if not (raw.startswith("List(") and raw.endswith(")")):
            raise Refused(400, "Parameter 'ids' is not a List under Rest.li protocol 2.0.0", cause="ids")
        return [unquote(part) for part in raw[len("List(") : -1].split(",")]
    return []


def batch(results: dict[str, Any], errors: dict[str, Any]) -> dict[str, Any]:
    """The answer to a batch look-up."""
    return {"results": results, "statuses": {}, "errors": errors}


def form(call: Call) -> dict[str, str]:
    """A form-encoded body as a mapping; the last value of a name wins."""
    return dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
