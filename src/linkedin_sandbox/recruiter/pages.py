"""The little of LinkedIn Recruiter that customers need here: their integrations and the switch of each (*Customer
configuration*, step 5)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from linkedin_sandbox import ids
from linkedin_sandbox.members.pages import not_found, signed_in, to_sign_in, world_of
from linkedin_sandbox.resources.integrations import configurations, state, switching
from linkedin_sandbox.tables import contracts, seats
from linkedin_sandbox.templating import page

_HERE = "/recruiter/integrations"

Row = dict[str, Any]


def show(request: Request) -> Response:
    """The integrations of the companies in whose contracts the member holds a seat."""
    return _page(request, "")


def _page(request: Request, problem: str) -> Response:
    member = signed_in(request)
    if member is None:
        return to_sign_in(request)
    with world_of(request).store.read() as conn:
        contexts = _contexts(conn, member["id"])
        rows = [
            {**row, "lacks": switching.missing(conn, row), "set": configurations.of(conn, row["id"])}
            for row in state.listed(conn)
            if row["context"] in contexts
        ]
    status = 409 if problem else 200
    return page(request, "integrations.html", status, rows=rows, seated=bool(contexts), problem=problem, member=member)


def _contexts(conn: Connection, member_id: int) -> set[str]:
    held = select(contracts.c.organization_id).join(seats).where(seats.c.member_id == member_id)
    rows = conn.execute(select(contracts).where(contracts.c.organization_id.in_(held))).mappings()
    return {
        urn
        for row in rows
        for urn in (ids.urn(ids.ORGANIZATION, row["organization_id"]), ids.urn("contract", row["id"]))
    }


async def switch(request: Request) -> Response:
    """Turn one on or off."""
    form = await request.form()
    return await run_in_threadpool(_switch, request, form.get("on") == "1")


def _switch(request: Request, on: bool) -> Response:
    member = signed_in(request)
    if member is None:
        return to_sign_in(request)
    world = world_of(request)
    try:
        with world.store.write() as conn:
            row = state.get(conn, int(request.path_params["integration"]))
            if row is None or row["context"] not in _contexts(conn, member["id"]):
                return not_found(request, "integration")
            switching.switch(conn, world, row, on=on)
    except switching.CannotSwitch as error:
        return _page(request, str(error))
    return RedirectResponse(_HERE, 303)


ROUTES = [Route(_HERE, show), Route(_HERE + "/{integration:int}", switch, methods=["POST"])]
