"""What an operator can look at."""

from __future__ import annotations

import shlex
from typing import Any

from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from linkedin_sandbox import faults as fault_orders
from linkedin_sandbox import log, seed, tables
from linkedin_sandbox import throttles as throttle_counts
from linkedin_sandbox.choices import CHOICES
from linkedin_sandbox.control.reading import Json, NotFound
from linkedin_sandbox.members import applications as member_applications
from linkedin_sandbox.members import mailbox as mails
from linkedin_sandbox.members import people
from linkedin_sandbox.notifications import deliveries as delivery_rows
from linkedin_sandbox.plugins import loads
from linkedin_sandbox.resources.integrations import state as integration_state
from linkedin_sandbox.resources.job_application_lifecycle_actions import state as lifecycle_state
from linkedin_sandbox.world import World

_COUNTED = (
    "postings",
    "tasks",
    "applications",
    "deliveries",
    "lifecycle_actions",
    "webhooks",
    "members",
    "request_log",
)


def summary(world: World, request: Request, body: Json) -> Json:
    """Counts of everything, the clock, faults waiting."""
    with world.store.read() as conn:
        counts = {
            name: conn.execute(select(func.count()).select_from(tables.metadata.tables[name])).scalar_one()
            for name in _COUNTED
        }
        grouped = select(tables.deliveries.c.state, func.count()).group_by(tables.deliveries.c.state)
        states: Json = {row[0]: row[1] for row in conn.execute(grouped)}
        waiting = fault_orders.ordered(conn)
    return {
        "what": "The Isthmus sandbox. It is not LinkedIn.",
        "url": world.base_url,
        "counts": counts,
        "deliveries": states,
        "faults": waiting,
        "clock": clock(world, request, body),
        "choices": world.choices.as_dict(),
    }


def clock(world: World, request: Request, body: Json) -> Json:
    """Now and how far it is from real time."""
    return {"now": world.clock.now_ms(), "offset_seconds": world.clock.offset(), "file": str(world.clock.file)}


def requests(world: World, request: Request, body: Json) -> Json:
    """The request log, newest first; `limit`, `after` and `before` (ids), `since`, `operation`, `status`, `client_id`
    and `text` narrow it."""
    with world.store.read() as conn:
        return {"requests": log.read(conn, **{"limit": 100, **body})}


def one_request(world: World, request: Request, body: Json) -> Json:
    """One request with its answer."""
    number = int(request.path_params["line"])
    with world.store.read() as conn:
        line = log.one(conn, number)
    if line is None:
        raise NotFound(f"no request {number}")
    return line


def jobs(world: World, request: Request, body: Json) -> Json:
    """Postings with what was sent for them, newest first; `limit` and `before` (an id) lead through many."""
    query = _newest(select(tables.postings), tables.postings.c.id, body)
    if external_id := body.get("external_id"):
        query = query.where(tables.postings.c.external_id == external_id)
    return {"jobs": [{**row, "url": f"{world.base_url}/jobs/view/{row['id']}"} for row in _rows(world, query)]}


def tasks(world: World, request: Request, body: Json) -> Json:
    """Posting tasks, newest first."""
    return {"tasks": _rows(world, select(tables.tasks).order_by(tables.tasks.c.seq.desc()).limit(500))}


def deliveries(world: World, request: Request, body: Json) -> Json:
    """Events sent or waiting and every attempt, newest first; `?kind=` names one kind, `?bodies=1` adds the bodies as
    text, `limit` and `before` (an id) lead through many."""
    asked = {"limit": 200, "before": 0, "kind": "", **body}
    with_bodies = asked.pop("bodies", None) is not None
    with world.store.read() as conn:
        return {"deliveries": delivery_rows.listed(conn, with_bodies=with_bodies, **asked)}


def webhooks(world: World, request: Request, body: Json) -> Json:
    """Webhook URLs, their state, and the latest challenges."""
    challenges = _rows(world, select(tables.challenges).order_by(tables.challenges.c.id.desc()).limit(200))
    return {"webhooks": _rows(world, select(tables.webhooks)), "challenges": challenges}


def integrations(world: World, request: Request, body: Json) -> Json:
    """Integrations of every child application: state, name, consent, what they came with."""
    with world.store.read() as conn:
        return {"integrations": integration_state.listed(conn)}


def widget_loads(world: World, request: Request, body: Json) -> Json:
    """What pages drew with plugins, newest first: origin, attributes, and the state shown or why nothing was."""
    with world.store.read() as conn:
        return {"loads": loads.listed(conn)}


def lifecycle(world: World, request: Request, body: Json) -> Json:
    """Lifecycle actions received and what came of them, newest first; `limit` and `before` (an id) lead through
    many."""
    with world.store.read() as conn:
        return {"actions": lifecycle_state.listed(conn, **{"limit": 500, "before": 0, **body})}


def members(world: World, request: Request, body: Json) -> Json:
    """Members; `?q=` looks in names, headline, city and e-mail."""
    with world.store.read() as conn:
        return {"members": people.find(conn, request.query_params.get("q", ""))}


def _member(world: World, request: Request) -> int:
    number = int(request.path_params["member"])
    with world.store.read() as conn:
        if people.get(conn, number) is None:
            raise NotFound(f"no member {number}")
    return number


def applications(world: World, request: Request, body: Json) -> Json:
    """A member's applications with their status history, as the member's own page shows them."""
    number = _member(world, request)
    with world.store.read() as conn:
        mine = member_applications.of_member(conn, number, world.clock.now_ms())
    return {"applications": [{key: value for key, value in one.items() if key != "element"} for one in mine]}


def mailbox(world: World, request: Request, body: Json) -> Json:
    """A member's mails."""
    number = _member(world, request)
    with world.store.read() as conn:
        return {"mails": mails.read(conn, number, world.clock.now_ms())}


def developer_mails(world: World, request: Request, body: Json) -> Json:
    """Warnings about webhooks."""
    with world.store.read() as conn:
        return {"mails": mails.developer_mails(conn)}


def throttles(world: World, request: Request, body: Json) -> Json:
    """What each application has used today of each throttled resource, and every limit in force."""
    now = world.clock.now_ms()
    limits = {
        resource: throttle_counts.in_force(world.choices, one) for resource, one in throttle_counts.LIMITS.items()
    }
    return {
        "on": world.choices["throttles"],
        "resets_in_seconds": throttle_counts.until_midnight(now) // 1000,
        "used": world.throttles.shown(world.choices, now),
        "limits": limits,
    }


def choices(world: World, request: Request, body: Json) -> Json:
    """Our choices: value, default, what it is about, allowed values."""
    values = world.choices.as_dict()
    return {
        "choices": [
            {
                "name": choice.name,
                "value": values[choice.name],
                "default": choice.default,
                "about": choice.about,
                "options": list(choice.options),
                "page": choice.page,
            }
            for choice in CHOICES
        ]
    }


def credentials(world: World, request: Request, body: Json) -> Json:
    """The line the process printed when it started."""
    return dict(seed.credentials(world))


def applications_made(world: World, request: Request, body: Json) -> Json:
    """Every developer application with its credentials, seeded or provisioned."""
    columns = (tables.apps.c[name] for name in ("id", "audience", "client_id", "client_secret", "name"))
    return {"applications": _rows(world, select(*columns).order_by(tables.apps.c.id))}


def credentials_for_a_shell(world: World, request: Request, body: Json) -> Response:
    """The same as `NAME=value` lines that a shell can evaluate."""
    lines = [f"{name.upper()}={shlex.quote(value)}" for name, value in seed.credentials(world).items()]
    return PlainTextResponse("\n".join(lines) + "\n")


def faults(world: World, request: Request, body: Json) -> Json:
    """Faults still to strike and the kinds there are."""
    with world.store.read() as conn:
        return {"faults": fault_orders.ordered(conn), "kinds": fault_orders.KINDS}


def _newest(query: Any, number: Any, body: Json) -> Any:
    """The query's newest rows, below a number when one is named."""
    newest = query.order_by(number.desc()).limit(body.get("limit", 500))
    return newest.where(number < body["before"]) if body.get("before") else newest


def _rows(world: World, query: Any) -> list[Json]:
    with world.store.read() as conn:
        return [dict(row) for row in conn.execute(query).mappings()]
