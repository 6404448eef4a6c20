"""A company's own addresses that are told of alarms, signed as the Standard Webhooks convention says.

Address and secret are sealed; the secret is shown once. An address that fails for a day is switched off, with an issue.
"""

import base64
import hashlib
import hmac
import json
import secrets as random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.origins import origin_of, public_addresses_for
from isthmus.base.telling import tell
from isthmus.store.tenancy import acting_for, current_company_id
from isthmus.sync import issues
from isthmus.sync.backoff import wait
from isthmus.sync.models import AlertEndpoint, AlertSend, TellState, Told

URL_FIELD, SECRET_FIELD = "alert endpoint", "alert endpoint secret"
MOST_ENDPOINTS = 10
MOST_AT_ONCE = 20
TIMEOUT_SECONDS = 5.0
LEASE = timedelta(minutes=1)
FIRST_WAIT_SECONDS = 10.0
LONGEST_WAIT = timedelta(hours=1)
OFF_AFTER = timedelta(days=1)
GONE = 410
SECRET_BYTES = 32


@dataclass(frozen=True, repr=False)
class _Letter:
    """One message about to be sent; nothing of it may be printed. `trouble` says why it cannot be sent at all."""

    id: UUID
    endpoint_id: UUID
    url: str
    secret: str
    body: bytes
    trouble: str = ""


def add(url: str) -> tuple[AlertEndpoint, str]:
    """A new endpoint of the acting company, and its secret, which is never shown again.

    Raises IsthmusError (rejected) for an address that is not on the open internet, and for one too many.
    """
    url = url.strip()
    if AlertEndpoint.objects.filter(removed_at=None).count() >= MOST_ENDPOINTS:
        words = f"There may be {MOST_ENDPOINTS} addresses at most; remove one first."
        raise IsthmusError(Failure(Kind.REJECTED, words, code="too_many"))
    public_addresses_for(url, private_allowed=_private_allowed())
    secret = "whsec_" + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode()
    company = current_company_id()
    endpoint = AlertEndpoint.objects.create(
        origin=origin_of(url)[:300],
        sealed_url=secrets.seal(url.encode(), company=company, field=URL_FIELD),
        sealed_secret=secrets.seal(secret.encode(), company=company, field=SECRET_FIELD),
    )
    return endpoint, secret


def remove(endpoint_id: UUID) -> None:
    """Tell it no more. Raises AlertEndpoint.DoesNotExist."""
    endpoint = AlertEndpoint.objects.select_for_update().get(id=endpoint_id, removed_at=None)
    endpoint.removed_at, endpoint.sealed_url, endpoint.sealed_secret = now(), b"", b""
    endpoint.save(update_fields=["removed_at", "sealed_url", "sealed_secret"])
    _give_up(endpoint, "The address was removed.")
    issues.settle(_fingerprint(endpoint.id))


def enable(endpoint_id: UUID) -> None:
    """Tell it again, after it was switched off. Raises AlertEndpoint.DoesNotExist."""
    endpoint = AlertEndpoint.objects.select_for_update().get(id=endpoint_id, removed_at=None)
    endpoint.disabled_at = endpoint.failing_since = None
    endpoint.failure_message = ""
    endpoint.save(update_fields=["disabled_at", "failing_since", "failure_message"])
    issues.settle(_fingerprint(endpoint.id))


def test(endpoint_id: UUID) -> AlertSend:
    """Found a test message to an endpoint. Raises AlertEndpoint.DoesNotExist."""
    endpoint = AlertEndpoint.objects.get(id=endpoint_id, removed_at=None)
    send: AlertSend = AlertSend.objects.create(endpoint=endpoint, told=Told.TEST, body=envelope(Told.TEST, {}))
    return send


def in_use() -> list[AlertEndpoint]:
    """The acting company's endpoints, switched off ones too."""
    return list(AlertEndpoint.objects.filter(removed_at=None).order_by("created_at"))


def envelope(told: Told, data: dict[str, Any]) -> dict[str, Any]:
    """A message's body: what happened, when, and what about."""
    return {"type": f"alert.{told.value}", "timestamp": now().isoformat(), "data": data}


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature` header of a message."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def send_due(company_id: UUID) -> None:
    """Send what is due, at most so many at once; each answer is recorded by itself. Call outside a transaction."""
    for _ in range(MOST_AT_ONCE):
        letter = _take(company_id)
        if letter is None:
            return
        _send(company_id, letter)


def _take(company_id: UUID) -> _Letter | None:
    """The next message, put off for a minute in case this process dies with it; then it goes again under its id."""
    with acting_for(company_id, cause="alerts"):
        due = AlertSend.objects.filter(state=TellState.PLANNED, next_attempt_at__lte=now())
        row = due.select_for_update().order_by("next_attempt_at", "id").first()
        if row is None:
            return None
        endpoint = AlertEndpoint.objects.get(id=row.endpoint_id)
        row.attempts, row.next_attempt_at = row.attempts + 1, now() + LEASE
        row.save(update_fields=["attempts", "next_attempt_at"])
        body = json.dumps(row.body, separators=(",", ":"), sort_keys=True).encode()
        try:
            url = _opened(endpoint.sealed_url, company_id, URL_FIELD)
            secret = _opened(endpoint.sealed_secret, company_id, SECRET_FIELD)
        except IsthmusError as error:
            return _Letter(row.id, endpoint.id, "", "", body, error.failure.message)
        return _Letter(row.id, endpoint.id, url, secret, body)


def _send(company_id: UUID, letter: _Letter) -> None:
    status, failure, not_before = _told(letter)
    with acting_for(company_id, cause="alerts"):
        _record(letter, status, failure, not_before)


def _told(letter: _Letter) -> tuple[int, str, datetime | None]:
    """Send the message. Returns the status, what went wrong in words, and when the address wants to be asked again."""
    if letter.trouble:
        return 0, letter.trouble, None
    message_id, timestamp = f"msg_{letter.id.hex}", int(now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Isthmus",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(letter.secret, message_id, timestamp, letter.body),
    }
    try:
        heard = tell(
            letter.url, letter.body, headers=headers, timeout=TIMEOUT_SECONDS, private_allowed=_private_allowed()
        )
    except IsthmusError as error:
        return 0, error.failure.message, None
    failure = "" if 200 <= heard.status < 300 else f"The address answered {heard.status}."
    return heard.status, failure, heard.retry_at


def _record(letter: _Letter, status: int, failure: str, not_before: datetime | None) -> None:
    row = AlertSend.objects.select_for_update().get(id=letter.id)
    endpoint = AlertEndpoint.objects.select_for_update().get(id=letter.endpoint_id)
    row.status, row.failure_message = status, failure
    if not failure:
        row.state, row.sent_at, row.next_attempt_at = TellState.SENT, now(), None
        endpoint.last_worked_at, endpoint.failing_since, endpoint.failure_message = now(), None, ""
    elif now() - row.founded_at > OFF_AFTER:
        row.state, row.next_attempt_at = TellState.FAILED, None
    else:
        usual = now() + wait(row.attempts, first=FIRST_WAIT_SECONDS, longest=LONGEST_WAIT)
        row.next_attempt_at = max(usual, not_before) if not_before else usual
    row.save()
    if failure and endpoint.removed_at is None:
        endpoint.failing_since, endpoint.failure_message = endpoint.failing_since or now(), failure
        if status == GONE or now() - endpoint.failing_since > OFF_AFTER:
            _switch_off(endpoint, failure)
    endpoint.save()


def _switch_off(endpoint: AlertEndpoint, failure: str) -> None:
    endpoint.disabled_at = now()
    _give_up(endpoint, "The address was switched off.")
    what_to_do = "Check the address, then switch it on again under Settings → Alerts, or remove it."
    cause = issues.Cause(_fingerprint(endpoint.id), what_to_do, action="settings")
    words = f"Alerts to {endpoint.origin} do not arrive; it was switched off. {failure}"
    issues.raise_issue(cause, Failure(Kind.MISCONFIGURED, words, code="alert_endpoint"))


def _give_up(endpoint: AlertEndpoint, words: str) -> None:
    waiting = AlertSend.objects.filter(endpoint=endpoint, state=TellState.PLANNED)
    waiting.update(state=TellState.FAILED, next_attempt_at=None, failure_message=words)


def _opened(sealed: bytes, company_id: UUID, field: str) -> str:
    return secrets.unseal(bytes(sealed), company=company_id, field=field).decode()


def _private_allowed() -> bool:
    return not settings.CONFIG.is_production


def _fingerprint(endpoint_id: UUID) -> str:
    return f"alert-endpoint:{endpoint_id}"
