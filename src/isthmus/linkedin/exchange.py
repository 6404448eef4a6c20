"""One HTTP exchange with LinkedIn and its trace: a small record per call that carries no personal data."""

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol
from urllib.parse import urlsplit

import httpx2
import stamina

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin.config import ClientConfig
from isthmus.linkedin.limits import Limit, limit_at
from isthmus.linkedin.plain_table import ADDRESS, NOT_SENT, OUTCOME_UNKNOWN
from isthmus.linkedin.refusals import Row

REQUEST_ID_HEADER = "x-li-uuid"
_BLIPS = (httpx2.ConnectError, httpx2.ConnectTimeout)
_NEVER_LEFT = (*_BLIPS, httpx2.PoolTimeout)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is told about a call: `status` is 0 when no answer came, `items` how many records it carried."""

    operation: str
    status: int
    duration_ms: float
    request_id: str
    items: int
    failure_kind: Kind | None


OnExchange = Callable[[Exchange], None]


class Meter(Protocol):
    """Counts every call against LinkedIn's limits, before it leaves and after it has ended."""

    def begin(self, limit: Limit, items: int) -> str:
        """Counts a call and names it. IsthmusError (throttled) when the limit is used up: the call must not be made."""

    def end(self, limit: Limit, name: str, *, throttled: bool, retry_at: datetime | None) -> None:
        """The call with that name has ended; `throttled` when LinkedIn refused it for a limit (429)."""


def open_pool(config: ClientConfig, transport: httpx2.BaseTransport | None) -> httpx2.Client:
    """A pooled HTTP client that follows no redirects; the environment's proxy is not used for this machine itself."""
    return httpx2.Client(
        transport=transport,
        timeout=httpx2.Timeout(config.timeout, connect=config.connect_timeout),
        follow_redirects=False,
        verify=_trusted(),
        trust_env=urlsplit(config.api_url).hostname not in ("localhost", "127.0.0.1", "::1"),
    )


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates to trust, read once: reading them takes longer than a call."""
    return httpx2.create_ssl_context()


def send(pool: httpx2.Client, request: httpx2.Request, *, repeatable: bool) -> httpx2.Response:
    """LinkedIn's answer, whatever its status; IsthmusError when there is none.

    A repeatable request is tried up to three times when no connection comes about. The failure's code tells `not_sent`
    from `outcome_unknown`.
    """
    try:
        return _through_blips(pool, request) if repeatable else pool.send(request)
    except _NEVER_LEFT as error:
        raise _failed(NOT_SENT, error) from error
    except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, httpx2.LocalProtocolError) as error:
        raise _failed(ADDRESS, error) from error
    except (httpx2.TransportError, httpx2.DecodingError) as error:
        raise _failed(OUTCOME_UNKNOWN, error) from error


@dataclass(frozen=True, slots=True)
class Witness:
    """Who is told of each call: `meter` may forbid it, `report` hears how it went."""

    report: OnExchange | None = None
    meter: Meter | None = None


class Stopwatch:
    """Counts and times one call, and reports it once. IsthmusError (throttled) when a limit forbids the call."""

    def __init__(self, witness: Witness, operation: str, url: str, items: int) -> None:
        self._report, self._meter = witness.report, witness.meter
        self._operation = operation
        self._limit = limit_at(url)
        self._items = items
        self._call = self._meter.begin(self._limit, items) if self._meter else ""
        self._started = time.perf_counter()

    def stop(self, *, status: int, request_id: str = "", failure: Failure | None = None) -> None:
        if self._meter is not None:
            throttled = status == httpx2.codes.TOO_MANY_REQUESTS
            moment = failure.retry_at if failure and throttled else None
            self._meter.end(self._limit, self._call, throttled=throttled, retry_at=moment)
        if self._report is None:
            return
        duration = (time.perf_counter() - self._started) * 1000
        kind = failure.kind if failure else None
        self._report(Exchange(self._operation, status, duration, request_id, self._items, kind))


@stamina.retry(on=_BLIPS, attempts=3, timeout=5.0, wait_max=1.0)
def _through_blips(pool: httpx2.Client, request: httpx2.Request) -> httpx2.Response:
    return pool.send(request)


def _failed(row: Row, error: Exception) -> IsthmusError:
    return IsthmusError(Failure(row.kind, row.message, code=row.name, detail=type(error).__name__))
