"""The application form over HTTP: step by step or whole, entries added or removed, review, submit; without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from linkedin_sandbox.members import answers, applications, drafts, reading, search, steps
from linkedin_sandbox.members.applications import BadAnswers, CannotApply
from linkedin_sandbox.members.form import Section
from linkedin_sandbox.members.pages import not_found, signed_in, to_sign_in, world_of
from linkedin_sandbox.members.steps import WHOLE, Step
from linkedin_sandbox.templating import page

Row = dict[str, Any]
COUNTRIES = (
    ("BE", "Belgium +32"),
    ("DE", "Germany +49"),
    ("ES", "Spain +34"),
    ("FR", "France +33"),
    ("GB", "United Kingdom +44"),
    ("IE", "Ireland +353"),
    ("NL", "Netherlands +31"),
    ("PL", "Poland +48"),
    ("PT", "Portugal +351"),
    ("US", "United States +1"),
)


def _open(request: Request, member: Row) -> tuple[Row, Sequence[Section], Row]:
    """The job, its form and the member's draft; `CannotApply` when there is none to fill in."""
    world = world_of(request)
    with world.store.write() as conn:
        job = search.job(conn, int(request.path_params["job"]))
        applications.check_open(conn, member["id"], job)
        assert job is not None  # noqa: S101 - check_open has seen to it
        form = applications.job_form(job)
        return job, form, drafts.open_draft(conn, member, job["id"], form, world.clock.now_ms())


def _show(
    request: Request, member: Row, job: Row, form: Sequence[Section], draft: Row, step: Step, errors: dict[str, str]
) -> Response:
    asks = steps.drawn(step, draft["answers"])
    return page(
        request,
        "apply.html",
        422 if errors and request.method == "POST" else 200,
        job=job,
        step=step,
        steps=_with_review(form),
        is_whole=step.key == WHOLE,
        before=steps.beside(form, step, -1),
        after=steps.beside(form, step, 1),
        asks=asks,
        flat=draft["answers"],
        errors=errors,
        countries=COUNTRIES,
        member=member,
    )


def _step(request: Request, form: Sequence[Section]) -> Step | None:
    return steps.find(form, request.path_params.get("step") or steps.steps(form)[0].key)


def _with_review(form: Sequence[Section]) -> list[Step]:
    return [*steps.steps(form), Step("review", "Review", ())]


def _address(job: Row, place: str) -> str:
    return f"/jobs/view/{job['id']}/apply/{place}"


def _refuse(request: Request, member: Row, refusal: CannotApply) -> Response:
    return page(
        request,
        "cannot_apply.html",
        409,
        why=str(refusal),
        elsewhere=refusal.elsewhere,
        job_id=request.path_params["job"],
        member=member,
    )


def fill_in(request: Request) -> Response:
    """One step of the form, or all of it, as far as it is filled in; with `check`, what is still wrong is marked."""
    member = signed_in(request)
    if member is None:
        return to_sign_in(request)
    try:
        job, form, draft = _open(request, member)
    except CannotApply as error:
        return _refuse(request, member, error)
    step = _step(request, form)
    if step is None:
        return not_found(request, "page")
    errors = answers.check(step.sections, draft["answers"]).errors if "check" in request.query_params else {}
    return _show(request, member, job, form, draft, step, errors)


async def post(request: Request) -> Response:
    """Keep what was typed, then do what the pressed button says."""
    form = await request.form(max_fields=2000)
    return await run_in_threadpool(_post, request, form)


def _post(request: Request, form: FormData) -> Response:
    member, world = signed_in(request), world_of(request)
    if member is None:
        return to_sign_in(request)
    try:
        job, sections, draft = _open(request, member)
    except CannotApply as error:
        return _refuse(request, member, error)
    step = _step(request, sections)
    if step is None:
        return not_found(request, "page")
    sent, action = reading.uploads(form), str(form.get("action", "next"))
    with world.store.write() as conn:
        errors = reading.merge(conn, draft, step.sections, form, sent, world.clock.now_ms())
        changed = _entries(step.sections, draft["answers"], action)
        drafts.save(conn, draft, world.clock.now_ms())
    if changed:
        return RedirectResponse(f"{_address(job, step.key)}#section-{changed}", 303)
    if action == "back" and not errors:
        return RedirectResponse(_address(job, steps.beside(sections, step, -1)), 303)
    errors = answers.check(step.sections, draft["answers"]).errors | errors
    if errors:
        return _show(request, member, job, sections, draft, step, errors)
    return RedirectResponse(_address(job, steps.beside(sections, step, 1) or "review"), 303)


def _entries(sections: Sequence[Section], flat: Row, action: str) -> str:
    """Add or remove an entry when the button says so; the key of the section that changed."""
    match = drafts.ACTION.fullmatch(action)
    section = next((one for one in sections if match and one.key == match[2] and one.repeat), None)
    if match is None or section is None:
        return ""
    if match[1] == "add":
        drafts.add_entry(section, flat)
    elif match[3]:
        drafts.remove_entry(section, flat, int(match[3]))
    return section.key


def review(request: Request) -> Response:
    """Everything as it will be sent."""
    member = signed_in(request)
    if member is None:
        return to_sign_in(request)
    try:
        job, form, draft = _open(request, member)
    except CannotApply as error:
        return _refuse(request, member, error)
    flat = draft["answers"]
    if wrong := steps.wrong(form, flat):
        return RedirectResponse(f"{_address(job, wrong)}?check=1", 303)
    taken = [(step, _reviewed(step.sections, flat)) for step in steps.steps(form)]
    return page(request, "review.html", job=job, steps=_with_review(form), taken=taken, member=member)


def _reviewed(form: Sequence[Section], flat: Row) -> list[Row]:
    shown = []
    for section in form:
        entries = [
            [(ask, _words(ask, flat)) for ask in section.entry_asks(index) if answers.is_asked(ask, flat)]
            for index in range(answers.count(section, flat))
        ]
        shown.append({"section": section, "entries": entries})
    return shown


def _words(ask: Any, flat: Row) -> str:
    """One answer as a sentence."""
    value = flat.get(ask.name)
    if ask.kind == "choice":
        given = [value] if isinstance(value, str) else value or []
        return ", ".join(display for symbol, display in ask.options if symbol in given)
    if ask.kind == "file":
        return value["filename"] if value else ""
    if ask.kind == "phone":
        number = flat.get(f"{ask.name}.nationalNumber")
        return f"{flat.get(f'{ask.name}.countryCode', 'BE')} {number}" if number else ""
    if ask.kind in ("dates", "months"):
        start, end = flat.get(f"{ask.name}.start"), flat.get(f"{ask.name}.end")
        end = "now" if flat.get(f"{ask.name}.current") else end
        return " to ".join(filter(None, (start, end)))
    return str(value or "")


def submit(request: Request) -> Response:
    """Send the application."""
    member, world = signed_in(request), world_of(request)
    if member is None:
        return to_sign_in(request)
    try:
        job, form, draft = _open(request, member)
        with world.store.write() as conn:
            number = applications.submit(conn, world, member["id"], job["id"], draft["answers"])
            drafts.discard(conn, draft["id"])
    except CannotApply as error:
        return _refuse(request, member, error)
    except BadAnswers:
        return RedirectResponse(f"{_address(job, steps.wrong(form, draft['answers']))}?check=1", 303)
    return RedirectResponse(f"/my/applications/{number}?sent=1", 303)


def missing(request: Request) -> Response:
    """No such page."""
    return not_found(request, "page")


ROUTES = [
    Route("/jobs/view/{job:int}/apply", fill_in, methods=["GET"]),
    Route("/jobs/view/{job:int}/apply", post, methods=["POST"]),
    Route("/jobs/view/{job:int}/apply/review", review, methods=["GET"]),
    Route("/jobs/view/{job:int}/apply/review", submit, methods=["POST"]),
    Route("/jobs/view/{job:int}/apply/{step}", fill_in, methods=["GET"]),
    Route("/jobs/view/{job:int}/apply/{step}", post, methods=["POST"]),
]
