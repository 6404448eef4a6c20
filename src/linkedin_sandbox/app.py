"""The sandbox as an ASGI application: the API behind its gate, the operator's side, the members' pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from linkedin_sandbox import seed
from linkedin_sandbox.control.console import ROUTES as CONSOLE
from linkedin_sandbox.control.plugins import ROUTES as PLUGIN_LOG
from linkedin_sandbox.control.portal import ROUTES as PORTAL
from linkedin_sandbox.control.pressing import ROUTES as PRESSING
from linkedin_sandbox.control.routes import NOWHERE
from linkedin_sandbox.control.routes import ROUTES as CONTROL
from linkedin_sandbox.gate import Gate
from linkedin_sandbox.members.applying import ROUTES as APPLYING
from linkedin_sandbox.members.applying import missing
from linkedin_sandbox.members.pages import ROUTES as PAGES
from linkedin_sandbox.oauth.consent import ROUTES as CONSENT
from linkedin_sandbox.origin import SameOrigin
from linkedin_sandbox.plugins.routes import ROUTES as PLUGINS
from linkedin_sandbox.recruiter.pages import ROUTES as RECRUITER
from linkedin_sandbox.resources import OPERATIONS
from linkedin_sandbox.runner import Runner
from linkedin_sandbox.settings import Settings
from linkedin_sandbox.world import World


class _Anything(PathConvertor):
    """The rest of a path, line breaks included."""

    regex = "(?s:.*)"


register_url_convertor("anything", _Anything())
_HERE = Path(__file__).parent


def create_app(settings: Settings, transport: httpx2.BaseTransport | None = None) -> Starlette:
    """The application over `settings.data`, seeded when empty. `transport` carries webhook calls instead of the
    network.

    The application's `state.world` is what tests tick and look into; `settings.background` makes it tick by itself."""
    world = World(settings, transport)
    seed.seed(world)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        runner = Runner(world) if settings.background else None
        if runner:
            runner.start()
        yield
        if runner:
            runner.stop()

    gate = Gate(world, OPERATIONS)
    api = [
        Route(prefix + "{rest:anything}", gate, include_in_schema=False)
        for prefix in ("/oauth/", "/v2/", "/rest/", "/ambry/", "/ambry")
    ]
    static = Mount("/static", StaticFiles(directory=_HERE / "static"))
    app = Starlette(
        routes=[
            *CONSENT,
            *api,
            *CONSOLE,
            *PRESSING,
            *PORTAL,
            *PLUGIN_LOG,
            *CONTROL,
            NOWHERE,
            *APPLYING,
            *PAGES,
            *RECRUITER,
            *PLUGINS,
            static,
            Route("/{rest:anything}", missing),
        ],
        middleware=[Middleware(SameOrigin)],
        exception_handlers={OverflowError: _no_such_number},
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.gate = gate
    return app


def _no_such_number(request: Request, _error: Exception) -> Response:
    """A number in a path too large for any row."""
    return missing(request)
