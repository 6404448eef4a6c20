"""The operator's page: the same state as the JSON under `/_sandbox/`, with forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError
from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from linkedin_sandbox import faults, log, seed, tables
from linkedin_sandbox.choices import CHOICES
from linkedin_sandbox.control import asks
from linkedin_sandbox.inventory import operations as inventory
from linkedin_sandbox.members import people
from linkedin_sandbox.members.pages import signed_in, world_of
from linkedin_sandbox.notifications import deliveries
from linkedin_sandbox.resources.integrations import state as integration_state
from linkedin_sandbox.templating import page
from linkedin_sandbox.world import World

HERE = "/_sandbox/console"
_SHOWN = 50
_PLACES = (
    ("clock", "Clock"),
    ("faults", "Faults"),
    ("transitions", "Transitions"),
    ("deliveries", "Deliveries"),
    ("webhooks", "Webhooks"),
    ("requests", "Requests"),
    ("throttles", "Throttles"),
    ("choices", "Choices"),
)
CHANGES = (
    ("report", "A member reports it"),
    ("cap", "The free allowance of applicants is used up"),
    ("take-down", "LinkedIn takes it down"),
    ("expire", "Its time runs out"),
    ("promote", "The customer promotes it"),
    ("end-promotion", "Its promotion ends"),
)


def show(request: Request) -> Response:
    """Everything an operator sees and can do."""
    world = world_of(request)
    world.write_log()
    wanted = _wanted(request)
    with world.store.read() as conn:
        values = {**_happened(conn, wanted), **_changeable(conn, world), **_used(conn, world)}
    names = [entry.name for entry in (*inventory.OPERATIONS, *inventory.EVENTS) if entry.imitated]
    return page(
        request,
        "console.html",
        places_here=_PLACES,
        kinds=faults.KINDS,
        operations=names,
        choices=_choices(world),
        choices_now=world.choices,
        wanted=wanted,
        changes=CHANGES,
        member=signed_in(request),
        **values,
    )


def _choices(world: World) -> list[dict[str, Any]]:
    values = world.choices.as_dict()
    return [{**vars(one), "value": values[one.name], "is_default": values[one.name] == one.default} for one in CHOICES]


def _wanted(request: Request) -> dict[str, Any]:
    """How the request log is narrowed; what cannot be understood narrows nothing."""
    asked = {name: value for name, value in request.query_params.items() if value}
    try:
        return asks.Requests.model_validate(asked).model_dump(exclude_unset=True)
    except ValidationError:
        return {}


def _happened(conn: Connection, wanted: dict[str, Any]) -> dict[str, Any]:
    lines = log.read(conn, **{**wanted, "limit": _SHOWN})
    older = urlencode({**wanted, "before": lines[-1]["id"]}) if len(lines) == _SHOWN else ""
    webhooks = select(tables.webhooks).order_by(tables.webhooks.c.id.desc()).limit(_SHOWN)
    return {
        "faults": faults.ordered(conn),
        "deliveries": deliveries.listed(conn, _SHOWN),
        "webhooks": [dict(row) for row in conn.execute(webhooks).mappings()],
        "requests": lines,
        "older": older,
    }


def _changeable(conn: Connection, world: World) -> dict[str, Any]:
    jobs = tables.postings.c
    title = jobs.element["title"].as_string().label("title")
    newest = select(jobs.id, jobs.external_id, jobs.state, title).order_by(jobs.id.desc()).limit(_SHOWN)
    return {
        "jobs": [dict(row) for row in conn.execute(newest).mappings()],
        "members": people.find(conn, limit=_SHOWN),
        "integrations": integration_state.listed(conn),
        "consent_by_default": world.choices["applicant_notifications"],
        "seeded": seed.seeded(conn),
    }


def _used(conn: Connection, world: World) -> dict[str, Any]:
    apps = tables.apps.c
    known = conn.execute(select(apps.id, apps.client_id, apps.name).order_by(apps.id).limit(500)).mappings()
    applications = {row["id"]: dict(row) for row in known}
    used = world.throttles.shown(world.choices, world.clock.now_ms())
    named = [{**one, "application": applications.get(one["app_id"], {}).get("name", one["app_id"])} for one in used]
    return {"applications": list(applications.values()), "used": named}


def one_request(request: Request) -> Response:
    """One request beside its answer."""
    world = world_of(request)
    world.write_log()
    with world.store.read() as conn:
        line = log.one(conn, int(request.path_params["line"]))
    if line is None:
        return page(request, "missing.html", 404, what="request", member=signed_in(request))
    return page(request, "request.html", line=line, member=signed_in(request))


ROUTES = [Route(HERE, show), Route(HERE + "/requests/{line:int}", one_request)]
