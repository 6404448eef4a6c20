"""What happened lately in the company's hiring, for Home."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from isthmus.hiring import notes
from isthmus.hiring.actors import names
from isthmus.hiring.models import Application, Audience, Decision, Job, Outcome, Posting, StageEntry
from isthmus.hiring.timeline import DECIDED
from isthmus.people.models import Candidate, Origin
from isthmus.store.models import Change

MOST = 200


@dataclass(frozen=True)
class FeedItem:
    """One thing that happened: when, which kind, what, why, who did it, and the records it is about."""

    at: datetime
    kind: str
    title: str
    why: str = ""
    actor_id: UUID | None = None
    actor_name: str = ""
    candidate_id: UUID | None = None
    candidate_name: str = ""
    application_id: UUID | None = None
    job_id: UUID | None = None
    job_title: str = ""


_NOTED = {
    Audience.COMPANY: "Note about %(name)s",
    Audience.TEAM: "Note about %(name)s, for the hiring team",
    Audience.AUTHOR: "Private note about %(name)s",
}
Teller = Callable[[int], Iterable[FeedItem]]

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Who above has things to tell too: given how many, the newest of the acting company."""
    _tellers.append(teller)


def recent(limit: int = 30) -> list[FeedItem]:
    """The newest things first; others' private notes are not among them."""
    limit = max(1, min(limit, MOST))
    items = [*_arrivals(limit), *_decided(limit), *_moved(limit), *_noted(limit), *_opened(limit), *_published(limit)]
    items += [item for teller in _tellers for item in teller(limit)]
    newest = sorted(items, key=lambda item: item.at, reverse=True)[:limit]
    known = names(item.actor_id for item in newest)
    return [replace(item, actor_name=known.get(item.actor_id, "")) for item in newest]


def _about(application: Application) -> dict[str, Any]:
    return {
        "candidate_id": application.candidate_id,
        "candidate_name": str(application.candidate),
        "application_id": application.id,
        "job_id": application.job_id,
        "job_title": application.job.title,
    }


def _arrivals(limit: int) -> Iterator[FeedItem]:
    for row in Application.objects.order_by("-received_at").prefetch_related("candidate", "job")[:limit]:
        title = f"{row.candidate} applied for {row.job.title}"
        why = f"Source: {Origin(row.origin).label}"
        yield FeedItem(row.received_at, "application", title, why, **_about(row))


def _decided(limit: int) -> Iterator[FeedItem]:
    rows = Decision.objects.order_by("-at", "-id")
    for row in rows.prefetch_related("application__candidate", "application__job")[:limit]:
        title = f"{row.application.candidate}: {DECIDED[Outcome(row.outcome)].lower()}"
        yield FeedItem(row.at, "decision", title, row.reason, row.by_user_id, **_about(row.application))


def _moved(limit: int) -> Iterator[FeedItem]:
    rows = StageEntry.objects.filter(is_arrival=False).order_by("-at", "-id")
    for row in rows.prefetch_related("stage", "application__candidate", "application__job")[:limit]:
        title = f"{row.application.candidate} moved to {row.stage.name}"
        yield FeedItem(row.at, "stage", title, "", row.by_user_id, **_about(row.application))


def _noted(limit: int) -> Iterator[FeedItem]:
    for row in notes.readable().filter(removed_at=None).prefetch_related("candidate")[:limit]:
        candidate: Candidate = row.candidate
        title = _NOTED[Audience(row.audience)] % {"name": candidate}
        yield FeedItem(
            row.at,
            "note",
            title,
            row.body,
            row.author_id,
            candidate_id=candidate.id,
            candidate_name=str(candidate),
            application_id=row.application_id,
        )


def _opened(limit: int) -> Iterator[FeedItem]:
    for job in Job.objects.filter(opened_at__isnull=False).defer("description").order_by("-opened_at")[:limit]:
        yield FeedItem(job.opened_at, "job", f"{job.title} opened", job_id=job.id, job_title=job.title)


def _published(limit: int) -> Iterator[FeedItem]:
    rows = Posting.objects.filter(published_at__isnull=False).order_by("-published_at")
    found = list(rows.prefetch_related("job")[:limit])
    with_apply = _with_apply(found)
    for row in found:
        title = f"{row.job.title} published to LinkedIn"
        why = "With Apply Connect" if row.id in with_apply else ""
        yield FeedItem(
            row.published_at, "posting", title, why, row.published_by, job_id=row.job_id, job_title=row.job.title
        )


def _with_apply(postings: Sequence[Posting]) -> set[UUID]:
    """Which went with LinkedIn Apply when they were published: their changes since then are taken back, newest first.

    LinkedIn Apply may be switched later, while a posting stays published.
    """
    applied = {row.id: row.linkedin_apply for row in postings}
    since_published = set(applied)
    changes = Change.objects.filter(entity="hiring_posting", entity_id__in=list(applied), operation="update")
    changes = changes.filter(fields__has_any_keys=["published_at", "linkedin_apply"]).order_by("-seq")
    for posting_id, fields in changes.values_list("entity_id", "fields"):
        if "published_at" in fields:
            since_published.discard(posting_id)
        elif posting_id in since_published:
            applied[posting_id] = bool(fields["linkedin_apply"][0])
    return {posting_id for posting_id, is_applied in applied.items() if is_applied}
