"""What a fresh sandbox holds: organizations with their contracts, a parent and its child applications, 200 members."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from linkedin_sandbox import ids
from linkedin_sandbox.members import people
from linkedin_sandbox.resources.integrations import state as integrations
from linkedin_sandbox.resources.integrations import types
from linkedin_sandbox.resources.provisioned_applications import state as applications
from linkedin_sandbox.seed import companies, jobs, names
from linkedin_sandbox.seed.companies import CONTRACT, LARKFIELD, LARKFIELD_CONTRACTS
from linkedin_sandbox.store import get_meta, set_meta
from linkedin_sandbox.tables import apps, members, seats
from linkedin_sandbox.world import World

SEAT = 88_001
_SEEDED = "seeded"
_CHUNK = 5000
_OTHER_CUSTOMERS = {"seeded-orrin": companies.ORRIN, "seeded-fenway": companies.FENWAY}


@dataclass(frozen=True)
class Amounts:
    """How much to fill a sandbox with; the same seed deals the same people and jobs."""

    seed: int = names.SEED
    members: int = names.MEMBERS
    jobs: int = 0


DEFAULT = Amounts()


def seed(world: World) -> None:
    """Fill an empty sandbox; one that was filled before is left alone."""
    with world.store.write() as conn:
        if not get_meta(conn, _SEEDED):
            _fill(conn, world.clock.now_ms(), DEFAULT)


def seeded(conn: Connection) -> Amounts:
    """What the sandbox was filled with."""
    return Amounts(**get_meta(conn, _SEEDED))


def reset(world: World, amounts: Amounts = DEFAULT) -> None:
    """Forget everything that happened and fill anew. The seeded applications keep their credentials, and the clock its
    time."""
    with world.store.write() as conn:
        world.forget()
        kept = [dict(row) for row in conn.execute(select(apps).where(_is_seeded())).mappings()]
        world.store.clear(conn)
        _fill(conn, world.clock.now_ms(), amounts, kept)


def _is_seeded() -> ColumnElement[bool]:
    return apps.c.built_in | apps.c.unique_foreign_id.in_(list(_OTHER_CUSTOMERS))


def _fill(conn: Connection, now: int, amounts: Amounts, kept: list[dict[str, object]] | None = None) -> None:
    companies.add(conn)
    rows = names.people(amounts.seed, amounts.members)
    while chunk := list(islice(rows, _CHUNK)):
        people.add(conn, chunk)
    recruiter = conn.execute(select(members.c.id).where(members.c.email == "tomas@larkfield.example")).scalar_one()
    conn.execute(insert(seats).values(id=SEAT, contract_id=CONTRACT, member_id=recruiter))
    if kept:
        conn.execute(insert(apps), kept)
    else:
        _applications(conn, now)
    _integrations(conn, now)
    if amounts.jobs:
        jobs.add(conn, amounts.seed, amounts.jobs, _owners(conn), now)
    set_meta(conn, _SEEDED, asdict(amounts))


def _owners(conn: Connection) -> list[tuple[int, int]]:
    """Every seeded child with its organization."""
    rows = conn.execute(select(apps.c.id, apps.c.unique_foreign_id).where(_is_seeded(), apps.c.audience == "child"))
    return [(row.id, _OTHER_CUSTOMERS.get(row.unique_foreign_id, LARKFIELD)) for row in rows]


def _applications(conn: Connection, now: int) -> None:
    parent = {"name": "Sandbox partner", "description": "The partner's own application"}
    child = {
        "name": "Sandbox customer",
        "description": "A child application made beforehand",
        "uniqueForeignId": "sandbox-customer",
    }
    applications.create(conn, now, "parent", parent, built_in=True)
    applications.create(conn, now, "child", child, built_in=True)
    for foreign_id, organization in _OTHER_CUSTOMERS.items():
        name = companies.name(organization)
        other = {"name": f"Sandbox: {name}", "description": f"A child application for {name}"}
        applications.create(conn, now, "child", {**other, "uniqueForeignId": foreign_id})


def _integrations(conn: Connection, now: int) -> None:
    """The built-in child is onboarded: Apply Connect for its organization with *Applicant notifications*, and premium
    jobs on every contract of it. The other customers have Apply Connect, with them too."""
    child = conn.execute(select(apps.c.id).where(apps.c.built_in, apps.c.audience == "child")).scalar_one()
    package = f"urn:li:contract:{CONTRACT}"
    premium = [(f"urn:li:contract:{contract}", types.PREMIUM_JOB_POSTING) for contract in LARKFIELD_CONTRACTS]
    for context, kind in ((f"urn:li:organization:{LARKFIELD}", types.APPLY_CONNECT), *premium):
        name = "Sandbox premium jobs" if kind == types.PREMIUM_JOB_POSTING else "Sandbox Apply Connect"
        ticked = True if kind == types.APPLY_CONNECT else None
        _switch_on(conn, child, context, kind, now, applicant_notifications=ticked, package=package, name=name)
    for app_id, organization in _owners(conn)[1:]:
        context, name = f"urn:li:organization:{organization}", f"{companies.name(organization)} Apply Connect"
        _switch_on(conn, app_id, context, types.APPLY_CONNECT, now, applicant_notifications=True, name=name)


def _switch_on(conn: Connection, app_id: int, context: str, kind: str, now: int, **more: Any) -> None:
    integrations.set_state(conn, app_id, context, kind, state=integrations.ENABLED, now=now, **more)


def credentials(world: World) -> dict[str, str]:
    """What a client needs to begin: credentials of both built-in applications and the seeded identifiers."""
    with world.store.read() as conn:
        rows = {row["audience"]: row for row in conn.execute(select(apps).where(apps.c.built_in)).mappings()}
        member = conn.execute(select(seats.c.member_id).where(seats.c.id == SEAT)).scalar_one()
    own_id = rows["child"]["id"] if world.choices["person_id_per_application"] else None
    return {
        "url": world.base_url,
        "parent_client_id": rows["parent"]["client_id"],
        "parent_client_secret": rows["parent"]["client_secret"],
        "child_client_id": rows["child"]["client_id"],
        "child_client_secret": rows["child"]["client_secret"],
        "organization_id": str(LARKFIELD),
        "contract_id": str(CONTRACT),
        "person_id": ids.person_id(member, own_id),
        "seat_id": str(SEAT),
    }
