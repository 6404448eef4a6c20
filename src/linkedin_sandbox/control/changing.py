"""What LinkedIn, its members and its customers do without the API: an operator brings it about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import JSONResponse

from linkedin_sandbox.control import asks
from linkedin_sandbox.control.reading import Door, Json, NotFound, Work
from linkedin_sandbox.resources.integrations import switching
from linkedin_sandbox.resources.simple_job_postings import transitions
from linkedin_sandbox.tables import integrations
from linkedin_sandbox.world import World

Change = Callable[..., Json]
TRANSITIONS: dict[str, tuple[Change, type[BaseModel]]] = {
    "report": (transitions.report, asks.Report),
    "cap": (transitions.reach_cap, asks.Nothing),
    "take-down": (transitions.take_down, asks.TakeDown),
    "expire": (transitions.expire_now, asks.Nothing),
    "promote": (transitions.promote, asks.Promote),
    "end-promotion": (transitions.end_promotion, asks.EndPromotion),
    "spend": (transitions.spend, asks.Spend),
    "show-to": (transitions.show_to, asks.ShowTo),
}


class CannotBe(Exception):  # noqa: N818 - said as what happened
    """Not as things stand."""


def change_job(world: World, name: str, job: int, asked: Json) -> Json:
    """Let one of `TRANSITIONS` happen to a job; the job as it is afterwards. `NotFound` or `CannotBe` otherwise."""
    change, _ = TRANSITIONS[name]
    with world.store.write() as conn:
        try:
            return change(conn, world, job, **asked)
        except ValueError as error:
            raise CannotBe(str(error)) from error
        except LookupError as error:
            raise NotFound(str(error)) from error


def consent(world: World, number: int, *, given: bool) -> Json:
    """Tick or untick *Applicant notifications* of an integration; its row afterwards."""
    with world.store.write() as conn:
        _integration(conn, number)
        row = integrations.c.id == number
        conn.execute(integrations.update().where(row).values(applicant_notifications=given))
        return _integration(conn, number)


def switch(world: World, number: int, *, on: bool) -> Json:
    """The customer's own switch of an integration; `CannotBe` while it lacks its name or a configuration."""
    with world.store.write() as conn:
        row = _integration(conn, number)
        try:
            request_id = switching.switch(conn, world, row, on=on)
        except switching.CannotSwitch as error:
            raise CannotBe(str(error)) from error
        return {"requestId": request_id, "state": _integration(conn, number)["state"]}


def _integration(conn: Connection, number: int) -> Json:
    row = conn.execute(select(integrations).where(integrations.c.id == number)).mappings().first()
    if row is None:
        raise NotFound(f"no integration {number}")
    return dict(row)


def _told(change: Callable[[World, Request, Json], Json], about: str | None) -> Work:
    """A door's work: what cannot be is 409."""

    def work(world: World, request: Request, asked: Json) -> Any:
        try:
            return change(world, request, asked)
        except CannotBe as error:
            return JSONResponse({"error": str(error)}, 409)

    work.__doc__ = about
    return work


def _of_job(name: str) -> Work:
    def change(world: World, request: Request, asked: Json) -> Json:
        return change_job(world, name, int(request.path_params["job"]), asked)

    return _told(change, TRANSITIONS[name][0].__doc__)


def _switch(world: World, request: Request, asked: Json) -> Json:
    return switch(world, int(request.path_params["integration"]), on=asked.get("on", True))


def _consent(world: World, request: Request, asked: Json) -> Json:
    return consent(world, int(request.path_params["integration"]), given=asked["applicant_notifications"])


DOORS = (
    *(Door("POST", f"/jobs/{{job:int}}/{name}", _of_job(name), body=ask) for name, (_, ask) in TRANSITIONS.items()),
    Door("POST", "/integrations/{integration:int}/switch", _told(_switch, switch.__doc__), body=asks.Switch),
    Door("POST", "/integrations/{integration:int}/consent", _told(_consent, consent.__doc__), body=asks.Consent),
)
