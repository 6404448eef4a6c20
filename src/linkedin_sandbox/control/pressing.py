"""The buttons of the operator's page: each does one thing and leads back to where it was pressed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from linkedin_sandbox import faults, seed
from linkedin_sandbox.control import asks, changing
from linkedin_sandbox.control.console import HERE
from linkedin_sandbox.control.reading import NotFound
from linkedin_sandbox.members import applications, people
from linkedin_sandbox.members import flat as flat_names
from linkedin_sandbox.members.applications import BadAnswers, CannotApply
from linkedin_sandbox.members.pages import signed_in, world_of
from linkedin_sandbox.notifications import revalidation
from linkedin_sandbox.templating import page
from linkedin_sandbox.tick import tick
from linkedin_sandbox.wire import read_json
from linkedin_sandbox.world import World

Press = Callable[[World, Request, FormData], None]
_REFUSED = (ValueError, KeyError, TypeError, OverflowError, NotFound, changing.CannotBe, CannotApply)


def _button(press: Press, anchor: str) -> Callable[[Request], Any]:
    """A POST that does `press` and goes back to `anchor`; what cannot be is said on a page."""

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_pressed, request, await request.form())

    def _pressed(request: Request, form: FormData) -> Response:
        try:
            press(world_of(request), request, form)
        except BadAnswers as error:
            return _refused(request, "; ".join(error.errors.values()))
        except ValidationError as error:
            return _refused(request, "; ".join(one["msg"] for one in error.errors()))
        except _REFUSED as error:
            return _refused(request, str(error))
        return RedirectResponse(f"{HERE}#{anchor}", 303)

    return answer


def _refused(request: Request, why: str) -> Response:
    return page(request, "refused.html", 400, why=why, member=signed_in(request))


def clock(world: World, request: Request, form: FormData) -> None:
    """Move the clock by the pressed button's seconds, or set it."""
    if form.get("at"):
        moment = datetime.fromisoformat(str(form["at"])).replace(tzinfo=UTC)
        world.clock.set_to(int(moment.timestamp() * 1000))
    elif form.get("seconds") == "reset":
        world.clock.reset()
    else:
        world.clock.advance(asks.Clock(advance_seconds=float(str(form["seconds"]))).advance_seconds or 0)
    tick(world)


def reset(world: World, request: Request, form: FormData) -> None:
    """Start over."""
    asked = asks.Reset.model_validate(dict(form))
    with world.networking:
        seed.reset(world, seed.Amounts(asked.seed, asked.members, asked.jobs))


def order(world: World, request: Request, form: FormData) -> None:
    """Order a fault."""
    params = read_json(str(form.get("params") or "{}").encode())
    asked = asks.Fault.model_validate({**form, "params": params}).model_dump(exclude_none=True)
    with world.store.write() as conn:
        faults.order(conn, asked["kind"], asked["operation"], asked["times"], asked["params"])


def cancel(world: World, request: Request, form: FormData) -> None:
    """Cancel a fault."""
    with world.store.write() as conn:
        faults.cancel(conn, int(request.path_params["fault"]))


def revalidate(world: World, request: Request, form: FormData) -> None:
    """Challenge a webhook again."""
    revalidation.revalidate(world, int(request.path_params["webhook"]))


def change(world: World, request: Request, form: FormData) -> None:
    """Let something happen to a job."""
    name = str(form["change"])
    _, ask = changing.TRANSITIONS[name]
    changing.change_job(world, name, int(str(form["job"])), ask().model_dump(exclude_unset=True))


def apply(world: World, request: Request, form: FormData) -> None:
    """A member applies with contact details from the profile; a job that asks for more says so."""
    number = int(str(form["member"]))
    with world.store.write() as conn:
        member = people.get(conn, number)
        if member is None:
            raise NotFound(f"no member {number}")
        answers = flat_names.flatten({"contact": people.contact(member)})
        applications.submit(conn, world, number, int(str(form["job"])), answers)


def integration(world: World, request: Request, form: FormData) -> None:
    """Switch an integration, or give and take back the consent in it."""
    number = int(request.path_params["integration"])
    if "consent" in form:
        changing.consent(world, number, given=form["consent"] == "1")
    else:
        changing.switch(world, number, on=form.get("on") == "1")


def choose(world: World, request: Request, form: FormData) -> None:
    """Change a choice; its value is JSON."""
    with world.store.write() as conn:
        world.choose(conn, {str(form["name"]): read_json(str(form["value"]).encode())})


_BUTTONS: tuple[tuple[str, Press, str], ...] = (
    ("/clock", clock, "clock"),
    ("/reset", reset, "clock"),
    ("/faults", order, "faults"),
    ("/faults/{fault:int}/cancel", cancel, "faults"),
    ("/transitions", change, "transitions"),
    ("/apply", apply, "transitions"),
    ("/integrations/{integration:int}", integration, "transitions"),
    ("/webhooks/{webhook:int}/revalidate", revalidate, "webhooks"),
    ("/choices", choose, "choices"),
)
ROUTES = [Route(HERE + path, _button(press, anchor), methods=["POST"]) for path, press, anchor in _BUTTONS]
