"""Reading an operator's request against its model, and answering with plain JSON errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from linkedin_sandbox.wire import read_json
from linkedin_sandbox.world import World

Json = dict[str, Any]
Work = Callable[[World, Request, Json], Any]


class NotFound(Exception):  # noqa: N818 - said as what happened
    """Nothing by that number."""


@dataclass(frozen=True)
class Door:
    """One operation of the operator's side: where it is, what works, and the model of its body or of its query."""

    method: str
    path: str
    work: Work
    status: int = 200
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None


def endpoint(door: Door) -> Callable[[Request], Any]:
    """A route around `work(world, request, asked)`, run off the event loop; its result is the JSON answer. `asked` is
    what the body, or else the query, said."""

    async def answer(request: Request) -> Response:
        raw = await request.body()
        try:
            return await run_in_threadpool(_answer, door, request, raw)
        except ValidationError as error:
            return _misread(error)
        except NotFound as error:
            return JSONResponse({"error": str(error)}, 404)
        except OverflowError:
            return JSONResponse({"error": "a number is too large"}, 404)
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    return answer


def _answer(door: Door, request: Request, raw: bytes) -> Response:
    world: World = request.app.state.world
    world.write_log()
    result = door.work(world, request, _asked(door, request, raw))
    return result if isinstance(result, Response) else JSONResponse(result, door.status)


def _asked(door: Door, request: Request, raw: bytes) -> Json:
    if door.query:
        return door.query.model_validate(dict(request.query_params)).model_dump(exclude_unset=True)
    if door.body is None:
        return {}
    asked: Json = door.body.model_validate(read_json(raw or b"{}")).model_dump(exclude_unset=True)
    return asked


def _misread(error: ValidationError) -> JSONResponse:
    """422 naming each place that is wrong."""
    wrong = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors()]
    told = "; ".join(f"{one['where']}: {one['what']}" if one["where"] else one["what"] for one in wrong)
    return JSONResponse({"error": told, "errors": wrong}, 422)
