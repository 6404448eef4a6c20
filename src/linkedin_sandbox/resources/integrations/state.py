"""A customer's integrations: one row per child application, context, type and tenant, from the moment the plugin
authorised it to the customer's switch."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, Select, select, update

from linkedin_sandbox import store
from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.integrations.reading import Address
from linkedin_sandbox.resources.integrations.types import APPLY_CONNECT, TYPES
from linkedin_sandbox.tables import apps, integration_events, integrations
from linkedin_sandbox.wire import App
from linkedin_sandbox.world import World

Row = dict[str, Any]
PENDING, ENABLED, DISABLED = "PENDING", "ENABLED", "DISABLED"
STATES = (PENDING, ENABLED, DISABLED)


def find(conn: Connection, app_id: int, context: str, integration_type: str) -> Row | None:
    """The child's integration of that type for that context."""
    query = select(integrations).where(
        integrations.c.app_id == app_id,
        integrations.c.context == context,
        integrations.c.integration_type == integration_type,
    )
    return _first(conn, query)


def get(conn: Connection, number: int) -> Row | None:
    """An integration by number."""
    return _first(conn, select(integrations).where(integrations.c.id == number))


def of_caller(conn: Connection, app: App, address: Address) -> Row | None:
    """The integration an application means: a child its own, the parent any child's (the latest authorised)."""
    query = select(integrations).where(
        integrations.c.context == address.context,
        integrations.c.integration_type == address.kind,
        integrations.c.tenant_type == address.tenant,
    )
    return _first(conn, _visible(query, app).order_by(integrations.c.id.desc()))


def by_request(conn: Connection, app: App, request_id: str) -> Row | None:
    """The integration whose change was announced under a request id, as it is now."""
    query = select(integrations).join(integration_events).where(integration_events.c.request_id == request_id)
    return _first(conn, _visible(query, app))


def _visible(query: Select[Any], app: App) -> Select[Any]:
    return query if app.audience == "parent" else query.where(integrations.c.app_id == app.id)


def _first(conn: Connection, query: Select[Any]) -> Row | None:
    row = conn.execute(query.limit(1)).mappings().first()
    return dict(row) if row else None


def rename(conn: Connection, number: int, name: str, now: int) -> None:
    """Give an integration the name its customer will see."""
    conn.execute(update(integrations).where(integrations.c.id == number).values(name=name, changed_at=now))


def listed(conn: Connection) -> list[Row]:
    """Every integration with its child's client id and name."""
    query = select(integrations, apps.c.client_id, apps.c.name.label("application")).join(apps)
    return [dict(row) for row in conn.execute(query.order_by(integrations.c.id)).mappings()]


def is_enabled(conn: Connection, app_id: int, context: str, integration_type: str) -> bool:
    """Whether the customer has switched this type on for this context and child."""
    row = find(conn, app_id, context, integration_type)
    return row is not None and row["state"] == ENABLED


def enabled(conn: Connection, world: World, app_id: int, context: str) -> bool:
    """Whether the child may send data for this context: one integration is on, or none was switched off and our choice
    for new children says so."""
    query = select(integrations.c.state).where(integrations.c.app_id == app_id, integrations.c.context == context)
    states = set(conn.execute(query).scalars())
    if ENABLED in states or DISABLED in states:
        return ENABLED in states
    if world.choices["provisioned_children_share_organizations"]:
        return True
    return bool(conn.execute(select(apps.c.built_in).where(apps.c.id == app_id)).scalar())


def notifies(conn: Connection, world: World, app_id: int, context: str) -> bool:
    """Whether the customer ticked *Applicant notifications*, has Apply Connect switched on, and a contract that has not
    run out where one is known."""
    row = find(conn, app_id, context, APPLY_CONNECT)
    if row is None:
        return bool(world.choices["applicant_notifications"])
    ticked = row["applicant_notifications"]
    consents = bool(world.choices["applicant_notifications"] if ticked is None else ticked)
    return consents and row["state"] == ENABLED and _is_paid_for(conn, row["package"], world.clock.now_ms())


def _is_paid_for(conn: Connection, package: str, now: int) -> bool:
    """Whether the contract that was chosen in the plugin still runs; without one nothing can have run out."""
    number = package.rpartition(":")[2]
    return not number or contracts.may_be_used(contracts.get(conn, int(number)), now)


def set_state(
    conn: Connection,
    app_id: int,
    context: str,
    integration_type: str,
    *,
    state: str,
    now: int,
    applicant_notifications: bool | None = None,
    package: str = "",
    name: str | None = None,
) -> Row:
    """Put an integration in a state, making it when there is none, and return its row. None leaves the consent (when
    there is none: to our choice) and the name as they are."""
    known = find(conn, app_id, context, integration_type)
    values: Row = {"state": state, "changed_at": now}
    values |= {"applicant_notifications": applicant_notifications} if applicant_notifications is not None else {}
    values |= {"name": name} if name is not None else {}
    values |= {"package": package} if package else {}
    if known is not None:
        conn.execute(update(integrations).where(integrations.c.id == known["id"]).values(**values))
        return {**known, **values}
    row = {
        "app_id": app_id,
        "context": context,
        "integration_type": integration_type,
        "tenant_type": TYPES[integration_type].tenant,
        "name": None,
        "applicant_notifications": None,
        "package": "",
        "created_at": now,
        **values,
    }
    return {"id": store.add(conn, integrations, row), **row}


def announce(conn: Connection, world: World, row: Row) -> str:
    """Record that an integration's state changed and return the request id under which it can be read back."""
    request_id = str(100_000_000 + secrets.randbelow(900_000_000_000))
    event = {
        "integration_id": row["id"],
        "request_id": request_id,
        "state": row["state"],
        "at": world.clock.now_ms(),
    }
    store.add(conn, integration_events, event)
    return request_id
