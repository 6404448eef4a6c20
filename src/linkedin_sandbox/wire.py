"""One API request and one answer as plain values, and the standard envelope of LinkedIn's refusals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from linkedin_sandbox.world import World

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DEEPEST = 200
JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _is_deep(value: Any) -> bool:
    layer = [value]
    for _ in range(_DEEPEST):
        inner = [one.values() if isinstance(one, dict) else one for one in layer if isinstance(one, dict | list)]
        layer = [one for several in inner for one in several]
    return bool(layer)


def read_json(raw: bytes) -> Any:
    """Strict JSON; `ValueError` when it is none, is nested deeper than anything here, or holds half a character or a
    number JSON does not know."""
    text = raw.decode("utf-8")
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if text.count("[") + text.count("{") > _DEEPEST and _is_deep(value):
        raise ValueError("nested too deeply")
    if _SURROGATE.search(text):
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


@dataclass(frozen=True)
class App:
    """The developer application whose token came with a request; a member's when one consented to it."""

    id: int
    audience: str
    client_id: str
    client_secret: str
    member_id: int | None = None

    @property
    def urn(self) -> str:
        return f"urn:li:developerApplication:{self.id}"


@dataclass(frozen=True)
class Call:
    """A request after query tunnelling was undone. Header names are lower case; `query` is still percent-encoded."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    now: int
    app: App | None = None
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def generation(self) -> str:
        """`v2`, `rest`, or an empty string outside both."""
        return self.path.split("/", 2)[1] if self.path.startswith(("/v2/", "/rest/")) else ""

    @property
    def resource(self) -> str:
        """The name after the generation, or an empty string outside both."""
        return self.path.split("/", 3)[2] if self.generation else ""

    @property
    def rest_method(self) -> str:
        """The Rest.li method asked for, in lower case, or an empty string."""
        return self.headers.get("x-restli-method", "").strip().lower()

    @property
    def protocol(self) -> int:
        """The Rest.li protocol, 1 unless the header asks for 2."""
        return 2 if self.headers.get("x-restli-protocol-version", "").startswith("2") else 1

    def params(self) -> list[tuple[str, str]]:
        """Query parameters, decoded, in order."""
        return parse_qsl(self.query, keep_blank_values=True)

    def param(self, name: str) -> str | None:
        """The first query parameter of that name."""
        return next((value for key, value in self.params() if key == name), None)

    def caller(self) -> App:
        """The application the gate has recognised."""
        if self.app is None:
            raise RuntimeError("this operation takes no token")
        return self.app

    def json(self) -> Any:
        """The body as JSON, read once; `ValueError` when it is not, or holds half a character or a number JSON does not
        know."""
        if "_read" not in self.__dict__:
            self.__dict__["_read"] = read_json(self.body)
        return self.__dict__["_read"]


@dataclass(frozen=True)
class Answer:
    """What goes back. `body` is JSON unless it is bytes; `cause` is for the log and the debug header only."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cause: str = ""

    def bytes(self) -> bytes:
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()

    def with_headers(self, extra: Mapping[str, str]) -> Answer:
        return replace(self, headers={**self.headers, **extra})


class Refused(Exception):  # noqa: N818 - said as what happened
    """The whole call is refused. `cause` names which rule, since LinkedIn's own texts hide it."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        cause: str,
        code: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.cause, self.code = status, message, cause, code
        self.headers = headers or {}

    def answer(self) -> Answer:
        return Answer(self.status, envelope(self.status, self.message, self.code), self.headers, self.cause)


def envelope(status: int, message: str, code: int | None = None) -> dict[str, Any]:
    """`{status, message, serviceErrorCode?}`, the standard error body."""
    body: dict[str, Any] = {"status": status, "message": message}
    if code is not None:
        body["serviceErrorCode"] = code
    return body


Handler = Callable[["World", Call], Answer]


@dataclass(frozen=True)
class Operation:
    """One imitated operation: where it answers, who may call it (`child`, `parent`, `either`, a
    consenting `member`, or `open`), and what
    answers.

    `path` may hold `{name}` segments and may start with `/{generation}` to answer under `/v2` and `/rest` alike."""

    name: str
    method: str
    path: str
    audience: str
    handler: Handler
