"""The operator's page about plugins: which pages drew which, with what attributes, and who drew nothing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from linkedin_sandbox.members.pages import signed_in, world_of
from linkedin_sandbox.plugins import loads
from linkedin_sandbox.resources.integrations import state
from linkedin_sandbox.templating import page


def show(request: Request) -> Response:
    """The load log and every integration."""
    with world_of(request).store.read() as conn:
        lines, rows = loads.listed(conn), state.listed(conn)
    return page(request, "plugin_loads.html", lines=lines, rows=rows, member=signed_in(request))


ROUTES = [Route("/_sandbox/plugins", show)]
