"""`/oauth/v2/accessToken` (client credentials, authorization code) and `/oauth/v2/introspectToken`. Everything comes in
the form body."""

from __future__ import annotations

from sqlalchemy import Connection

from linkedin_sandbox import restli
from linkedin_sandbox.oauth import codes, state
from linkedin_sandbox.oauth.errors import refused
from linkedin_sandbox.wire import FORM_TYPE, Answer, App, Call, Operation
from linkedin_sandbox.world import World

_SECRETS = {"client_secret", "client_id", "token"}


def _form_or_refusal(call: Call) -> dict[str, str] | Answer:
    if any(name in _SECRETS for name, _ in call.params()):
        return refused(400, "invalid_request", "Credentials belong in the request body, never in the URL")
    if not call.headers.get("content-type", "").startswith(FORM_TYPE):
        return refused(400, "invalid_request", f"The body must be {FORM_TYPE}")
    return restli.form(call)


def access_token(world: World, call: Call) -> Answer:
    """A token for an application's own credentials (*Client Credentials Flow*), or for a member's code (*3-legged
    OAuth*)."""
    form = _form_or_refusal(call)
    if isinstance(form, Answer):
        return form
    grant = form.get("grant_type")
    if not grant:
        return refused(400, "invalid_request", 'A required parameter "grant_type" is missing')
    if grant not in ("client_credentials", "authorization_code"):
        return refused(400, "unsupported_grant_type", f"The grant type {grant} is not supported")
    with world.store.write() as conn:
        app = state.app_by_credentials(conn, form.get("client_id", ""), form.get("client_secret", ""))
        if app is None:
            return refused(401, "invalid_client", "Client authentication failed")
        if grant == "authorization_code":
            return _for_a_code(conn, app, form, call.now)
        token = state.issue(conn, app, call.now)
    return Answer(200, {"access_token": token, "expires_in": state.LIFETIME_SECONDS})


def _for_a_code(conn: Connection, app: App, form: dict[str, str], now: int) -> Answer:
    consent = codes.redeem(conn, app.id, form.get("code", ""), form.get("redirect_uri", ""), now)
    if consent is None:
        return refused(400, "invalid_grant", "The code is unknown, used, late, or was given for another redirect_uri")
    token = state.issue(conn, app, now, consent)
    answer = {"access_token": token, "expires_in": state.MEMBER_LIFETIME_SECONDS, "scope": consent.scope}
    return Answer(200, answer)


def introspect_token(world: World, call: Call) -> Answer:
    """What a token of the same application is worth; times in epoch seconds (*Token Introspection*)."""
    form = _form_or_refusal(call)
    if isinstance(form, Answer):
        return form
    missing = [name for name in ("client_id", "client_secret", "token") if not form.get(name)]
    if missing:
        return refused(400, "invalid_request", f"A required parameter is missing: {', '.join(missing)}")
    with world.store.read() as conn:
        app = state.app_by_credentials(conn, form["client_id"], form["client_secret"])
        known = state.look_up(conn, form["token"])
    if app is None:
        return refused(401, "invalid_client", "Client authentication failed")
    if known is None or known["id"] != app.id:
        return Answer(200, {"active": False})
    active = known["expires_at"] > call.now
    issued = known["issued_at"] // 1000
    member = {"scope": ",".join(known["scope"].replace(",", " ").split())} if known["member_id"] else {}
    return Answer(
        200,
        {
            "active": active,
            "client_id": app.client_id,
            "authorized_at": issued,
            "created_at": issued,
            "expires_at": known["expires_at"] // 1000,
            "status": "active" if active else "expired",
            "auth_type": "3L" if member else "2L",
            **member,
        },
    )


OPERATIONS = (
    Operation("oauth.accessToken", "POST", "/oauth/v2/accessToken", "open", access_token),
    Operation("oauth.introspectToken", "POST", "/oauth/v2/introspectToken", "open", introspect_token),
)
