"""Whether this process can keep what is delivered: in the database, or on disk while that is away."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse

from isthmus.base import secrets
from isthmus.sync import inbox
from isthmus.sync.steps import ExecuteAsync

LEAST_ROOM_BYTES = 2 * 1024 * 1024


def of(execute: ExecuteAsync) -> Callable[[Request], Awaitable[JSONResponse]]:
    """The page that says so: 200 while a delivery would be kept for good, 503 otherwise."""

    async def healthz(request: Request) -> JSONResponse:
        database = await _database_answers(execute)
        spool, keyset = await asyncio.to_thread(_spool_has_room), await asyncio.to_thread(_keyset_is_there)
        keeps = keyset and (database or spool)
        body = {
            "status": "failing" if not keeps else "ok" if database else "sheltering",
            "database": "ok" if database else "unreachable",
            "spool": "ok" if spool else "full",
            "keyset": "ok" if keyset else "lost",
        }
        return JSONResponse(body, status_code=200 if keeps else 503, headers={"Cache-Control": "no-store"})

    return healthz


async def _database_answers(execute: ExecuteAsync) -> bool:
    circuit = inbox.shelter().circuit
    if not circuit.may_ask():
        return False
    try:
        await execute("SELECT 1", [])
    except Exception:
        circuit.failed()
        return False
    circuit.worked()
    return True


def _keyset_is_there() -> bool:
    """Whether deliveries can be sealed. Where nothing has been sealed yet, the first one makes the keyset."""
    return secrets.keyset_is_there() or not inbox.shelter().addresses.path.exists()


def _spool_has_room() -> bool:
    return inbox.shelter().spool.room() > LEAST_ROOM_BYTES
