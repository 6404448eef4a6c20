"""What companies have settled with LinkedIn: their pages, the contracts they bought, their move from feed to API."""

from __future__ import annotations

from starlette.requests import Request

from linkedin_sandbox.control import asks
from linkedin_sandbox.control.acting import app_id
from linkedin_sandbox.control.reading import Door, Json, NotFound
from linkedin_sandbox.resources import contracts, organizations
from linkedin_sandbox.resources.simple_job_postings import migration
from linkedin_sandbox.world import World


def pages(world: World, request: Request, asked: Json) -> Json:
    """Company pages and what they have settled about postings."""
    with world.store.read() as conn:
        return {"organizations": organizations.listed(conn)}


def change_page(world: World, request: Request, asked: Json) -> Json:
    """Change what a company page has settled; the page as it is afterwards."""
    number = int(request.path_params["organization"])
    with world.store.write() as conn:
        if asked:
            organizations.change(conn, number, **asked)
        found = [row for row in organizations.listed(conn) if row["id"] == number]
    if not found:
        raise NotFound(f"no organization {number}")
    return found[0]


def sold(world: World, request: Request, asked: Json) -> Json:
    """Contracts with their slots and budgets."""
    with world.store.read() as conn:
        return {"contracts": contracts.listed(conn)}


def change_contract(world: World, request: Request, asked: Json) -> Json:
    """Change a contract; the contract as it is afterwards."""
    number = int(request.path_params["contract"])
    with world.store.write() as conn:
        if asked:
            contracts.change(conn, number, **asked)
        found = contracts.get(conn, number)
    if found is None:
        raise NotFound(f"no contract {number}")
    return found


def begin_migration(world: World, request: Request, asked: Json) -> Json:
    """Evaluate from now on what a child sends for an organization: PROCESSED, and not published."""
    with world.store.write() as conn:
        _check_page(world, asked["organization_id"])
        child = app_id(conn, asked["client_id"])
        migration.begin(conn, child, asked["organization_id"], asked.get("detail", ""))
    return {"evaluating": True}


def end_migration(world: World, request: Request, asked: Json) -> Json:
    """The migration is complete: what passed is published as last sent; how many jobs that were."""
    with world.store.write() as conn:
        child = app_id(conn, asked["client_id"])
        return {"published": migration.end(conn, world, child, asked["organization_id"])}


def _check_page(world: World, number: int) -> None:
    with world.store.read() as conn:
        if not any(row["id"] == number for row in organizations.listed(conn)):
            raise NotFound(f"no organization {number}")


DOORS = (
    Door("GET", "/organizations", pages),
    Door("POST", "/organizations/{organization:int}", change_page, body=asks.Page),
    Door("GET", "/contracts", sold),
    Door("POST", "/contracts/{contract:int}", change_contract, body=asks.Contract),
    Door("POST", "/migrations", begin_migration, 201, body=asks.Migration),
    Door("POST", "/migrations/end", end_migration, body=asks.MigrationEnd),
)
