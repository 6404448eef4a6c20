"""Access tokens by client credentials ("Client Credential Flow"): one per application, shared, kept secret.

A token is reused until 30 seconds before it expires and replaced once when LinkedIn refuses it; secrets travel in the
request's body only and appear in no text form of anything here.
"""

import hashlib
import threading
from datetime import datetime, timedelta

import httpx2

from isthmus.base import clock
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin.config import ClientConfig
from isthmus.linkedin.errors import http_failure
from isthmus.linkedin.exchange import REQUEST_ID_HEADER, Meter, OnExchange, Stopwatch, Witness, open_pool, send
from isthmus.linkedin.plain_table import CREDENTIALS
from isthmus.linkedin.wire import Token

SAFETY_MARGIN = timedelta(seconds=30)


class _Slot:
    """The current token of one application, and the lock that lets one thread fetch it while others wait."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.token = ""
        self.good_until: datetime | None = None

    def current(self) -> str:
        if self.good_until is not None and clock.now() < self.good_until:
            return self.token
        return ""

    def keep(self, token: Token) -> str:
        self.token = token.access_token.get_secret_value()
        self.good_until = clock.now() + timedelta(seconds=token.expires_in) - SAFETY_MARGIN
        return self.token


_slots: dict[tuple[str, str, str], _Slot] = {}
_slots_lock = threading.Lock()


def forget_tokens() -> None:
    """Empties the process's token cache, for instance after a connection was removed."""
    with _slots_lock:
        _slots.clear()


class TokenSource:
    """Tokens of one application. Sources of the same application and secret share one token; safe between threads."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        config: ClientConfig | None = None,
        *,
        transport: httpx2.BaseTransport | None = None,
        on_exchange: OnExchange | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.client_id = client_id
        self._secret = client_secret
        self._config = config or ClientConfig()
        self._transport = transport
        self._witness = Witness(on_exchange, meter)

    def __repr__(self) -> str:
        return f"TokenSource({self.client_id!r})"

    def token(self) -> str:
        """A token good for at least 30 seconds. IsthmusError: misconfigured when LinkedIn refuses the secret."""
        slot = self._slot()
        with slot.lock:
            return slot.current() or slot.keep(self._request())

    def renew(self, refused: str) -> str:
        """A token other than the one LinkedIn just refused; another thread's fresh one, if there is one already."""
        slot = self._slot()
        with slot.lock:
            current = slot.current()
            return current if current and current != refused else slot.keep(self._request())

    def _slot(self) -> _Slot:
        digest = hashlib.sha256(self._secret.encode()).hexdigest()
        with _slots_lock:
            return _slots.setdefault((self._config.token_url, self.client_id, digest), _Slot())

    def _request(self) -> Token:
        watch = Stopwatch(self._witness, "token", self._config.token_url, 1)
        form = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self._secret}
        with open_pool(self._config, self._transport) as pool:
            request = pool.build_request("POST", self._config.token_url, data=form)
            try:
                response = send(pool, request, repeatable=True)
            except IsthmusError as error:
                watch.stop(status=0, failure=error.failure)
                raise
        failure = _failure(response)
        watch.stop(status=response.status_code, request_id=response.headers.get(REQUEST_ID_HEADER, ""), failure=failure)
        if failure is not None:
            raise IsthmusError(failure)
        return _token(response)


def _failure(response: httpx2.Response) -> Failure | None:
    """None for a success. The endpoint answers wrong credentials with 400 or 401."""
    if response.is_success:
        return None
    if response.status_code in (400, 401, 403):
        return Failure(CREDENTIALS.kind, CREDENTIALS.message, code=CREDENTIALS.name, status=response.status_code)
    return http_failure(
        response.status_code,
        None,
        operation="token",
        request_id=response.headers.get(REQUEST_ID_HEADER, ""),
        retry_after=response.headers.get("retry-after", ""),
    )


def _token(response: httpx2.Response) -> Token:
    try:
        return Token.model_validate_json(response.content)
    except ValueError:
        failure = Failure(Kind.BUG, "LinkedIn's token answer cannot be read.", code="unreadable", detail="Token")
        raise IsthmusError(failure) from None
