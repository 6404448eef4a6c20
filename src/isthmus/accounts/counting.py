"""What is counted so that guessing is slow: one table for every web process and host, forgotten by the minute.

It is a cache to Django and to allauth, whose limits live in it. Keys are keyed digests, since they are made of network
and e-mail addresses; values are JSON, so that whoever could write the table could not make a process run anything.
"""

import json
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "isthmus.counting"
_PUT = (
    "INSERT INTO accounts_counting (key, value, expires) VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s))"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
_SWEEP = (
    "DELETE FROM accounts_counting WHERE key IN (SELECT key FROM accounts_counting WHERE expires <= clock_timestamp()"
    " LIMIT 100 FOR UPDATE SKIP LOCKED) RETURNING 1"
)
LIMITS = {"api_key": "30/5m/ip", "invitation": "60/h/user"}


def allows(request: HttpRequest, action: str) -> bool:
    """Count one more `action` of `LIMITS` by this user or network address; False when that is too many."""
    return bool(ratelimit.consume(request, app="isthmus", action=action, config=LIMITS, limit_get=True))


class SharedCache(BaseCache):
    """A small cache in PostgreSQL whose `add` is one atomic statement, however many processes ask."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(
            _ask(
                f"{_PUT} WHERE accounts_counting.expires <= clock_timestamp() RETURNING 1",
                *self._row(key, value, timeout),
            )
        )

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        _ask(f"{_PUT} RETURNING 1", *self._row(key, value, timeout))
        _ask(_SWEEP)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        rows = _ask("SELECT value FROM accounts_counting WHERE key = %s AND expires > clock_timestamp()", _key(key))
        return json.loads(rows[0][0]) if rows else default

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(_ask("DELETE FROM accounts_counting WHERE key = %s RETURNING 1", _key(key)))

    def clear(self) -> None:
        _ask("DELETE FROM accounts_counting RETURNING 1")

    def _row(self, key: str, value: Any, timeout: Any) -> tuple[str, str, float]:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT or timeout is None else timeout
        return _key(key), json.dumps(value), float(seconds or 0)


def _ask(sql: str, *parameters: str | float) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _key(key: str) -> str:
    return salted_hmac(SALT, key, algorithm="sha256").hexdigest()
