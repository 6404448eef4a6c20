"""The parent's list of blocked webhooks, asked for once for all companies of this process."""

import threading
from datetime import datetime, timedelta

from django.conf import settings

from isthmus.base.clock import now
from isthmus.linkedin import DeveloperWebhook, DeveloperWebhooksClient

URGENT_AGE = timedelta(seconds=60)

_lock = threading.Lock()
_known: dict[str, tuple[datetime, list[DeveloperWebhook]]] = {}


def listed(client: DeveloperWebhooksClient, *, urgent: bool) -> list[DeveloperWebhook]:
    """Every blocked webhook of the parent's children, at most half a look old, or a minute when it is urgent."""
    oldest = URGENT_AGE if urgent else timedelta(seconds=settings.CONFIG.webhook_check_seconds / 2)
    parent = settings.CONFIG.parent_client_id
    with _lock:
        asked_at, found = _known.get(parent, (None, []))
        if asked_at is None or not timedelta() <= now() - asked_at <= oldest:
            asked_at, found = now(), client.blocked()
            _known[parent] = asked_at, found
        return found


def forget() -> None:
    """Ask anew at the next look."""
    with _lock:
        _known.clear()
