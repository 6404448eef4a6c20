"""Challenging webhook URLs (*Webhook Validation*): a GET with a fresh UUID, three seconds, the right digest or a
failure."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpx2

from linkedin_sandbox import faults
from linkedin_sandbox.ids import urn
from linkedin_sandbox.notifications import signing, webhooks
from linkedin_sandbox.tables import APPLICATION_EVENT
from linkedin_sandbox.world import World

DEADLINE_SECONDS = 3.0
CHALLENGE = "webhook challenge"
# A host that cannot be encoded raises InvalidURL or, in the resolver, UnicodeError, which is a ValueError.
NO_ANSWER = (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError)
FAILED = "The URL failed the security challenge check"


def challenge_due(world: World, now: int) -> int:
    """Challenge every webhook that is due; returns how many."""
    with world.store.read() as conn:
        due = webhooks.to_challenge(conn, now)
    for webhook in due:
        ok, status, detail = ask(world, webhook)
        with world.store.write() as conn:
            interval = int(world.choices["challenge_interval_seconds"] * 1000)
            webhooks.record(conn, webhook, now, interval, ok=ok, status=status, detail=detail)
    return len(due)


def ask(world: World, webhook: dict[str, Any]) -> tuple[bool, int, str]:
    """Send one challenge; whether it passed, the HTTP status (0 without an answer) and a sentence."""
    with world.store.write() as conn:
        if faults.take(conn, "challenge_fails", CHALLENGE) is not None:
            return False, 0, f"{FAILED}: ordered fault"
    code = str(uuid.uuid4())
    try:
        answer = world.client.get(
            _with_query(webhook["url"], {"challengeCode": code, **_whose(world, webhook)}), timeout=DEADLINE_SECONDS
        )
    except NO_ANSWER as error:
        return False, 0, f"{FAILED}: {type(error).__name__}"
    expected = signing.challenge_response(webhook["client_secret"], code)
    problem = _problem(answer, code, expected)
    if problem:
        return False, answer.status_code, f"{FAILED}: {problem}"
    return True, answer.status_code, "passed"


def _whose(world: World, webhook: dict[str, Any]) -> dict[str, str]:
    """Which application's secret to answer with; a webhook from the portal is its own application's."""
    if webhook["event"] != APPLICATION_EVENT and not world.choices["portal_challenge_names_application"]:
        return {}
    as_urn = world.choices["challenge_application_id"] == "urn"
    return {"applicationId": urn("developerApplication", webhook["app_id"]) if as_urn else str(webhook["app_id"])}


def _problem(answer: httpx2.Response, code: str, expected: str) -> str:
    if answer.status_code != 200:
        return f"status {answer.status_code} instead of 200"
    if not answer.headers.get("content-type", "").startswith("application/json"):
        return "content-type is not application/json"
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return "the body is not JSON"
    if not isinstance(body, dict) or body.get("challengeCode") != code:
        return "challengeCode is not the one sent"
    if body.get("challengeResponse") != expected:
        return "challengeResponse is not the expected digest"
    return ""


def _with_query(url: str, extra: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(extra))))
    return urlunsplit(parts._replace(query=query))
