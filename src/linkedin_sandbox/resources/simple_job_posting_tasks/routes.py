"""`GET /{v2|rest}/simpleJobPostingTasks?ids=…` (*Check Job Operation Task Status*)."""

from __future__ import annotations

from linkedin_sandbox import restli
from linkedin_sandbox.clock import DAY_MS
from linkedin_sandbox.resources.simple_job_posting_tasks import errors, state
from linkedin_sandbox.wire import Answer, Call, Operation
from linkedin_sandbox.world import World


def batch_get(world: World, call: Call) -> Answer:
    """Tasks by URN; 200 even when the tasks themselves failed."""
    keys = restli.ids(call)
    for key in keys:
        errors.check_key(key)
    oldest = call.now - int(world.choices["task_life_days"] * DAY_MS)
    with world.store.read() as conn:
        found = state.shown(conn, call.caller().id, keys, oldest, world.choices["multi_location_tasks"])
    return Answer(200, restli.batch(found, {key: errors.unknown(key) for key in keys if key not in found}))


OPERATIONS = (
    Operation("simpleJobPostingTasks.batch_get", "GET", "/{generation}/simpleJobPostingTasks", "child", batch_get),
)
