"""What an operator orders of LinkedIn's notifications: webhooks registered in the developer portal, jobs asked for
again."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request

from linkedin_sandbox import seed
from linkedin_sandbox.control.reading import Json, NotFound
from linkedin_sandbox.notifications import events, portal
from linkedin_sandbox.tables import apps
from linkedin_sandbox.world import World


def registered(world: World, request: Request, body: Json) -> Json:
    """Webhooks parents registered, and the event types they can be registered for."""
    with world.store.read() as conn:
        return {"webhooks": portal.listed(conn), "events": list(portal.EVENTS)}


def register(world: World, request: Request, body: Json) -> Json:
    """`{"event": …, "url": …, "client_id"?: …}`: what the portal's *Webhooks* tab does for a parent application."""
    with world.store.read() as conn:
        named = str(body.get("client_id") or portal.parents(conn)[0]["client_id"])
        number = app_id(conn, named)
    with world.networking:
        return portal.register(world, number, str(body["event"]), str(body["url"]))


def disable(world: World, request: Request, body: Json) -> Json:
    """Disable a registered webhook, so that another can take its place."""
    number = int(request.path_params["webhook"])
    with world.store.write() as conn:
        webhook = portal.disable(conn, number)
    if webhook is None:
        raise NotFound(f"no portal webhook {number}")
    return webhook


def resync(world: World, request: Request, body: Json) -> Json:
    """`{"client_id"?: …, "jobs"?: [external ids]}`: ask for jobs of a child again, or for all open ones."""
    named = body.get("jobs")
    if named is not None and not (isinstance(named, list) and all(isinstance(one, str) for one in named)):
        raise ValueError("jobs must be a list of external ids")
    child = str(body.get("client_id") or seed.credentials(world)["child_client_id"])
    with world.store.write() as conn:
        number = app_id(conn, child)
        return {"sent": events.resync(conn, world, number, named)}


def app_id(conn: Connection, client_id: str) -> int:
    """The number of the application with that client id; `NotFound` when there is none."""
    row = conn.execute(apps.select().where(apps.c.client_id == client_id)).first()
    if row is None:
        raise NotFound(f"no application {client_id}")
    return int(row.id)
