"""How a job's posting stands on LinkedIn, in words: what members see, whose move it is, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings

from isthmus.base.clock import from_millis, now
from isthmus.base.failures import WHOSE_MOVE, Failure, Kind
from isthmus.bridge.postings import MIRROR_LANE, RESOURCE, renewal
from isthmus.hiring.jobs import is_web_address
from isthmus.hiring.models import Posting, PostingStatus
from isthmus.linkedin import TaskState, status_failure
from isthmus.linkedin.wire import StatusDetail
from isthmus.sync.models import Lane, Mirror, MirrorState
from isthmus.sync.standing import Operation


@dataclass(frozen=True)
class OnLinkedIn:
    """How many of the company's postings LinkedIn holds now, and how many of them with its application form."""

    postings: int
    with_apply: int


def on_linkedin() -> OnLinkedIn:
    """What LinkedIn holds of the acting company, as far as it has answered."""
    there = Mirror.objects.filter(resource=RESOURCE, exists_there=True).values_list("entity_id", flat=True)
    jobs = list(there)
    return OnLinkedIn(len(jobs), Posting.objects.filter(job_id__in=jobs, linkedin_apply=True).count())


class PostingState(StrEnum):
    """Where a posting is, from wanted to gone."""

    TO_BE_SENT = "to_be_sent"
    IN_PROGRESS = "in_progress"
    EVALUATED = "evaluated"
    LISTED = "listed"
    OFF_SITE = "off_site"
    NOT_LISTED = "not_listed"
    REFUSED = "refused"
    HELD = "held"
    CLOSING = "closing"
    CLOSED = "closed"


WORDS: dict[PostingState, str] = {
    PostingState.TO_BE_SENT: "To be sent",
    PostingState.IN_PROGRESS: "LinkedIn is working on it",
    PostingState.EVALUATED: "Evaluated by LinkedIn",
    PostingState.LISTED: "Live on LinkedIn",
    PostingState.OFF_SITE: "Live, but without LinkedIn's form",
    PostingState.NOT_LISTED: "Not listed by LinkedIn",
    PostingState.REFUSED: "Refused",
    PostingState.HELD: "Held for you",
    PostingState.CLOSING: "Being taken down",
    PostingState.CLOSED: "Off LinkedIn",
}
LISTED_STATES = frozenset({PostingState.LISTED, PostingState.OFF_SITE})
FIXES = {
    "applicant_allowance_used": "Promote the job on LinkedIn; until then people apply on your own page.",
    "member_reported": "Check that the job is open and takes applicants, then publish it again or close it here.",
    "customer_excluded": "Ask LinkedIn’s support which rule your company set, and to lift it for this job.",
    "taken_down": "Ask LinkedIn’s support why; once that is settled, publish the job again.",
    "suspended": "Ask LinkedIn’s support why; once that is settled, publish the job again.",
    "exports_blocked": "An admin asks LinkedIn’s support why; once that is settled, publish the job again.",
    "blocked_country": "LinkedIn lists no jobs in this country; close the posting or change the place.",
}
IN_MOTION = frozenset({PostingState.TO_BE_SENT, PostingState.IN_PROGRESS, PostingState.CLOSING})


@dataclass(frozen=True)
class Ends:
    """Until when LinkedIn lists a posting; whether it was renewed for that, and how many days before it will be."""

    at: datetime
    was_renewed: bool
    renews_days_before: int


_TASK_WORDS = {
    TaskState.SUCCEEDED.value: "Posted",
    TaskState.FAILED.value: "Not posted",
    TaskState.PROCESSED.value: "Evaluated by LinkedIn",
    TaskState.IN_PROGRESS.value: "LinkedIn is working on it",
}


@dataclass(frozen=True)
class LocationOutcome:
    """How one location of a job of several fared: LinkedIn's word, and what is wrong, in ours."""

    location: str
    state: str
    message: str

    @property
    def words(self) -> str:
        return _TASK_WORDS.get(self.state, self.state)


@dataclass(frozen=True)
class PostingHealth:
    """One posting. `message` says what is wrong, `whose_move` who acts, `fix` what to do; empty when all is well.

    `code` is the failure's, for the reference page of errors, `detail` what LinkedIn itself said; `ends` says until
    when LinkedIn lists the posting.
    """

    state: str
    words: str
    url: str = ""
    message: str = ""
    whose_move: str = ""
    fix: str = ""
    checked_at: datetime | None = None
    apply_status: str = ""
    listing_status: str = ""
    kind: str = ""
    action: str = ""
    expires_at: int | None = None
    promotion_status: str = ""
    code: str = ""
    detail: str = ""
    ends: Ends | None = None
    locations: tuple[LocationOutcome, ...] = ()


def of_jobs(job_ids: Iterable[UUID]) -> dict[UUID, PostingHealth]:
    """How the posting of each of these jobs stands; jobs that were never published are left out."""
    ids = list(job_ids)
    rows = {row.entity_id: row for row in Mirror.objects.filter(resource=RESOURCE, entity_id__in=ids)}
    resting = Lane.objects.filter(name=MIRROR_LANE).exclude(failure_kind="").first()
    found = {}
    for posting in Posting.objects.filter(job_id__in=ids):
        if posting.job_id in rows or posting.status == PostingStatus.PUBLISHED:
            found[posting.job_id] = _health(posting, rows.get(posting.job_id), resting)
    return found


def said_there(posting: Posting, row: Mirror) -> PostingHealth:
    """How it stands by LinkedIn's own status alone, whatever is under way to it."""
    state = _listing(posting, row)
    failure = _said(state, row.facts)
    return PostingHealth(
        state=state.value,
        words=WORDS[state],
        message=failure.message if failure else "",
        fix=_fix(state, failure),
        kind=failure.kind.value if failure else "",
    )


def _health(posting: Posting, row: Mirror | None, resting: Lane | None) -> PostingHealth:
    facts: dict[str, Any] = row.facts if row else {}
    state = _state(posting, row)
    failure = _failure(state, row, facts, resting)
    return PostingHealth(
        state=state.value,
        words=WORDS[state],
        url=_address(facts) if state not in (PostingState.CLOSED, PostingState.CLOSING) else "",
        message=failure.message if failure else "",
        whose_move=WHOSE_MOVE[failure.kind] if failure else "",
        fix=_fix(state, failure),
        checked_at=row.facts_at if row else None,
        apply_status=facts.get("apply_status", ""),
        listing_status=facts.get("listing_status", ""),
        kind=failure.kind.value if failure else "",
        action={PostingState.HELD: "allow", PostingState.REFUSED: "retry"}.get(state, ""),
        expires_at=facts.get("expires_at"),
        promotion_status=facts.get("promotion_status", ""),
        code=failure.code if failure else "",
        detail=failure.detail if failure else "",
        ends=_ends(facts) if state in LISTED_STATES else None,
        locations=_locations(facts) if state not in (PostingState.CLOSED, PostingState.CLOSING) else (),
    )


def _address(facts: Mapping[str, Any]) -> str:
    """Where the posting is seen at LinkedIn, as LinkedIn said: a web address, or nothing a page could lead to."""
    said = facts.get("url", "")
    return said if isinstance(said, str) and is_web_address(said) else ""


def _state(posting: Posting, row: Mirror | None) -> PostingState:
    if row is None:
        return PostingState.TO_BE_SENT
    if row.state == MirrorState.FAILED and not _only_renewal_failed(row):
        return PostingState.REFUSED
    if row.state == MirrorState.HELD:
        return PostingState.HELD
    if posting.status != PostingStatus.PUBLISHED:
        return PostingState.CLOSED if row.state == MirrorState.ACCEPTED else PostingState.CLOSING
    if row.state == MirrorState.TASK_OPEN:
        return PostingState.IN_PROGRESS
    if row.state in (MirrorState.MARKED, MirrorState.SENDING):
        return PostingState.TO_BE_SENT
    return _listing(posting, row) if row.exists_there else PostingState.CLOSED


def _only_renewal_failed(row: Mirror) -> bool:
    """Whether what failed was a renewal alone: the posting stands as before until it ends."""
    return row.operation == Operation.RENEW and row.exists_there


def _listing(posting: Posting, row: Mirror) -> PostingState:
    listing, apply = row.facts.get("listing_status"), row.facts.get("apply_status")
    if listing == "LISTED":
        return PostingState.OFF_SITE if posting.linkedin_apply and apply == "NOT_ENABLED" else PostingState.LISTED
    if row.facts.get("evaluated_only"):
        return PostingState.EVALUATED
    return PostingState.NOT_LISTED if listing in ("NOT_LISTED", "UNKNOWN") else PostingState.IN_PROGRESS


def _failure(state: PostingState, row: Mirror | None, facts: dict[str, Any], resting: Lane | None) -> Failure | None:
    if row is not None and row.failure_kind:
        return Failure(Kind(row.failure_kind), row.failure_message, row.failure_code, row.failure_detail)
    if state in IN_MOTION and resting is not None:
        return Failure(Kind(resting.failure_kind), resting.failure_message)
    return _said(state, facts)


def _said(state: PostingState, facts: dict[str, Any]) -> Failure | None:
    """What LinkedIn's status finds wrong."""
    if state is PostingState.NOT_LISTED:
        return _run_out() if renewal.has_run_out(facts, now()) else _status_failure(facts.get("listing_detail"))
    if state is PostingState.EVALUATED and any((facts.get("listing_detail") or {}).values()):
        return _status_failure(facts["listing_detail"])
    if state is PostingState.OFF_SITE:
        return _status_failure(facts.get("apply_detail"))
    return None


def _run_out() -> Failure:
    """The posting's time on LinkedIn is over: renewed by itself, or somebody's move when renewing is switched off."""
    if settings.CONFIG.renew_days:
        words = "The posting's time on LinkedIn is over. Isthmus renews it, because the job is still open."
        return Failure(Kind.TRANSIENT, words, code="run_out")
    words = "The posting's time on LinkedIn is over, and renewing by itself is switched off here."
    return Failure(Kind.REJECTED, words, code="run_out")


def _ends(facts: dict[str, Any]) -> Ends | None:
    at = facts.get("expires_at")
    if not isinstance(at, int) or isinstance(at, bool):
        return None
    try:
        return Ends(from_millis(at), bool(facts.get("renewed_at")), settings.CONFIG.renew_days)
    except (OverflowError, ValueError):
        return None


def _locations(facts: dict[str, Any]) -> tuple[LocationOutcome, ...]:
    told = facts.get("locations") or []
    return tuple(LocationOutcome(one["location"], one["state"], one["message"]) for one in told)


def _status_failure(detail: dict[str, Any] | None) -> Failure:
    said = detail or {}
    found = status_failure(
        StatusDetail(error_code=said.get("code"), error_type=said.get("type"), status_message=said.get("message"))
    )
    return found or Failure(Kind.REJECTED, "LinkedIn does not say why.", code="no_reason")


def _fix(state: PostingState, failure: Failure | None) -> str:
    if failure is None:
        return ""
    if state is PostingState.HELD:
        return "Fill the fields in again, or allow them to be emptied on LinkedIn."
    if failure.code == "run_out":
        return "" if failure.may_retry else "Take it off LinkedIn and publish it again, or let the operator renew."
    if failure.code in FIXES:
        return FIXES[failure.code]
    return {
        Kind.REJECTED: "Correct the job; it is sent again when it is saved.",
        Kind.MISCONFIGURED: "An admin checks Settings → LinkedIn; the posting is sent again by itself.",
        Kind.BUG: "Report it with the details under Activity.",
    }.get(failure.kind, "")
