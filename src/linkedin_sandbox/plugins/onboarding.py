"""The configuration plugin: a customer's recruiter chooses organization and contract, ticks *Applicant notifications*,
applies the package, and the page hears which integrations came of it (*Customer configuration*)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from linkedin_sandbox import ids
from linkedin_sandbox.members.pages import world_of
from linkedin_sandbox.plugins import frames
from linkedin_sandbox.plugins.frames import Frame
from linkedin_sandbox.resources.integrations import state as integrations
from linkedin_sandbox.resources.integrations.types import APPLY_CONNECT, ONE_CLICK_EXPORT, PREMIUM_JOB_POSTING, TYPES
from linkedin_sandbox.tables import contracts, organizations, seats
from linkedin_sandbox.world import World

# What each bundle brings. The names of the last two are not documented; the sandbox calls them after their types.
BUNDLES: dict[str, tuple[str, ...]] = {
    "RECRUITER_SYSTEM_CONNECT_COMPANY": ("IN_ATS_INDICATOR", ONE_CLICK_EXPORT, "PROFILE_PLUGIN"),
    "RECRUITER_SYSTEM_CONNECT_CONTRACT": ("CSA_API",),
    "APPLY_WITH_LINKEDIN": ("APPLY_WITH_LINKEDIN",),
    APPLY_CONNECT: (APPLY_CONNECT,),
    PREMIUM_JOB_POSTING: (PREMIUM_JOB_POSTING,),
}

Row = dict[str, Any]


def show(request: Request) -> Response:
    """The choice of organization and contract, or why there is none."""
    frame = frames.opened(request, "onboarding")
    return frame if isinstance(frame, Response) else _choice(request, frame)


def _choice(request: Request, frame: Frame, problem: str = "") -> Response:
    member = frames.viewer(request)
    world = world_of(request)
    with world.store.read() as conn:
        holders = frames.seat_holders(conn)
        mine = _organizations(conn, member["id"]) if member else []
        chosen = _chosen(mine, request.query_params.get("organization", ""))
        offered = _contracts(conn, chosen, world.clock.now_ms()) if chosen else []
    if member is None:
        return frames.draw(request, frame, "signed out", holders=holders)
    if chosen is None:
        return frames.draw(request, frame, "no seat", member=member, holders=holders)
    asked = _bundles(frame)
    return frames.draw(
        request,
        frame,
        "choose",
        member=member,
        organizations=mine,
        chosen=chosen,
        offered=[row for row in offered if not row["refusal"]],
        refused=[row for row in offered if row["refusal"]],
        bundles=[name for name in asked if name in BUNDLES],
        unknown=[name for name in asked if name not in BUNDLES],
        asks_consent=APPLY_CONNECT in _types(frame),
        problem=problem,
    )


def _bundles(frame: Frame) -> list[str]:
    names = frame.get("supported-bundled-integration-types").split(",")
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def _types(frame: Frame) -> list[str]:
    return [kind for bundle in _bundles(frame) for kind in BUNDLES.get(bundle, ())]


def _organizations(conn: Connection, member_id: int) -> list[Row]:
    held = select(contracts.c.organization_id).join(seats).where(seats.c.member_id == member_id)
    query = select(organizations).where(organizations.c.id.in_(held)).order_by(organizations.c.name)
    return [dict(row) for row in conn.execute(query).mappings()]


def _chosen(mine: list[Row], number: str) -> Row | None:
    return next((row for row in mine if str(row["id"]) == number), mine[0] if mine else None)


def _contracts(conn: Connection, organization: Row, now: int) -> list[Row]:
    """Every contract, each with why it cannot be chosen for this organization, or an empty string."""
    query = (
        select(contracts, organizations.c.name.label("company"))
        .select_from(contracts)
        .join(organizations)
        .order_by(contracts.c.id)
    )
    rows = [dict(row) for row in conn.execute(query.order_by(contracts.c.id)).mappings()]
    return [{**row, "refusal": _refusal(row, organization, now)} for row in rows]


def _refusal(row: Row, organization: Row, now: int) -> str:
    if row["organization_id"] != organization["id"]:
        return f"belongs to {row['company']}, not to {organization['name']}"
    if row["kind"] == "lite":
        return "Recruiter Lite has no integrations"
    if row["expires_at"] is not None and row["expires_at"] <= now:
        return "has expired"
    return ""


async def apply(request: Request) -> Response:
    """*Apply package*."""
    return await run_in_threadpool(_apply, request, await request.form())


def _apply(request: Request, form: FormData) -> Response:
    frame = frames.opened(request, "onboarding")
    if isinstance(frame, Response):
        return frame
    member = frames.viewer(request)
    world = world_of(request)
    with world.store.write() as conn:
        mine = _organizations(conn, member["id"]) if member else []
        chosen = _chosen(mine, request.query_params.get("organization", ""))
        offered = _contracts(conn, chosen, world.clock.now_ms()) if chosen else []
        contract = next((row for row in offered if str(row["id"]) == form.get("contract")), None)
        problem = contract["refusal"] if contract else "Choose a contract."
        kinds = _types(frame)
        if not problem and chosen and contract:
            rows = [_authorise(conn, world, frame, kind, contract, "notify" in form) for kind in kinds]
    if problem:
        return _choice(request, frame, problem)
    return frames.draw(
        request,
        frame,
        "done",
        event="onintegrate",
        detail=[_told(world, row) for row in rows],
        member=member,
        chosen=chosen,
        contract=contract,
        rows=rows,
    )


def _authorise(conn: Connection, world: World, frame: Frame, kind: str, contract: Row, consents: bool) -> Row:
    """Pending until the customer's switch; one that is on stays on."""
    is_contract = TYPES[kind].context == "contract"
    package = ids.urn("contract", contract["id"])
    context = package if is_contract else ids.urn(ids.ORGANIZATION, contract["organization_id"])
    known = integrations.find(conn, frame.app["id"], context, kind)
    return integrations.set_state(
        conn,
        frame.app["id"],
        context,
        kind,
        state=known["state"] if known and known["state"] == integrations.ENABLED else integrations.PENDING,
        now=world.clock.now_ms(),
        applicant_notifications=consents if kind == APPLY_CONNECT else None,
        package=package,
    )


def _told(world: World, row: Row) -> Row:
    """What the page's function hears of one integration; the members are not documented."""
    told = {"integrationContext": row["context"], "integrationType": row["integration_type"]}
    if world.choices["onboarding_callback"] == "two":
        return told
    return told | {"tenantType": row["tenant_type"], "dataProvider": "ATS"}


ROUTES = [Route("/plugins/onboarding", show, methods=["GET"]), Route("/plugins/onboarding", apply, methods=["POST"])]
