"""The developer portal's *Webhooks* tab: what a parent application has registered, and what was sent there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from linkedin_sandbox import tables
from linkedin_sandbox.members.pages import signed_in, world_of
from linkedin_sandbox.notifications import deliveries, events, portal, revalidation
from linkedin_sandbox.templating import page

_HERE = "/_sandbox/portal"
_SHOWN = 20
_ABOUT = {
    events.JOB_STATUS: "A job turned off-site, was closed after members reported it, or its promotion changed.",
    events.RESYNC: "LinkedIn asks for jobs again: send them with UPDATE within 30 minutes.",
}


def show(request: Request) -> Response:
    """Webhooks by event type, and the latest events."""
    return _page(request)


def _page(request: Request, error: str = "", typed: dict[str, str] | None = None) -> Response:
    with world_of(request).store.read() as conn:
        registered = portal.listed(conn)
        children = select(tables.apps.c.client_id, tables.apps.c.name).where(tables.apps.c.audience == "child")
        values: dict[str, Any] = {
            "parents": portal.parents(conn),
            "children": [dict(row) for row in conn.execute(children.order_by(tables.apps.c.id)).mappings()],
            "sent": [row for kind in portal.EVENTS for row in deliveries.listed(conn, _SHOWN, kind=kind)],
        }
    values["sent"].sort(key=lambda row: -row["id"])
    return page(
        request,
        "portal.html",
        422 if error else 200,
        registered=registered,
        kinds=_ABOUT,
        error=error,
        typed=typed or {},
        member=signed_in(request),
        **values,
    )


async def register(request: Request) -> Response:
    """Register a URL; what the portal refuses is said on the page."""
    return await run_in_threadpool(_register, request, await request.form())


def _register(request: Request, form: FormData) -> Response:
    typed = {name: str(form.get(name, "")) for name in ("event", "url", "app")}
    world = world_of(request)
    try:
        with world.networking:
            portal.register(world, int(typed["app"] or 0), typed["event"], typed["url"].strip())
    except (ValueError, OverflowError) as error:
        return _page(request, str(error), typed)
    return RedirectResponse(_HERE, 303)


def disable(request: Request) -> Response:
    """Disable a webhook."""
    with world_of(request).store.write() as conn:
        portal.disable(conn, int(request.path_params["webhook"]))
    return RedirectResponse(_HERE, 303)


def challenge(request: Request) -> Response:
    """Challenge a webhook now; passing unblocks it."""
    revalidation.revalidate(world_of(request), int(request.path_params["webhook"]))
    return RedirectResponse(_HERE, 303)


async def resync(request: Request) -> Response:
    """Ask for jobs of a child again: those named, or all that are open."""
    return await run_in_threadpool(_resync, request, await request.form())


def _resync(request: Request, form: FormData) -> Response:
    world = world_of(request)
    named = [one.strip() for one in str(form.get("jobs", "")).split(",") if one.strip()]
    with world.store.write() as conn:
        child = conn.execute(
            select(tables.apps.c.id).where(tables.apps.c.client_id == str(form.get("child", "")))
        ).scalar()
        told = child is not None and events.resync(conn, world, child, named or None)
    return RedirectResponse(_HERE, 303) if told else _page(request, "No webhook is enabled for RESYNC_JOBS")


ROUTES = [
    Route(_HERE, show),
    Route(_HERE + "/webhooks", register, methods=["POST"]),
    Route(_HERE + "/webhooks/{webhook:int}/disable", disable, methods=["POST"]),
    Route(_HERE + "/webhooks/{webhook:int}/challenge", challenge, methods=["POST"]),
    Route(_HERE + "/resync", resync, methods=["POST"]),
]
