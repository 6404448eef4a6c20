"""The script every page with a plugin loads, and its question whether the page may use its key."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from linkedin_sandbox.members.pages import world_of
from linkedin_sandbox.plugins import loads

_SCRIPT = Path(__file__).parents[1] / "static" / "in.js"
_TYPE = "text/javascript"


def script(request: Request) -> Response:
    """`in.js`, under both paths LinkedIn serves it from."""
    return FileResponse(_SCRIPT, media_type=_TYPE, headers={"Cache-Control": "no-cache"})


def check(request: Request) -> Response:
    """A script that tells `in.js` whether pages of an origin may use a key; a refusal is written into the log."""
    api_key, origin = request.query_params.get("api_key", ""), request.query_params.get("origin", "")
    world = world_of(request)
    with world.store.write() as conn:
        reason = loads.refusal(loads.child(conn, api_key), origin)
        if reason:
            now = world.clock.now_ms()
            loads.write(conn, now, api_key=api_key, widget="in.js", origin=origin, shown=reason, attributes={})
    answer = json.dumps({"allowed": not reason, "reason": reason})
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(f"window.IN.answered({answer});", media_type=_TYPE, headers=headers)


ROUTES = [
    Route("/in.js", script),
    Route("/xdoor/scripts/in.js", script),
    Route("/plugins/check.js", check),
]
