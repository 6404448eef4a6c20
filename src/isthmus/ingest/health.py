"""Whether this process can keep what is delivered: in the database, or on disk while that is away."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse

from isthmus.sync import inbox
from isthmus.sync.steps import ExecuteAsync

LEAST_ROOM_BYTES = 2 * 1024 * 1024


def of(execute: ExecuteAsync) -> Callable[[Request], Awaitable[JSONResponse]]:
    """The page that says so: 200 while a delivery would be kept for good, 503 otherwise."""

    async def healthz(request: Request) -> JSONResponse:
        database = await _database_answers(execute)
        spool = await asyncio.to_thread(_spool_has_room)
        body = {
            "status": "ok" if database else "sheltering" if spool else "failing",
            "database": "ok" if database else "unreachable",
            "spool": "ok" if spool else "full",
        }
        return JSONResponse(body, status_code=200 if database or spool else 503, headers={"Cache-Control": "no-store"})

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


def _spool_has_room() -> bool:
    return inbox.shelter().spool.room() > LEAST_ROOM_BYTES
