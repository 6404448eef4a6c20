"""What a posting task that succeeds does to the job: created, replaced, renewed, closed, or listed anew as premium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.simple_job_postings import listing, schema, state
from linkedin_sandbox.resources.simple_job_postings.ledger import PROMOTED
from linkedin_sandbox.world import World

Row = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """A task that is about to succeed: the employer it is for and the posting that stands, if one does."""

    task: Row
    organization_id: int
    standing: Row | None
    contract: Row | None

    @property
    def element(self) -> Row:
        return dict(self.task["element"])

    @property
    def is_premium(self) -> bool:
        """Whether the job is premium afterwards. Under /rest an UPDATE leaves the listing type as it is."""
        operation = self.task["operation"]
        if self.standing and self.task["generation"] == "rest" and operation not in ("UPGRADE", "DOWNGRADE"):
            return bool(self.standing["listing_type"] == listing.PREMIUM)
        return schema.wants_premium(self.element)

    @property
    def was_premium(self) -> bool:
        return bool(self.standing and self.standing["listing_type"] == listing.PREMIUM)


Effect = Callable[[Connection, World, Job, int], int]


def create(conn: Connection, world: World, job: Job, now: int) -> int:
    """A new posting under a new LinkedIn job number, which is returned."""
    return state.add_posting(
        conn,
        {
            "app_id": job.task["app_id"],
            "external_id": job.task["external_id"],
            "state": state.OPEN,
            "listed_at": now,
            "expire_at": _first_expiry(world, job, now),
            **_described(job),
            **(listing.promoted(job.element, now) if job.is_premium else listing.free()),
            **listing.apply_state(job.element, job.task["challenge"], is_capped=False),
        },
    )


def _described(job: Job) -> Row:
    return listing.described(job.element, job.task["generation"], job.organization_id, job.task["webhook_id"])


def _first_expiry(world: World, job: Job, now: int) -> int:
    general = job.task["generation"] == "rest" and world.choices["rest_premium_expiry"] == "general"
    return listing.first_expiry(
        job.element,
        now,
        is_premium=job.is_premium,
        has_fixed_life=spends(job.contract),
        default_ms=listing.PREMIUM_MS if job.is_premium and not general else listing.BASIC_MS,
    )


def spends(contract: Row | None) -> bool:
    """Whether a contract pays by results."""
    return contract is not None and contract["kind"] == contracts.PAY_FOR_PERFORMANCE


def describe(conn: Connection, world: World, job: Job, now: int) -> int:
    """UPDATE, UPGRADE and DOWNGRADE alike: the content is replaced, and the listing changes if it is to."""
    assert job.standing is not None  # noqa: S101 - settling has seen to it
    if job.is_premium and not job.was_premium:
        return _upgrade(conn, world, job, now)
    values = {**_described(job), **_listing_kept(world, job, now)}
    expire_at = _later_expiry(job, now)
    free = not job.is_premium and job.standing["promotion_status"] != PROMOTED
    capped = free and job.standing["applicants"] >= world.choices["free_applicant_cap"]
    state.change_posting(
        conn,
        job.standing["id"],
        **values,
        **listing.apply_state(job.element, job.task["challenge"], is_capped=capped),
        expire_at=expire_at,
        state=state.OPEN if expire_at > now else state.EXPIRED,
    )
    return int(job.standing["id"])


def _listing_kept(world: World, job: Job, now: int) -> Row:
    assert job.standing is not None  # noqa: S101 - settling has seen to it
    if not job.is_premium:
        return listing.free() if job.was_premium else {}
    contract = job.element.get("contract")
    fresh = listing.promoted(job.element, now)
    if contract is None:
        return {}
    return {**fresh, "promoted_at": job.standing["promoted_at"], "budget": fresh["budget"] or job.standing["budget"]}


def _later_expiry(job: Job, now: int) -> int:
    assert job.standing is not None  # noqa: S101 - settling has seen to it
    if job.was_premium and not job.is_premium:
        return int(job.element.get("expireAt") or job.standing["listed_at"] + listing.BASIC_MS)
    if job.is_premium and spends(job.contract):
        return int(job.standing["expire_at"])
    return int(job.element.get("expireAt") or job.standing["expire_at"])


def _upgrade(conn: Connection, world: World, job: Job, now: int) -> int:
    """The old listing is closed and a new one appears, under a number and a URL of its own."""
    assert job.standing is not None  # noqa: S101 - settling has seen to it
    state.change_posting(conn, job.standing["id"], state=state.CLOSED, closed_at=now, closed_because="UPGRADED")
    return create(conn, world, job, now)


def renew(conn: Connection, world: World, job: Job, now: int) -> int:
    """Thirty days more, counted from the expiry or from now when that has passed."""
    assert job.standing is not None  # noqa: S101 - settling has seen to it
    expire_at = max(job.standing["expire_at"], now) + listing.RENEWAL_MS
    state.change_posting(conn, job.standing["id"], expire_at=expire_at, state=state.OPEN)
    return int(job.standing["id"])


def close(conn: Connection, world: World, job: Job, now: int) -> int:
    """The job is no longer listed, and its slot is free."""
    assert job.standing is not None  # noqa: S101 - settling has seen to it
    state.change_posting(conn, job.standing["id"], state=state.CLOSED, closed_at=now)
    return int(job.standing["id"])


EFFECTS: dict[str, Effect] = {
    "CREATE": create,
    "UPDATE": describe,
    "UPGRADE": describe,
    "DOWNGRADE": describe,
    "RENEW": renew,
    "CLOSE": close,
}
