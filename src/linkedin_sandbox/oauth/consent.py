"""`/oauth/v2/authorization`: a member lets a child application know who they are (*3-legged OAuth*)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from linkedin_sandbox.members.pages import signed_in, world_of
from linkedin_sandbox.oauth import codes
from linkedin_sandbox.plugins.loads import child
from linkedin_sandbox.templating import page

_PATH = "/oauth/v2/authorization"
_SCOPES = frozenset({"r_liteprofile"})


@dataclass(frozen=True)
class _Asked:
    """What the application asks for."""

    app: dict[str, Any]
    redirect_uri: str
    scope: str
    state: str | None

    def back(self, **values: str) -> RedirectResponse:
        """To the application, with `state` as it was sent."""
        told = values | ({"state": self.state} if self.state is not None else {})
        sign = "&" if urlsplit(self.redirect_uri).query else "?"
        return RedirectResponse(f"{self.redirect_uri}{sign}{urlencode(told)}", 303)


def _asked(request: Request) -> _Asked | Response:
    """The request for consent, or its refusal: on a page while the address to go back to is not known to be the
    application's own."""
    query = request.query_params
    with world_of(request).store.read() as conn:
        app = child(conn, query.get("client_id", ""))
    redirect_uri = query.get("redirect_uri", "")
    if app is None:
        return page(request, "consent.html", 400, problem="client_id is no child application's.")
    if redirect_uri not in app["callbacks"]:
        problem = "redirect_uri is not among the application's oauth2AuthorizedCallbackUrls."
        return page(request, "consent.html", 400, problem=problem)
    asked = _Asked(app, redirect_uri, query.get("scope", ""), query.get("state"))
    if query.get("response_type") != "code":
        return asked.back(error="unsupported_response_type", error_description="response_type must be code")
    scopes = set(asked.scope.replace(",", " ").split())
    if not scopes or scopes - _SCOPES:
        return asked.back(error="invalid_scope", error_description="the scope must be r_liteprofile")
    return asked


def show(request: Request) -> Response:
    """Who asks, and the question."""
    asked = _asked(request)
    if isinstance(asked, Response):
        return asked
    member = signed_in(request)
    here = f"{_PATH}?{request.url.query}"
    if member is None:
        return RedirectResponse(f"/members?next={quote(here, safe='')}", 303)
    parts = urlsplit(asked.redirect_uri)
    return page(
        request,
        "consent.html",
        forms_to=(f"{parts.scheme}://{parts.netloc}",),
        app=asked.app,
        scope=asked.scope,
        here=here,
        member=member,
    )


async def decide(request: Request) -> Response:
    """Allowed or refused; either way back to the application."""
    form = await request.form()
    return await run_in_threadpool(_decide, request, form.get("allow") == "1")


def _decide(request: Request, allowed: bool) -> Response:
    asked = _asked(request)
    if isinstance(asked, Response):
        return asked
    member = signed_in(request)
    if member is None or not allowed:
        return asked.back(error="access_denied", error_description="the member did not consent")
    world = world_of(request)
    expires_at = world.clock.now_ms() + int(world.choices["authorization_code_seconds"] * 1000)
    consent = codes.Consent(member["id"], asked.scope)
    with world.store.write() as conn:
        code = codes.issue(conn, asked.app["id"], consent, asked.redirect_uri, expires_at)
    return asked.back(code=code)


ROUTES = [Route(_PATH, show, methods=["GET"]), Route(_PATH, decide, methods=["POST"])]
