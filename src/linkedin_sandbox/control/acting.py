"""What an operator can do."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse

from linkedin_sandbox import faults, seed, store
from linkedin_sandbox.control import looking
from linkedin_sandbox.control.reading import Json, NotFound
from linkedin_sandbox.members import applications, files, people
from linkedin_sandbox.members import flat as flat_names
from linkedin_sandbox.members.applications import BadAnswers, CannotApply
from linkedin_sandbox.notifications import revalidation
from linkedin_sandbox.resources.integrations import state as integrations
from linkedin_sandbox.resources.integrations import types
from linkedin_sandbox.resources.simple_job_postings import state as jobs
from linkedin_sandbox.tables import apps, organizations, postings
from linkedin_sandbox.tick import tick as run_tick
from linkedin_sandbox.world import World

_USUAL_TYPE = {"organization": types.APPLY_CONNECT, "contract": types.PREMIUM_JOB_POSTING}


def clock(world: World, request: Request, body: Json) -> Json:
    """`{"advance_seconds": n}` or `{"set": epoch_ms}`; then one round of what became due unless `{"tick": false}`."""
    if body.get("set") is not None:
        world.clock.set_to(int(body["set"]))
    else:
        world.clock.advance(float(body["advance_seconds"]))
    if body.get("tick", True):
        run_tick(world)
    return looking.clock(world, request, body)


def reset(world: World, request: Request, body: Json) -> Json:
    """Back to the beginning, with as many members and jobs as asked; seeded credentials stay, and so does the clock
    unless `{"clock": true}`."""
    if body.get("clock"):
        world.clock.reset()
    amounts = seed.Amounts(**{name: body[name] for name in ("seed", "members", "jobs") if name in body})
    with world.networking:
        seed.reset(world, amounts)
    return {"reset": True, **asdict(amounts)}


def tick(world: World, request: Request, body: Json) -> Json:
    """One round of everything due now."""
    return {"done": run_tick(world), "now": world.clock.now_ms()}


def order_fault(world: World, request: Request, body: Json) -> Json:
    """`{"kind": …, "operation": …, "times": n, "params": {…}}`."""
    params = {name: value for name, value in (body.get("params") or {}).items() if value is not None}
    with world.store.write() as conn:
        number = faults.order(conn, body["kind"], body.get("operation", ""), int(body.get("times", 1)), params)
    return {"id": number}


def cancel_faults(world: World, request: Request, body: Json) -> Json:
    """Cancel one fault, or all."""
    number = request.path_params.get("fault")
    with world.store.write() as conn:
        return {"cancelled": faults.cancel(conn, int(number) if number is not None else None)}


def choose(world: World, request: Request, body: Json) -> Json:
    """`{name: value, …}`: change our choices until the next reset."""
    with world.store.write() as conn:
        world.choose(conn, body)
    return world.choices.as_dict()


def add_organization(world: World, request: Request, body: Json) -> Json:
    """`{"name": …, "id"?: n, "slug"?: …}`: another company page jobs can be posted for."""
    name = str(body["name"]).strip()
    slug = str(body.get("slug") or "-".join(name.lower().split()))
    values = {"name": name, "slug": slug} | ({"id": int(body["id"])} if body.get("id") else {})
    with world.store.write() as conn:
        known = conn.execute(organizations.select().where(organizations.c.slug == slug)).first()
        number = known.id if known else store.add(conn, organizations, values)
    return {"id": str(number), "urn": f"urn:li:organization:{number}", "name": name, "slug": slug}


def set_integration(world: World, request: Request, body: Json) -> Json:
    """`{"client_id": …, "context": urn, "integration_type"?: …, "state"?: …, "applicant_notifications"?: bool}`: decide
    without asking the customer. `enabled` (true unless said) may stand for `state`; the type is APPLY_CONNECT for an
    organization and PREMIUM_JOB_POSTING for a contract unless said."""
    context = str(body["context"])
    kind = str(body.get("integration_type") or _USUAL_TYPE.get(types.context_kind(context), ""))
    if kind not in types.TYPES or types.TYPES[kind].context != types.context_kind(context):
        raise ValueError(f"no integration {kind} for the context {context}")
    state = str(body.get("state") or (integrations.ENABLED if body.get("enabled", True) else integrations.DISABLED))
    if state not in integrations.STATES:
        raise ValueError(f"state must be one of {list(integrations.STATES)}")
    with world.store.write() as conn:
        return integrations.set_state(
            conn,
            app_id(conn, str(body["client_id"])),
            context,
            kind,
            state=state,
            now=world.clock.now_ms(),
            applicant_notifications=bool(body.get("applicant_notifications", True)),
            name=str(body["name"]) if body.get("name") else None,
        )


def app_id(conn: Connection, client_id: str) -> int:
    """The number of the application with that client id; `NotFound` when there is none."""
    row = conn.execute(apps.select().where(apps.c.client_id == client_id)).first()
    if row is None:
        raise NotFound(f"no application {client_id}")
    return int(row.id)


def revalidate(world: World, request: Request, body: Json) -> Json:
    """What the developer portal's button does: challenge a webhook again and unblock it when it passes."""
    number = int(request.path_params["webhook"])
    webhook = revalidation.revalidate(world, number)
    if webhook is None:
        raise NotFound(f"no webhook {number}")
    return webhook


def apply(world: World, request: Request, body: Json) -> Any:
    """`{"job": LinkedIn job number or external id, "answers": {…}}`: a member applies, as through the form.

    `answers` holds `contact`, `resume` and `coverLetter` (`{"filename", "base64"}`), `coverLetterText`, `work`,
    `education`, `selfIdentification`, `questions` (id → value) or `sets` (one mapping per repetition). Contact
    details left out come from the profile."""
    number = int(request.path_params["member"])
    try:
        with world.store.write() as conn:
            member = people.get(conn, number)
            if member is None:
                raise NotFound(f"no member {number}")
            nested = _kept_files(conn, body.get("answers") or {}, world.clock.now_ms())
            nested["contact"] = {**people.contact(member), **(nested.get("contact") or {})}
            key = applications.submit(conn, world, number, _posting_id(conn, body["job"]), flat_names.flatten(nested))
    except CannotApply as error:
        return JSONResponse({"error": str(error)}, 409)
    except BadAnswers as error:
        return JSONResponse({"error": "some answers are wrong", "errors": error.errors}, 422)
    return {"id": key, "jobApplicationId": f"urn:li:jobApplication:{key}"}


def _posting_id(conn: Connection, job: Any) -> int:
    if isinstance(job, int) or str(job).isdigit() and jobs.posting(conn, int(job)):
        return int(job)
    query = postings.select().where(postings.c.external_id == str(job)).order_by(postings.c.id.desc())
    row = conn.execute(query.limit(1)).first()
    if row is None:
        raise NotFound(f"no job {job}")
    return int(row.id)


def _kept_files(conn: Connection, value: Any, now: int) -> Any:
    if isinstance(value, dict) and "base64" in value:
        body = base64.b64decode(value["base64"], validate=True)
        return files.keep(conn, str(value["filename"]), body, now, content_type=str(value.get("content_type") or ""))
    if isinstance(value, dict):
        return {name: _kept_files(conn, inner, now) for name, inner in value.items()}
    return [_kept_files(conn, inner, now) for inner in value] if isinstance(value, list) else value
