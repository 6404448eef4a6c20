"""Reading an operator's JSON request, and answering with plain JSON errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from linkedin_sandbox.world import World

Json = dict[str, Any]
Work = Callable[[World, Request, Json], Any]


class NotFound(Exception):  # noqa: N818 - said as what happened
    """Nothing by that number."""


def endpoint(work: Work, status: int = 200) -> Callable[[Request], Any]:
    """A route around `work(world, request, body)`, run off the event loop; its result is the JSON answer."""

    async def answer(request: Request) -> Response:
        raw = await request.body()
        try:
            body = await request.json() if raw else {}
        except ValueError:
            return JSONResponse({"error": "the body is not JSON"}, 400)
        if not isinstance(body, dict):
            return JSONResponse({"error": "the body must be a JSON object"}, 400)
        world = request.app.state.world
        try:
            await run_in_threadpool(world.write_log)
            result = await run_in_threadpool(work, world, request, body)
        except NotFound as error:
            return JSONResponse({"error": str(error)}, 404)
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)
        return result if isinstance(result, Response) else JSONResponse(result, status)

    return answer
