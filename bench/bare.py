"""The peer of receiving: a bare ASGI endpoint that inserts the row and answers."""

import os
from contextlib import asynccontextmanager
from uuid import uuid4

from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

POOL = AsyncConnectionPool(os.environ["BENCH_DATABASE_URL"], min_size=4, max_size=16, open=False)


@asynccontextmanager
async def lifespan(_: Starlette):
    await POOL.open(wait=True)
    yield
    await POOL.close()


async def receive(request: Request) -> JSONResponse:
    body = await request.body()
    async with POOL.connection() as connection:
        await connection.execute("INSERT INTO bench_delivery (id, body) VALUES (%s, %s)", [uuid4(), body])
    return JSONResponse({})


app = Starlette(routes=[Route("/receive", receive, methods=["POST"])], lifespan=lifespan)
