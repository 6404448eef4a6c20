"""`/v2/provisionedApplications` (*Provisioning API*), parent token only."""

from __future__ import annotations

from urllib.parse import unquote

from linkedin_sandbox import ids
from linkedin_sandbox.resources.provisioned_applications import errors, state
from linkedin_sandbox.wire import JSON_TYPE, Answer, Call, Operation, Refused
from linkedin_sandbox.world import World

_KIND = "developerApplication"
_PATCHABLE = {
    "validJsSdkDomains": "domains",
    "oauth2AuthorizedCallbackUrls": "callbacks",
    "name": "name",
    "description": "description",
}


def _json(call: Call) -> object:
    if not call.headers.get("content-type", "").startswith(JSON_TYPE):
        raise Refused(415, "Content-Type application/json is required", cause="content type")
    try:
        return call.json()
    except ValueError:
        raise Refused(400, "The request body is not JSON", cause="malformed body") from None


def create(world: World, call: Call) -> Answer:
    """A new child application; the only answer that ever shows its secret."""
    body = _json(call)
    errors.check_new(body)
    assert isinstance(body, dict)  # noqa: S101 - established by check_new
    with world.store.write() as conn:
        if state.by_foreign_id(conn, body["uniqueForeignId"]):
            raise errors.duplicate(body["uniqueForeignId"])
        app = state.create(conn, call.now, "child", body)
    credentials = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    return Answer(201, {"key": ids.urn(_KIND, app["id"]), "credentials": credentials})


def update(world: World, call: Call) -> Answer:
    """`{"patch":{"$set":{…}}}`; a list replaces the whole list."""
    body = _json(call)
    patch = body.get("patch") if isinstance(body, dict) else None
    fields = patch.get("$set") if isinstance(patch, dict) else None
    if not isinstance(fields, dict) or not fields:
        raise Refused(400, 'A body of {"patch":{"$set":{…}}} is required', cause="malformed patch")
    unknown = set(fields) - set(_PATCHABLE)
    if unknown:
        raise Refused(400, f"Not patchable: {', '.join(sorted(unknown))}", cause="not patchable")
    errors.check_change(fields)
    with world.store.write() as conn:
        app = state.by_id(conn, ids.number(unquote(call.parts["key"]), _KIND) or 0)
        if app is None or app["audience"] != "child":
            raise Refused(404, "No such application", cause="unknown application")
        state.change(conn, app["id"], {_PATCHABLE[name]: value for name, value in fields.items()})
    return Answer(204)


def find(world: World, call: Call) -> Answer:
    """The child with a foreign id, without its secret unless our choice says so; an empty list when there is none (our
    choice: not 404)."""
    foreign_id = call.param("uniqueForeignId")
    if call.param("q") != "credentialsByUniqueForeignId" or not foreign_id:
        raise Refused(400, "q=credentialsByUniqueForeignId and uniqueForeignId are required", cause="finder")
    with world.store.read() as conn:
        app = state.by_foreign_id(conn, foreign_id)
    elements = [_public(app, with_secret=world.choices["secret_shown_on_read"])] if app else []
    return Answer(200, {"elements": elements, "paging": {"start": 0, "count": 10, "links": []}})


def _public(app: state.Row, *, with_secret: bool) -> dict[str, object]:
    secret = {"client_secret": app["newest_secret"]} if with_secret else {}
    return {
        "key": ids.urn(_KIND, app["id"]),
        "uniqueForeignId": app["unique_foreign_id"],
        "name": app["name"],
        "description": app["description"],
        "credentials": {"client_id": app["client_id"], **secret},
        "validJsSdkDomains": app["domains"],
        "oauth2AuthorizedCallbackUrls": app["callbacks"],
    }


_PATH = "/v2/provisionedApplications"
OPERATIONS = (
    Operation("provisionedApplications.create", "POST", _PATH, "parent", create),
    Operation("provisionedApplications.update", "POST", _PATH + "/{key}", "parent", update),
    Operation("provisionedApplications.finder", "GET", _PATH, "parent", find),
)
