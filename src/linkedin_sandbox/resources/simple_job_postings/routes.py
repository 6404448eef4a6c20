"""`POST /{v2|rest}/simpleJobPostings` (*Create Job Postings*): a batch in, positional answers out, tasks settle
later."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from linkedin_sandbox.notifications import webhooks
from linkedin_sandbox.resources.integrations import state as integrations
from linkedin_sandbox.resources.simple_job_postings import errors, fields, rules, state
from linkedin_sandbox.resources.simple_job_postings.rules import Problem
from linkedin_sandbox.wire import Answer, Call, Operation, Refused
from linkedin_sandbox.world import World

_NOT_IMITATED = {"UPGRADE", "DOWNGRADE"}


def batch_create(world: World, call: Call) -> Answer:
    """200 with one answer per element, in the order sent."""
    if call.rest_method != "batch_create":
        raise errors.missing_method()
    elements = _elements(call)
    context = rules.Context(
        call.generation,
        call.now,
        int(world.choices["listed_at_skew_seconds"] * 1000),
        world.choices["poster_email_required"],
        world.settings.callback_http_ok,
    )
    problems = [rules.check(element, context) for element in elements]
    with world.store.write() as conn:
        problems = [
            found or _stand(conn, world, call, element) for found, element in zip(problems, elements, strict=True)
        ]
        if world.choices["posting_error_transport"] == "listed":
            _refuse_whole(problems)
        answers = [
            errors.item(found, _external_id(element)) if found else _accept(conn, world, call, element)
            for found, element in zip(problems, elements, strict=True)
        ]
    return Answer(200, {"elements": answers})


def _elements(call: Call) -> list[Any]:
    try:
        body = call.json()
    except ValueError:
        raise errors.malformed() from None
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
    _refuse_unimitated(operations, records)
    return elements


def _refuse_unimitated(operations: set[str], records: list[dict[str, Any]]) -> None:
    asked = operations & _NOT_IMITATED
    if any(record.get("listingType") == "PREMIUM" for record in records):
        asked = asked | {"premium listings"}
    if asked:
        name = f"simpleJobPostings.batch_create {', '.join(sorted(asked))}"
        raise Refused(501, f"The sandbox does not imitate {name} yet", cause=f"not imitated: {name}")


def _stand(conn: Connection, world: World, call: Call, element: dict[str, Any]) -> Problem | None:
    """What only the present state can refuse."""
    app, external_id = call.caller(), element["externalJobPostingId"]
    context = element.get("integrationContext") or element.get("company")
    if context and not integrations.enabled(conn, world, app.id, context):
        return errors.not_enabled(context)
    if element["jobPostingOperationType"] == "CLOSE" and not state.can_close(conn, app.id, external_id):
        return errors.cannot_close(external_id)
    return None


def _refuse_whole(problems: list[Problem | None]) -> None:
    for problem in problems:
        if problem and errors.is_listed_as_transport(problem):
            raise Refused(problem.status, problem.message, cause="listed with a transport status")


def _accept(conn: Connection, world: World, call: Call, element: dict[str, Any]) -> dict[str, Any]:
    app = call.caller()
    webhook_id, challenge = None, "none"
    configuration = element.get("onsiteApplyConfiguration")
    if configuration and element["jobPostingOperationType"] in ("CREATE", "UPDATE"):
        webhook_id = webhooks.register(conn, app.id, configuration["jobApplicationWebhookUrl"], call.now)
        if world.choices["challenge_at_posting"]:
            challenge = "pending"
    due = call.now + int(world.choices["task_delay_seconds"] * 1000)
    urn = state.add_task(
        conn,
        app_id=app.id,
        element=element,
        generation=call.generation,
        now=call.now,
        due=due,
        webhook_id=webhook_id,
        challenge=challenge,
    )
    return errors.accepted(urn)


def _external_id(element: Any) -> Any:
    return element.get("externalJobPostingId") if isinstance(element, dict) else None


OPERATIONS = (
    Operation("simpleJobPostings.batch_create", "POST", "/{generation}/simpleJobPostings", "child", batch_create),
)
