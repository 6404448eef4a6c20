"""LinkedIn as a test scripts it: it issues tokens, remembers every request, and gives the answers queued for it."""

import json
from collections import deque
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx2

from isthmus.linkedin import ClientConfig, Exchange, LinkedInClient, ProvisioningClient, TokenSource

EXAMPLES = Path(__file__).parents[2] / "contracts" / "linkedin"
SECRET = "example/child+secret=84"


def example(name: str) -> Any:
    """The shared example payload of that name."""
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


class FakeLinkedIn:
    """Use `.transport`; queue answers with `answer`; look at `.requests` (API) and `.token_requests`."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []
        self.token_requests: list[dict[str, list[str]]] = []
        self.exchanges: list[Exchange] = []
        self.token_answer: tuple[int, Any] = (200, None)
        self.refused_tokens: set[str] = set()
        self._answers: deque[httpx2.Response | Exception] = deque()
        self.transport = httpx2.MockTransport(self._handle)

    def answer(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self._answers.append(
            httpx2.Response(status, content=content, headers={"x-li-uuid": "uuid-1"} | (headers or {}))
        )

    def fail(self, error: Exception) -> None:
        self._answers.append(error)

    def client(self, **changes: Any) -> LinkedInClient:
        config = ClientConfig(**changes)
        return LinkedInClient(config, self.tokens(config), self.transport, self.exchanges.append)

    def provisioning(self, **changes: Any) -> ProvisioningClient:
        config = ClientConfig(**changes)
        return ProvisioningClient(config, self.tokens(config), self.transport, self.exchanges.append)

    def tokens(self, config: ClientConfig | None = None) -> TokenSource:
        return TokenSource("child-1", SECRET, config, transport=self.transport, on_exchange=self.exchanges.append)

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/oauth/v2/accessToken":
            return self._token(request)
        self.requests.append(request)
        if request.headers["authorization"].removeprefix("Bearer ") in self.refused_tokens:
            return httpx2.Response(401, json=example("oauth/expired-token-401.json"))
        answer = self._answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _token(self, request: httpx2.Request) -> httpx2.Response:
        self.token_requests.append(parse_qs(request.content.decode(), strict_parsing=True))
        status, body = self.token_answer
        fresh = {"access_token": f"token-{len(self.token_requests)}", "expires_in": 1800}
        return httpx2.Response(status, json=fresh if body is None else body)
