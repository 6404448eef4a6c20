"""Time passing: everything that is due on the sandbox's clock happens here and nowhere else."""

from __future__ import annotations

from linkedin_sandbox.notifications.challenges import challenge_due
from linkedin_sandbox.notifications.sending import send_due
from linkedin_sandbox.resources.simple_job_postings.settle import expire_due, settle_due
from linkedin_sandbox.world import World


def tick_state(world: World, now: int) -> int:
    """What needs no network: tasks settle, postings expire. Returns how many tasks ended."""
    expire_due(world, now)
    return settle_due(world, now)


def tick_network(world: World, now: int) -> int:
    """What calls webhooks: challenges and deliveries, one round of each. Returns how many calls were made."""
    with world.networking:
        return challenge_due(world, now) + send_due(world, now)


def tick_log(world: World, now: int) -> int:
    """What was answered since the last time goes into the request log."""
    world.write_log()
    return 0


def tick(world: World, now: int | None = None) -> int:
    """One full round at `now` (epoch ms, default the clock's); returns how much was done."""
    moment = world.clock.now_ms() if now is None else now
    return tick_network(world, moment) + tick_state(world, moment)
