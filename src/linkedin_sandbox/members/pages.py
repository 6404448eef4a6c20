"""The member's side: find a job, read it, see what became of one's applications, read one's mail."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from linkedin_sandbox.members import applications, mailbox, people, search, sent
from linkedin_sandbox.templating import page
from linkedin_sandbox.world import World

Row = dict[str, Any]
COOKIE = "sandbox_member"
_YEAR_SECONDS = 31_536_000
_LONGEST_NUMBER = 18


def world_of(request: Request) -> World:
    """The sandbox behind a request."""
    world: World = request.app.state.world
    return world


def signed_in(request: Request) -> Row | None:
    """The member this browser acts as."""
    number = request.cookies.get(COOKIE, "")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        return None
    with world_of(request).store.read() as conn:
        return people.get(conn, int(number))


def to_sign_in(request: Request) -> RedirectResponse:
    """Choose a member first, then come back."""
    return RedirectResponse(f"/members?next={request.url.path}", 303)


def not_found(request: Request, what: str) -> Response:
    """A page that says what is not there."""
    return page(request, "missing.html", 404, what=what, member=signed_in(request))


def home(request: Request) -> Response:
    """Jobs are the front page."""
    return RedirectResponse("/jobs", 303)


def job_search(request: Request) -> Response:
    """Jobs that match `q`."""
    words = request.query_params.get("q", "").strip()
    number = request.query_params.get("page", "1")
    current = max(1, int(number)) if number.isdigit() else 1
    with world_of(request).store.read() as conn:
        found, total = search.find(conn, words, current)
    return page(
        request,
        "jobs.html",
        jobs=found,
        total=total,
        q=words,
        current=current,
        pages=-(-total // search.PAGE),
        member=signed_in(request),
    )


def job(request: Request) -> Response:
    """One job."""
    member = signed_in(request)
    with world_of(request).store.read() as conn:
        found = search.job(conn, int(request.path_params["job"]))
        if found is None:
            return not_found(request, "job")
        applied = applications.existing(conn, member["id"], found["id"]) if member else None
    capped = applications.is_capped(found)
    return page(
        request, "job.html", job=found, element=found["element"], applied=applied, is_capped=capped, member=member
    )


def members(request: Request) -> Response:
    """Whom to act as."""
    words = request.query_params.get("q", "").strip()
    with world_of(request).store.read() as conn:
        found = people.find(conn, words)
    return page(
        request,
        "members.html",
        members=found,
        q=words,
        next=_safe_next(request.query_params.get("next", "")),
        member=signed_in(request),
    )


async def sign_in(request: Request) -> Response:
    """Act as a member."""
    form = await request.form()
    number = int(request.path_params["member"])
    member = await run_in_threadpool(_member, request, number)
    if member is None:
        return not_found(request, "member")
    answer = RedirectResponse(_safe_next(str(form.get("next", ""))) or "/jobs", 303)
    answer.set_cookie(COOKIE, str(number), max_age=_YEAR_SECONDS, httponly=True, samesite="lax")
    return answer


def _member(request: Request, number: int) -> Row | None:
    with world_of(request).store.read() as conn:
        return people.get(conn, number)


def sign_out(request: Request) -> Response:
    """Act as nobody."""
    answer = RedirectResponse("/jobs", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _safe_next(path: str) -> str:
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else ""


def my_applications(request: Request) -> Response:
    """The member's applications and how they stand."""
    member = signed_in(request)
    if member is None:
        return to_sign_in(request)
    world = world_of(request)
    with world.store.read() as conn:
        mine = applications.of_member(conn, member["id"], world.clock.now_ms())
    return page(request, "applications.html", applications=mine, member=member)


def my_application(request: Request) -> Response:
    """One application: status history and what was sent."""
    member = signed_in(request)
    if member is None:
        return to_sign_in(request)
    world = world_of(request)
    with world.store.read() as conn:
        mine = applications.of_member(conn, member["id"], world.clock.now_ms())
    found = next((one for one in mine if one["id"] == int(request.path_params["application"])), None)
    if found is None:
        return not_found(request, "application")
    return page(
        request,
        "application.html",
        application=found,
        lines=sent.lines(found),
        sent="sent" in request.query_params,
        member=member,
    )


def my_mail(request: Request) -> Response:
    """The member's mailbox; one mail is open when its number is in the path."""
    member = signed_in(request)
    if member is None:
        return to_sign_in(request)
    world = world_of(request)
    with world.store.read() as conn:
        mails = mailbox.read(conn, member["id"], world.clock.now_ms())
    wanted = request.path_params.get("mail")
    opened = next((mail for mail in mails if mail["id"] == wanted), None)
    if wanted is not None and opened is None:
        return not_found(request, "mail")
    return page(request, "mail.html", mails=mails, opened=opened, member=member)


ROUTES = [
    Route("/", home),
    Route("/jobs", job_search),
    Route("/jobs/search", job_search),
    Route("/jobs/view/{job:int}", job),
    Route("/members", members),
    Route("/members/{member:int}/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/my/applications", my_applications),
    Route("/my/applications/{application:int}", my_application),
    Route("/my/mail", my_mail),
    Route("/my/mail/{mail:int}", my_mail),
]
