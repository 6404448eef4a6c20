"""The operator's page: the same state as the JSON under `/_sandbox/`, with buttons."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from linkedin_sandbox import faults, log, tables
from linkedin_sandbox.inventory import operations as inventory
from linkedin_sandbox.members.pages import signed_in, world_of
from linkedin_sandbox.notifications import deliveries, revalidation
from linkedin_sandbox.templating import page
from linkedin_sandbox.tick import tick

_HERE = "/_sandbox/console"
_SHOWN = 50


def show(request: Request) -> Response:
    """Clock, faults, deliveries, webhooks, requests."""
    world_of(request).write_log()
    with world_of(request).store.read() as conn:
        values: dict[str, Any] = {
            "faults": faults.ordered(conn),
            "deliveries": deliveries.listed(conn, _SHOWN),
            "webhooks": [dict(row) for row in conn.execute(select(tables.webhooks)).mappings()],
            "requests": log.read(conn, limit=_SHOWN),
        }
    names = [entry.name for entry in (*inventory.OPERATIONS, *inventory.EVENTS) if entry.imitated]
    return page(request, "console.html", kinds=faults.KINDS, operations=names, member=signed_in(request), **values)


async def clock(request: Request) -> Response:
    """Move the clock by the pressed button's seconds."""
    seconds = str((await request.form()).get("seconds", "0"))
    world = world_of(request)
    if seconds == "reset":
        world.clock.reset()
    else:
        world.clock.advance(float(seconds))
    await run_in_threadpool(tick, world)
    return RedirectResponse(_HERE, 303)


async def order(request: Request) -> Response:
    """Order a fault; what cannot be ordered changes nothing."""
    form = await request.form()
    try:
        params = json.loads(str(form.get("params") or "{}"))
        with world_of(request).store.write() as conn:
            faults.order(
                conn, str(form["kind"]), str(form.get("operation", "")), int(str(form.get("times", 1))), params
            )
    except (ValueError, KeyError) as error:
        return page(request, "missing.html", 400, what=f"fault: {error}", member=signed_in(request))
    return RedirectResponse(_HERE + "#faults", 303)


def cancel(request: Request) -> Response:
    """Cancel a fault."""
    with world_of(request).store.write() as conn:
        faults.cancel(conn, int(request.path_params["fault"]))
    return RedirectResponse(_HERE + "#faults", 303)


def revalidate(request: Request) -> Response:
    """Challenge a webhook again."""
    revalidation.revalidate(world_of(request), int(request.path_params["webhook"]))
    return RedirectResponse(_HERE + "#webhooks", 303)


ROUTES = [
    Route(_HERE, show),
    Route(_HERE + "/clock", clock, methods=["POST"]),
    Route(_HERE + "/faults", order, methods=["POST"]),
    Route(_HERE + "/faults/{fault:int}/cancel", cancel, methods=["POST"]),
    Route(_HERE + "/webhooks/{webhook:int}/revalidate", revalidate, methods=["POST"]),
]
