"""`POST /{v2|rest}/simpleJobPostings` (*Create Job Postings*): a batch in, positional answers out, tasks settle
later."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from linkedin_sandbox import ids
from linkedin_sandbox.notifications import webhooks
from linkedin_sandbox.resources.integrations import state as integrations
from linkedin_sandbox.resources.simple_job_postings import (
    errors,
    fields,
    ledger,
    locations,
    rules,
    schema,
    standing,
    state,
)
from linkedin_sandbox.resources.simple_job_postings.rules import Problem
from linkedin_sandbox.resources.simple_job_postings.schema import Context, Element
from linkedin_sandbox.resources.simple_job_postings.standing import Facts, Reservation
from linkedin_sandbox.wire import Answer, Call, Operation, Refused
from linkedin_sandbox.world import World

Json = dict[str, Any]
_DESCRIBING = ("CREATE", "UPDATE", "UPGRADE", "DOWNGRADE")


def batch_create(world: World, call: Call) -> Answer:
    """200 with one answer per element, in the order sent."""
    if call.rest_method != "batch_create":
        raise errors.missing_method(world.choices["missing_method_words"])
    elements = _elements(call)
    context = _context(world, call)
    verdicts: list[Problem | Reservation | None] = [rules.check(element, context) for element in elements]
    with world.store.write() as conn:
        sound = [element for element, problem in zip(elements, verdicts, strict=True) if problem is None]
        facts = _facts(conn, world, call, sound)
        verdicts = [
            found or standing.check(element, facts) or standing.reserve(element, facts)
            for element, found in zip(elements, verdicts, strict=True)
        ]
        if world.choices["posting_error_transport"] == "listed":
            _refuse_whole(verdicts)
        answers = _answers(conn, world, call, list(zip(elements, verdicts, strict=True)))
    return Answer(200, {"elements": answers})


def _context(world: World, call: Call) -> Context:
    chosen = world.choices
    return Context(
        generation=call.generation,
        now=call.now,
        skew_ms=int(chosen["listed_at_skew_seconds"] * 1000),
        http_loopback_ok=world.settings.callback_http_ok,
        poster_email_required=chosen["poster_email_required"],
        lenient_enums=chosen["enum_leniency"] == "lenient",
        minimal_close=chosen["close_body"] == "minimal",
        any_page_spelling=chosen["company_page_url_spelling"] == "both",
        open_pay_range=chosen["open_pay_range"],
        premium_window_in_rest=chosen["rest_premium_expiry"] == "premium",
    )


def _facts(conn: Connection, world: World, call: Call, elements: list[Element]) -> Facts:
    app_id = call.caller().id
    companies = {company for element in elements if (company := fields.company_urn(element))}
    contracts = {
        number
        for element in elements
        if schema.needs_contract(element) and (number := ids.number(element["contract"], ids.CONTRACT)) is not None
    }
    return Facts(
        call.generation,
        {company: integrations.enabled(conn, world, app_id, company) for company in companies},
        state.standings(conn, app_id, [element["externalJobPostingId"] for element in elements]),
        ledger.open_accounts(conn, app_id, contracts, call.now),
        world.choices["upgrade_permission"],
    )


def _elements(call: Call) -> list[Any]:
    kind = call.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise errors.malformed("Content-Type: JSON is expected")
    try:
        body = call.json()
    except ValueError:
        raise errors.malformed("payload") from None
    elements = body.get("elements") if isinstance(body, dict) else None
    if not isinstance(elements, list) or not elements:
        raise errors.batch_rule("elements is missing or empty")
    if len(elements) > fields.MOST_ELEMENTS:
        raise errors.batch_rule(f"A batch holds at most {fields.MOST_ELEMENTS} elements")
    records = [element for element in elements if isinstance(element, dict)]
    if any(isinstance(record.get("externalJobPostingId"), (int, float)) for record in records):
        raise errors.wrong_attribute()
    known = [external_id for record in records if isinstance(external_id := record.get("externalJobPostingId"), str)]
    if len(known) != len(set(known)):
        raise errors.batch_rule("Two elements have the same externalJobPostingId")
    operations = {str(record.get("jobPostingOperationType")) for record in records}
    if len(operations) > 1:
        raise errors.batch_rule("All elements of a batch must have the same jobPostingOperationType")
    return elements


def _refuse_whole(verdicts: list[Problem | Reservation | None]) -> None:
    for problem in verdicts:
        if isinstance(problem, Problem) and errors.is_listed_as_transport(problem):
            raise Refused(problem.status, problem.message, cause="listed with a transport status")


def _answers(
    conn: Connection, world: World, call: Call, judged: list[tuple[Any, Problem | Reservation | None]]
) -> list[Json]:
    hooks: dict[str, int] = {}
    good = [(element, taken) for element, taken in judged if not isinstance(taken, Problem)]
    rows = [_task(conn, world, call, element, taken, hooks) for element, taken in good]
    urns = state.add_tasks(conn, rows)
    if world.choices["multi_location_tasks"] != "single":
        locations.begin(conn, zip(urns, (element for element, _ in good), strict=True))
    left = iter(urns)
    return [
        errors.item(verdict, _external_id(element)) if isinstance(verdict, Problem) else errors.accepted(next(left))
        for element, verdict in judged
    ]


def _task(
    conn: Connection,
    world: World,
    call: Call,
    element: Element,
    taken: Problem | Reservation | None,
    hooks: dict[str, int],
) -> Json:
    app_id, webhook_id, challenge = call.caller().id, None, "none"
    configuration = element.get("onsiteApplyConfiguration")
    if configuration and element["jobPostingOperationType"] in _DESCRIBING:
        url = configuration["jobApplicationWebhookUrl"]
        if url not in hooks:
            hooks[url] = webhooks.register(conn, app_id, url, call.now)
        webhook_id = hooks[url]
        challenge = "pending" if world.choices["challenge_at_posting"] else "none"
    reservation = taken if isinstance(taken, Reservation) else None
    return {
        "app_id": app_id,
        "external_id": element["externalJobPostingId"],
        "operation": element["jobPostingOperationType"],
        "generation": call.generation,
        "element": element,
        "created_at": call.now,
        "due_at": call.now + int(world.choices["task_delay_seconds"] * 1000),
        "status": "IN_PROGRESS",
        "webhook_id": webhook_id,
        "challenge": challenge,
        "reserves_contract": reservation.contract_id if reservation else None,
        "reserves_money": str(reservation.money) if reservation and reservation.money is not None else None,
    }


def _external_id(element: Any) -> Any:
    return element.get("externalJobPostingId") if isinstance(element, dict) else None


OPERATIONS = (
    Operation("simpleJobPostings.batch_create", "POST", "/{generation}/simpleJobPostings", "child", batch_create),
)
