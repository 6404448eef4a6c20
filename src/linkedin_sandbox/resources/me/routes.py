"""`GET /v2/me?fields=id` (*3-legged OAuth*): who consented, by the person id this application knows them under."""

from __future__ import annotations

from linkedin_sandbox import ids
from linkedin_sandbox.wire import Answer, Call, Operation
from linkedin_sandbox.world import World


def get(world: World, call: Call) -> Answer:
    """The member's person id; no other field is imitated."""
    app = call.caller()
    own_id = app.id if world.choices["person_id_per_application"] else None
    return Answer(200, {"id": ids.person_id(app.member_id or 0, own_id)})


OPERATIONS = (Operation("me.get", "GET", "/v2/me", "member", get),)
