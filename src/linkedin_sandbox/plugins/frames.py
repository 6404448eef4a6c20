"""What the frames of all plugins share: who embeds them, who looks, and how they are drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from linkedin_sandbox.members import people
from linkedin_sandbox.members.pages import signed_in, world_of
from linkedin_sandbox.plugins import loads
from linkedin_sandbox.resources.integrations import state as integrations
from linkedin_sandbox.resources.integrations import types
from linkedin_sandbox.tables import contracts, seats
from linkedin_sandbox.templating import page

_OWN = frozenset({"api_key", "origin", "frame", "organization", "q"})

Row = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """One drawn plugin: the child whose key it carries, the page around it, the tag's attributes without `data-`."""

    widget: str
    app: Row
    origin: str
    id: str
    attributes: dict[str, str]

    def get(self, name: str) -> str:
        """An attribute, empty when the tag has none."""
        return self.attributes.get(name, "")

    @property
    def organization(self) -> str:
        """The organization the tag is for, as a URN."""
        return self.get("integration-context")


def opened(request: Request, widget: str) -> Frame | Response:
    """The frame a request is for, or the refusal of a page that may not have it."""
    query = request.query_params
    api_key, origin = query.get("api_key", ""), query.get("origin", "")
    with world_of(request).store.read() as conn:
        app = loads.child(conn, api_key)
    reason = loads.refusal(app, origin)
    if reason or app is None:
        return PlainTextResponse(reason, 403, {"Content-Security-Policy": "frame-ancestors 'none'"})
    attributes = {name: value for name, value in query.items() if name not in _OWN}
    return Frame(widget, app, origin, query.get("frame", ""), attributes)


def draw(request: Request, frame: Frame, shown: str, *, event: str = "", detail: Any = None, **values: Any) -> Response:
    """The plugin in one of its states; `event` and `detail` are told to the page's function. Written into the log."""
    world = world_of(request)
    with world.store.write() as conn:
        loads.write(
            conn,
            world.clock.now_ms(),
            api_key=frame.app["client_id"],
            widget=frame.widget,
            origin=frame.origin,
            shown=shown,
            attributes=frame.attributes,
        )
    return page(
        request,
        f"plugins/{frame.widget}.html",
        framed_by=tuple(frame.app["domains"]),
        frame=frame,
        shown=shown,
        here=f"{request.url.path}?{request.url.query}",
        event=event,
        detail=json.dumps(detail) if event else "",
        **values,
    )


def viewer(request: Request) -> Row | None:
    """The member looking, by the same cookie as the members' pages."""
    return signed_in(request)


def seat_holders(conn: Connection, organization_id: int | None = None) -> list[Row]:
    """Members with a Recruiter seat, of one organization or of any: whom the frame offers to sign in as."""
    query = select(seats.c.member_id).join(contracts)
    if organization_id is not None:
        query = query.where(contracts.c.organization_id == organization_id)
    numbers = conn.execute(query.distinct().order_by(seats.c.member_id).limit(10)).scalars().all()
    return [member for number in numbers if (member := people.get(conn, number))]


def has_seat(conn: Connection, member_id: int, organization_id: int | None) -> bool:
    """Whether a member holds a seat in a contract of the organization."""
    query = select(seats.c.id).join(contracts)
    return bool(
        conn.execute(
            query.where(seats.c.member_id == member_id, contracts.c.organization_id == organization_id)
        ).first()
    )


def is_on(conn: Connection, request: Request, frame: Frame, *kinds: str) -> bool:
    """Whether the customer has one of these integrations switched on; what nobody onboarded follows our choice for new
    children."""
    rows = [integrations.find(conn, frame.app["id"], frame.organization, kind) for kind in kinds]
    known = [row["state"] for row in rows if row]
    if known:
        return integrations.ENABLED in known
    shared = bool(world_of(request).choices["provisioned_children_share_organizations"])
    return shared and types.context_kind(frame.organization) == "organization"
