"""What every client of LinkedIn's APIs has: its settings, and a pool of connections that is closed with it."""

from types import TracebackType
from typing import Self

import httpx2

from isthmus.linkedin.calls import Caller
from isthmus.linkedin.config import ClientConfig
from isthmus.linkedin.exchange import Meter, OnExchange
from isthmus.linkedin.oauth import TokenSource


class BaseClient:
    """Calls in the name of one application. Safe between threads; close it, or use `with`."""

    def __init__(
        self,
        config: ClientConfig,
        token_source: TokenSource,
        transport: httpx2.BaseTransport | None = None,
        on_exchange: OnExchange | None = None,
        meter: Meter | None = None,
    ) -> None:
        self._config = config
        self._caller = Caller(config, token_source, transport, on_exchange, meter)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the pooled connections."""
        self._caller.close()
