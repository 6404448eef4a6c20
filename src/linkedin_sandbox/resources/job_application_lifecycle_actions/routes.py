"""`POST /v2/jobApplicationLifecycleActions` (*Sync Job Application Notifications*): one action per call."""

from __future__ import annotations

from linkedin_sandbox.resources.job_application_lifecycle_actions import errors, state
from linkedin_sandbox.wire import Answer, Call, Operation, Refused
from linkedin_sandbox.world import World


def create(world: World, call: Call) -> Answer:
    """Accept an action, duplicates included; the answer has no body."""
    if call.rest_method != "create":
        raise errors.missing_method()
    try:
        body = call.json()
    except ValueError:
        raise Refused(400, "The request body is not JSON", cause="malformed body") from None
    skew_ms = int(world.choices["listed_at_skew_seconds"] * 1000)
    number = errors.check(
        body,
        call.now,
        skew_ms,
        context_required=world.choices["lifecycle_context_required"],
        presumed=world.choices["lifecycle_presumed_actions"],
    )
    with world.store.write() as conn:
        row = state.application(conn, number)
        if row is None:
            raise errors.unknown(404, foreign=False)
        if row["app_id"] != call.caller().id:
            raise errors.unknown(int(world.choices["lifecycle_foreign_status"]), foreign=True)
        if body.get("integrationContext") not in (None, state.context_of(conn, row)):
            raise errors.foreign_context()
        key = state.perform(conn, world, row, body, call.now)
    return Answer(int(world.choices["lifecycle_success_status"]), headers={"x-restli-id": str(key)})


OPERATIONS = (
    Operation("jobApplicationLifecycleActions.create", "POST", "/v2/jobApplicationLifecycleActions", "child", create),
)
