"""`/v2/developerWebhooks` (*DeveloperWebhooks*): a parent finds its children's blocked webhooks and has them challenged
again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from linkedin_sandbox.notifications import revalidation
from linkedin_sandbox.resources.developer_webhooks import errors, state
from linkedin_sandbox.wire import JSON_TYPE, Answer, Call, Operation, Refused
from linkedin_sandbox.world import World


def find(world: World, call: Call) -> Answer:
    """Webhooks of child applications, by status when `queryCriteria` names one."""
    wanted = errors.wanted_state(call)
    start, count = errors.page(call)
    with world.store.read() as conn:
        found, more = state.of_children(conn, wanted, start, count)
    links = [_next(call, start + count, count)] if more else []
    shown = state.READINGS[world.choices["developer_webhook_fields"]]
    paging = {"start": start, "count": count, "links": links}
    return Answer(200, {"paging": paging, "elements": [shown(row) for row in found]})


def _next(call: Call, start: int, count: int) -> dict[str, str]:
    kept = [(name, value) for name, value in call.params() if name not in ("start", "count")]
    query = urlencode([*kept, ("start", start), ("count", count)], safe="():")
    return {"rel": "next", "type": JSON_TYPE, "href": f"{call.path}?{query}"}


def revalidate(world: World, call: Call) -> Answer:
    """Challenge the webhooks the body names, at once; those that pass are active again."""
    errors.check_action(call.param("action"), world.choices["developer_webhook_action"])
    try:
        body: Any = call.json()
    except ValueError:
        raise Refused(400, "The request body is not JSON", cause="malformed body") from None
    with world.store.read() as conn:
        numbers = state.named(conn, body)
    if not numbers:
        raise errors.nothing_named()
    shown = state.READINGS[world.choices["developer_webhook_fields"]]
    after = [revalidation.revalidate(world, number) for number in numbers]
    return Answer(200, {"value": [shown(row) for row in after if row is not None]})


_PATH = "/v2/developerWebhooks"
OPERATIONS = (
    Operation("developerWebhooks.finder", "GET", _PATH, "parent", find),
    Operation("developerWebhooks.action", "POST", _PATH, "parent", revalidate),
)
