"""Challenging a webhook again on demand, as the developer portal's button does; passing unblocks it."""

from __future__ import annotations

from typing import Any

from linkedin_sandbox.notifications import deliveries, webhooks
from linkedin_sandbox.notifications.challenges import challenge_due
from linkedin_sandbox.world import World


def revalidate(world: World, webhook_id: int) -> dict[str, Any] | None:
    """The webhook after one challenge, or None when there is no such webhook."""
    now = world.clock.now_ms()
    with world.store.write() as conn:
        if webhooks.get(conn, webhook_id) is None:
            return None
        webhooks.make_due(conn, webhook_id, now)
    with world.networking:
        challenge_due(world, now)
    with world.store.write() as conn:
        webhook = webhooks.get(conn, webhook_id) or {}
        if webhook["state"] == webhooks.ACTIVE:
            deliveries.release_held(conn, webhook_id, now)
    return webhook
