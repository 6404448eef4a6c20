"""`GET /v2/jobPostingStatus?ids=…` (*Check Job Posting Statuses*); external ids are the keys."""

from __future__ import annotations

from linkedin_sandbox import restli
from linkedin_sandbox.resources.job_posting_status import errors, state
from linkedin_sandbox.wire import Answer, Call, Operation
from linkedin_sandbox.world import World


def batch_get(world: World, call: Call) -> Answer:
    """Status records by external id."""
    keys = restli.ids(call)
    errors.check_count(keys)
    with world.store.read() as conn:
        known = state.shown(conn, world, call.caller().id, keys)
    return Answer(200, restli.batch(known, {key: errors.unknown(key) for key in keys if key not in known}))


OPERATIONS = (Operation("jobPostingStatus.batch_get", "GET", "/v2/jobPostingStatus", "child", batch_get),)
