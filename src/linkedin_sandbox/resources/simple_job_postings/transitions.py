"""What LinkedIn, its members and the customer do to a job without the API: reports, the free allowance, take-downs,
expiry, promotion. Each returns the posting as it is afterwards, and tells the partner where LinkedIn would.

`LookupError` when there is no such posting, `ValueError` when it cannot happen to it now."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection

from linkedin_sandbox.notifications import events, webhooks
from linkedin_sandbox.resources import contracts
from linkedin_sandbox.resources.simple_job_postings import gists, ledger, listing, state
from linkedin_sandbox.resources.simple_job_postings.ledger import NOT_PROMOTED, PROMOTED
from linkedin_sandbox.world import World

Row = dict[str, Any]
REPORTED = "MEMBER_REPORTED"
REASONS = (
    "TAKEN_DOWN",
    "SUSPENDED",
    "LOW_QUALITY",
    "SPAM",
    "IGNORED",
    "POSTER_ASKED",
    "POSTER_CLOSED",
    "BLOCKED_COUNTRY",
    "CUSTOMER_EXCLUDED",
)
TAGS = ("PUBLIC", "COMPANY", "PARTNER", "TEST", "PRIVATE")


def report(conn: Connection, world: World, posting_id: int, times: int = 1) -> Row:
    """Members say the job takes no applicants any more; after several (our choice) LinkedIn closes it."""
    posting = _listed(conn, posting_id)
    reports = posting["reports"] + times
    state.change_posting(conn, posting_id, reports=reports)
    if reports < world.choices["reports_to_close"]:
        return _posting(conn, posting_id)
    return _close(conn, world, posting_id, REPORTED)


def count_applicant(conn: Connection, world: World, posting_id: int) -> Row:
    """One applicant more; the one that fills a free job's allowance switches its LinkedIn Apply off."""
    posting = _posting(conn, posting_id)
    state.change_posting(conn, posting_id, applicants=posting["applicants"] + 1)
    is_free = posting["promotion_status"] != PROMOTED
    if is_free and posting["applicants"] + 1 >= world.choices["free_applicant_cap"]:
        return _cap(conn, world, posting)
    return _posting(conn, posting_id)


def reach_cap(conn: Connection, world: World, posting_id: int) -> Row:
    """The free job's applicant allowance is used up at once."""
    posting = _listed(conn, posting_id)
    if posting["promotion_status"] == PROMOTED:
        raise ValueError("a promoted job has no allowance to use up")
    filled = max(posting["applicants"], int(world.choices["free_applicant_cap"]))
    state.change_posting(conn, posting_id, applicants=filled)
    return _cap(conn, world, posting)


def _cap(conn: Connection, world: World, posting: Row) -> Row:
    if posting["apply_status"] == "ENABLED":
        state.change_posting(conn, posting["id"], apply_status="NOT_ENABLED", apply_detail=listing.CAPPED)
        return _tell(conn, world, posting["id"])
    return _posting(conn, posting["id"])


def take_down(conn: Connection, world: World, posting_id: int, why: str = "TAKEN_DOWN") -> Row:
    """LinkedIn or the poster closes the job: by hand, by Trust, for its quality, by an exclusion rule …"""
    if why not in REASONS:
        raise ValueError(f"why must be one of {list(REASONS)}")
    _listed(conn, posting_id)
    return _close(conn, world, posting_id, why)


def _close(conn: Connection, world: World, posting_id: int, why: str) -> Row:
    now = world.clock.now_ms()
    state.change_posting(conn, posting_id, state=state.CLOSED, closed_at=now, closed_because=why)
    webhooks.drop_unused(conn)
    return _tell(conn, world, posting_id)


def expire_now(conn: Connection, world: World, posting_id: int) -> Row:
    """The job's time is over, whatever expireAt says."""
    _listed(conn, posting_id)
    state.change_posting(conn, posting_id, state=state.EXPIRED, expire_at=world.clock.now_ms())
    webhooks.drop_unused(conn)
    return _posting(conn, posting_id)


def promote(conn: Connection, world: World, posting_id: int, contract_id: int | None = None) -> Row:
    """The customer or a wrapping rule puts the job into a slot on LinkedIn; a used-up allowance is lifted."""
    posting = _listed(conn, posting_id)
    if posting["promotion_status"] == PROMOTED:
        raise ValueError("the job is promoted already")
    if contract_id is not None:
        _check_slot(conn, contract_id)
    values: Row = {
        "promotion_status": PROMOTED,
        "promotion_detail": None,
        "promoted_at": world.clock.now_ms(),
        "contract_id": contract_id,
    }
    if posting["apply_detail"] == listing.CAPPED:
        values |= {"apply_status": "ENABLED", "apply_detail": None}
    state.change_posting(conn, posting_id, **values)
    return _tell(conn, world, posting_id)


def _check_slot(conn: Connection, contract_id: int) -> None:
    contract = contracts.get(conn, contract_id)
    if contract is None:
        raise LookupError(f"no contract {contract_id}")
    if contract["kind"] == contracts.PAY_FOR_PERFORMANCE or ledger.free_slots(conn, contract) < 1:
        raise ValueError(f"contract {contract_id} has no free job slot")


def end_promotion(conn: Connection, world: World, posting_id: int, why: str = "") -> Row:
    """The job is a free one from now on; `why` is a gist of the campaign-and-money group, or empty when the customer
    took the job out of its slot."""
    if why and why not in gists.GISTS:
        raise ValueError(f"unknown gist: {why}")
    posting = _listed(conn, posting_id)
    if posting["promotion_status"] != PROMOTED:
        raise ValueError("the job is not promoted")
    detail = {"errorType": gists.error_type(why), "statusMessage": gists.message(why)} if why else None
    values: Row = {"promotion_status": NOT_PROMOTED, "promotion_detail": detail}
    if posting["apply_status"] == "ENABLED" and posting["applicants"] >= world.choices["free_applicant_cap"]:
        values |= {"apply_status": "NOT_ENABLED", "apply_detail": listing.CAPPED}
    state.change_posting(conn, posting_id, **values)
    return _tell(conn, world, posting_id)


def spend(conn: Connection, world: World, posting_id: int, amount: str) -> Row:
    """A pay-for-performance job is charged; one whose budget is spent is promoted no longer."""
    posting = _listed(conn, posting_id)
    contract = contracts.get(conn, posting["contract_id"] or 0)
    if contract is None or contract["kind"] != contracts.PAY_FOR_PERFORMANCE:
        raise ValueError("the job is not paid for by results")
    charge = _money(amount)
    spent = Decimal(posting["spent"]) + charge
    state.change_posting(conn, posting_id, spent=str(spent))
    contracts.change(conn, contract["id"], spent=str(Decimal(contract["spent"]) + charge))
    is_over = posting["budget"] is not None and spent >= Decimal(posting["budget"])
    if is_over and posting["promotion_status"] == PROMOTED:
        return end_promotion(conn, world, posting_id, "JOB_BUDGET_SPENT")
    return _posting(conn, posting_id)


def _money(amount: str) -> Decimal:
    try:
        charge = Decimal(amount)
    except InvalidOperation:
        raise ValueError("amount must be a decimal number") from None
    if not charge.is_finite() or charge <= 0:
        raise ValueError("amount must be above zero")
    return charge


def show_to(conn: Connection, world: World, posting_id: int, tag: str) -> Row:
    """Who sees the job from now on: a visibilityTag."""
    if tag not in TAGS:
        raise ValueError(f"tag must be one of {list(TAGS)}")
    _posting(conn, posting_id)
    state.change_posting(conn, posting_id, visibility=tag)
    return _posting(conn, posting_id)


def _posting(conn: Connection, posting_id: int) -> Row:
    posting = state.posting(conn, posting_id)
    if posting is None:
        raise LookupError(f"no job {posting_id}")
    return posting


def _listed(conn: Connection, posting_id: int) -> Row:
    posting = _posting(conn, posting_id)
    if posting["state"] != state.OPEN:
        raise ValueError("the job is not listed")
    return posting


def _tell(conn: Connection, world: World, posting_id: int) -> Row:
    posting = _posting(conn, posting_id)
    events.job_status_changed(conn, world, posting)
    return posting
