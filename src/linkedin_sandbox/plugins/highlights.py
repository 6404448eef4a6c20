"""Applicant Highlights: the card shown while the pointer rests on a candidate in a list (*Apply Connect Plugins*)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from linkedin_sandbox import ids
from linkedin_sandbox.members.pages import world_of
from linkedin_sandbox.plugins import frames, persons
from linkedin_sandbox.resources.integrations.types import APPLY_CONNECT


def show(request: Request) -> Response:
    """The card in the state that fits: signed out, no seat, not enabled, unknown, matched or unmatched."""
    frame = frames.opened(request, "highlights")
    if isinstance(frame, Response):
        return frame
    member = frames.viewer(request)
    organization = ids.number(frame.organization, ids.ORGANIZATION)
    with world_of(request).store.read() as conn:
        holders = frames.seat_holders(conn, organization)
        seated = member is not None and frames.has_seat(conn, member["id"], organization)
        on = frames.is_on(conn, request, frame, APPLY_CONNECT)
        person = persons.find(conn, frame)
    if member is None:
        return frames.draw(request, frame, "signed out", holders=holders)
    if not seated:
        return frames.draw(request, frame, "no seat", member=member, holders=holders)
    if not on:
        return frames.draw(request, frame, "not enabled", member=member)
    shown = person.problem or ("matched" if person.member else "unmatched")
    return frames.draw(request, frame, shown, member=member, person=person, skills=persons.skills(person))


ROUTES = [Route("/plugins/highlights", show)]
