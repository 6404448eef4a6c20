"""What changed about a posting at LinkedIn without us: news for the feed, and an issue where a person must act."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from isthmus.base.failures import Failure, Kind
from isthmus.bridge.models import PostingNews
from isthmus.bridge.postings import RESOURCE, health
from isthmus.bridge.postings.health import PostingState
from isthmus.hiring.feed import FeedItem
from isthmus.hiring.models import Job, JobStatus, Posting, PostingStatus
from isthmus.sync import issues, rows
from isthmus.sync.models import Mirror, MirrorState

WORDS = {
    "listed": "{job} is live on LinkedIn",
    "not_listed": "LinkedIn no longer lists {job}",
    "off_site": "LinkedIn switched its application form off for {job}",
    "form_on": "LinkedIn’s application form is on for {job}",
    "promoted": "{job} is promoted on LinkedIn",
    "not_promoted": "{job} is no longer promoted on LinkedIn",
}
_TROUBLED = (PostingState.NOT_LISTED, PostingState.OFF_SITE)
_GONE = ("NOT_LISTED", "UNKNOWN")
_FOR_A_PERSON = (Kind.REJECTED, Kind.MISCONFIGURED, Kind.BUG)
_WEIGHED = ("listing_status", "listing_detail", "apply_status", "apply_detail", "promotion_status")


def changed(row: Mirror, before: Mapping[str, Any]) -> None:
    """The facts of a posting are not what they were: write the news, and open or settle its issue."""
    if all(row.facts.get(name) == before.get(name) for name in _WEIGHED):
        return
    posting = Posting.objects.filter(job_id=row.entity_id).select_related("job").first()
    if posting is None or posting.status != PostingStatus.PUBLISHED or posting.job.status != JobStatus.OPEN:
        issues.settle(fingerprint(row.entity_id))
        return
    now_there = health.of_jobs([row.entity_id])[row.entity_id]
    if now_there.state in health.IN_MOTION and row.exists_there:
        now_there = health.said_there(posting, row)
    for kind in kinds(before, row.facts, with_form=posting.linkedin_apply):
        why = now_there.message if kind in ("not_listed", "off_site") else ""
        PostingNews.objects.create(job_id=row.entity_id, kind=kind, why=why)
    _announce(posting.job, now_there)


def look_again(row_ids: Iterable[UUID]) -> None:
    """After a look at the postings of these mirror rows: the issue of one LinkedIn still does not show as wanted.

    While its last change was refused, the refusal was the issue; once that is accepted, this one is.
    """
    accepted = Mirror.objects.filter(resource=RESOURCE, id__in=list(row_ids), state=MirrorState.ACCEPTED)
    silent = {row.entity_id for row in accepted if row.facts.get("listing_status") in _GONE and row.exists_there}
    found = Posting.objects.filter(job_id__in=silent, status=PostingStatus.PUBLISHED, job__status=JobStatus.OPEN)
    standing = health.of_jobs(silent) if silent else {}
    for posting in found.select_related("job"):
        if not issues.is_open(fingerprint(posting.job_id)):
            _announce(posting.job, standing[posting.job_id])


def kinds(before: Mapping[str, Any], after: Mapping[str, Any], *, with_form: bool) -> Iterator[str]:
    """What is new about a posting, in one word each; `with_form` when it should have LinkedIn's application form."""
    was, is_now = before.get("listing_status"), after.get("listing_status")
    if is_now == "LISTED" and was != "LISTED":
        yield "listed"
    elif was == "LISTED" and is_now in _GONE:
        yield "not_listed"
    if is_now == "LISTED" and with_form:
        yield from _form(before, after)
    yield from _promotion(before, after)


def feed_items(limit: int) -> Iterator[FeedItem]:
    """The newest news of the acting company's postings."""
    found = list(PostingNews.objects.filter(kind__in=WORDS).order_by("-at", "-id")[:limit])
    titles = dict(Job.objects.filter(id__in={row.job_id for row in found}).values_list("id", "title"))
    for row in found:
        if (title := titles.get(row.job_id)) is not None:
            words = WORDS[row.kind].format(job=title)
            yield FeedItem(row.at, "posting", words, row.why, job_id=row.job_id, job_title=title)


def fingerprint(job_id: UUID) -> str:
    """The issue of a posting LinkedIn does not show as the company wants it."""
    return rows.standing_fingerprint(RESOURCE, job_id)


def _form(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    was, is_now = before.get("apply_status"), after.get("apply_status")
    if is_now == "NOT_ENABLED" and was != "NOT_ENABLED":
        yield "off_site"
    elif was == "NOT_ENABLED" and is_now == "ENABLED":
        yield "form_on"


def _promotion(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    was, is_now = before.get("promotion_status"), after.get("promotion_status")
    if is_now == "PROMOTED" and was != "PROMOTED":
        yield "promoted"
    elif was == "PROMOTED" and is_now == "NOT_PROMOTED":
        yield "not_promoted"


def _announce(job: Job, now_there: health.PostingHealth) -> None:
    kind = Kind(now_there.kind) if now_there.kind else None
    if now_there.state not in _TROUBLED or kind not in _FOR_A_PERSON:
        issues.settle(fingerprint(job.id))
        return
    group = f"standing:{now_there.state}:{now_there.code}" if now_there.code else ""
    cause = issues.Cause(fingerprint(job.id), now_there.fix, entity=RESOURCE, entity_id=job.id, group=group)
    failure = Failure(kind, now_there.message, code=now_there.code)
    issues.raise_issue(cause, failure, title=f"{now_there.words}. {now_there.message}")
