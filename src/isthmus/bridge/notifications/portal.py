"""The one address of the parent application's webhooks: its token, its keys, and whom a delivery there is for."""

import hashlib
import hmac
from collections.abc import Mapping

from django.conf import settings

from isthmus.bridge.notifications import PORTAL_PATH, SOURCE
from isthmus.linkedin import application_named, application_number
from isthmus.sync import inbox, receiving
from isthmus.sync.addresses import Key
from isthmus.sync.receiving import Answer
from isthmus.sync.steps import Steps

_PURPOSE = b"linkedin portal webhook|"


def url() -> str:
    """What to register in LinkedIn's developer portal; empty without a parent application. A secret address."""
    token = _token()
    return f"{settings.CONFIG.public_url.rstrip('/')}{PORTAL_PATH}{token}" if token else ""


def accept(token: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """`accepting`, carried out on Django's connection. Call outside a transaction: 200 means stored for good."""
    return inbox.carry_out_here(accepting(token, headers, body))


def challenge(token: str, params: Mapping[str, str]) -> Answer:
    """`challenging`, carried out on Django's connection."""
    return inbox.carry_out_here(challenging(token, params))


def accepting(token: str, headers: Mapping[str, str], body: bytes) -> Steps[Answer]:
    """Store what LinkedIn sends there for the company whose child application it names."""
    if not _is_ours(token):
        return receiving.UNKNOWN
    if len(body) > receiving.LARGEST_BODY:
        return receiving.TOO_LARGE
    named = application_named(body)
    return (yield from receiving.accepting_shared(SOURCE, named, _keys(), headers, body, inbox.shelter()))


def challenging(token: str, params: Mapping[str, str]) -> Steps[Answer]:
    """Answer with the secret of the child named, else with the parent's."""
    if not _is_ours(token):
        return receiving.UNKNOWN
    named = application_number(params.get("applicationId", ""))
    return (yield from receiving.challenging_shared(SOURCE, named, _keys()[:1], params, inbox.shelter()))


def _token() -> str:
    """The same for as long as the installation's secret key and the parent application stay."""
    return _made_with(settings.SECRET_KEY)


def _made_with(secret_key: str) -> str:
    parent = settings.CONFIG.parent_client_id
    if not parent:
        return ""
    return hmac.new(secret_key.encode(), _PURPOSE + parent.encode(), hashlib.sha256).hexdigest()


def _is_ours(token: str) -> bool:
    """Whether the token is of the present secret key, or of one before it that still counts."""
    ours = [_made_with(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return any(bool(made) and hmac.compare_digest(token.encode(), made.encode()) for made in ours)


def _keys() -> list[Key]:
    """The parent's secret, and the one before it while both are valid; which application signs is not documented."""
    chosen = settings.CONFIG
    values = (chosen.parent_client_secret, chosen.parent_previous_secret)
    return [Key("", value) for value in values if value]
