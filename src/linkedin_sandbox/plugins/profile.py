"""The full profile plugin: a candidate's LinkedIn profile in the detail view, linked and unlinked by hand (*Apply
Connect Plugins*, *Profile plugin*)."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from linkedin_sandbox import ids
from linkedin_sandbox.members import people
from linkedin_sandbox.members.pages import world_of
from linkedin_sandbox.plugins import frames, persons
from linkedin_sandbox.plugins.frames import Frame
from linkedin_sandbox.resources.integrations.types import APPLY_CONNECT

_FOUND = 8


def show(request: Request) -> Response:
    """The profile in the state that fits."""
    frame = frames.opened(request, "profile")
    return frame if isinstance(frame, Response) else _refused(request, frame) or _profile(request, frame)


def _refused(request: Request, frame: Frame) -> Response | None:
    member = frames.viewer(request)
    organization = ids.number(frame.organization, ids.ORGANIZATION)
    with world_of(request).store.read() as conn:
        holders = frames.seat_holders(conn, organization)
        seated = member is not None and frames.has_seat(conn, member["id"], organization)
        on = frames.is_on(conn, request, frame, APPLY_CONNECT, "PROFILE_PLUGIN")
    if member is None:
        return frames.draw(request, frame, "signed out", holders=holders)
    if not seated:
        return frames.draw(request, frame, "no seat", member=member, holders=holders)
    return None if on else frames.draw(request, frame, "not enabled", member=member)


def _profile(request: Request, frame: Frame, event: str = "", detail: str = "") -> Response:
    words = request.query_params.get("q", "").strip()
    with world_of(request).store.read() as conn:
        person = persons.find(conn, frame)
        found = people.find(conn, words, _FOUND) if words and not person.member else []
    return frames.draw(
        request,
        frame,
        person.problem or ("matched" if person.member else "unmatched"),
        event=event,
        detail=detail,
        member=frames.viewer(request),
        person=person,
        skills=persons.skills(person),
        q=words,
        found=found,
        may_unlink=frame.get("show-unlink-url") == "true",
        confirm=frame.get("confirm-unlink") == "true",
    )


async def act(request: Request) -> Response:
    """Link a member, or unlink the one shown; the page's function hears the person's URN."""
    return await run_in_threadpool(_act, request, await request.form())


def _act(request: Request, form: FormData) -> Response:
    frame = frames.opened(request, "profile")
    if isinstance(frame, Response):
        return frame
    refused = _refused(request, frame)
    if refused:
        return refused
    told = _change(request, frame, str(form.get("link", "")))
    return _profile(request, frame, *told)


def _change(request: Request, frame: Frame, wanted: str) -> tuple[str, str]:
    world = world_of(request)
    with world.store.write() as conn:
        person = persons.find(conn, frame)
        if person.problem:
            return "", ""
        before: Any = person.member
        after = people.get(conn, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
        if wanted and after is None or not wanted and before is None:
            return "", ""
        meant = after or before
        persons.link(conn, frame, person.subject, after["id"] if after else None, world.clock.now_ms())
    return ("onlink" if after else "onunlink"), persons.urn(world, frame, meant["id"])


ROUTES = [Route("/plugins/profile", show, methods=["GET"]), Route("/plugins/profile", act, methods=["POST"])]
