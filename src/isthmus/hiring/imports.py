"""Brings public job listings in: each by its own id, as often as one likes, with every line accounted for."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.hiring import jobs
from isthmus.hiring.listing_rules import WRITTEN, Listing, Unusable, employer_of, read, to_write
from isthmus.hiring.models import Job, JobStatus
from isthmus.hiring.problems import Refused

ORIGIN = "import"


@dataclass(frozen=True)
class Counts:
    """What became of each line: `total` is `added + updated + unchanged + refused + skipped`.

    `skipped` lines name another employer. `held` counts the jobs that are drafts after the import, because the listing
    lacks what a job needs; `refusals` gives line number (from 1) and reason.
    """

    total: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    skipped: int = 0
    held: int = 0
    refusals: list[tuple[int, str]] = field(default_factory=list)


def import_listings(path: Path | str, *, only: str | None = None) -> Counts:
    """Import the listings of a JSON file into the acting company, of one employer when `only` names it.

    An inactive listing becomes a closed job, an active one without a description a draft. A job changed by hand keeps
    those changes. Raises IsthmusError (rejected) when the file is no list in JSON.
    """
    lines = _lines(Path(path))
    known = {job.external_id: job for job in Job.objects.filter(origin=ORIGIN)}
    results: Counter[str] = Counter()
    refusals: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if only is not None and employer_of(line).casefold() != only.strip().casefold():
            results["skipped"] += 1
            continue
        try:
            listing = _once(read(line), seen)
            result, job = _bring_in(listing, known.get(listing.external_id))
        except (Unusable, Refused) as reason:
            refusals.append((number, reason.failure.message if isinstance(reason, Refused) else str(reason)))
            continue
        results[result] += 1
        results["held"] += job.status == JobStatus.DRAFT
    return Counts(total=len(lines), refused=len(refusals), refusals=refusals, **results)


def _lines(path: Path) -> Sequence[Any]:
    try:
        lines = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable("The file cannot be read as JSON.", type(error).__name__) from error
    if not isinstance(lines, list):
        raise _unreadable("The file holds no list of listings.", type(lines).__name__)
    return lines


def _unreadable(message: str, detail: str) -> IsthmusError:
    return IsthmusError(Failure(kind=Kind.REJECTED, message=message, code="listings_unreadable", detail=detail))


def _once(listing: Listing, seen: set[str]) -> Listing:
    if listing.external_id in seen:
        raise Unusable("Another line before has the same id.")
    seen.add(listing.external_id)
    return listing


def _bring_in(listing: Listing, job: Job | None) -> tuple[str, Job]:
    if job is None:
        return "added", _add(listing)
    before, after = dict(job.source_said), listing.said()
    if before == after:
        return "unchanged", job
    written = to_write({name: getattr(job, name) for name in WRITTEN}, before, after)
    if written:
        job = jobs.update_job(job.id, jobs.draft_of(job, **written))
    if before.get("is_active") != listing.is_active:
        job = _follow(job, is_active=listing.is_active)
    job.source_said = after
    job.save(update_fields=["source_said"])
    return "updated", job


def _add(listing: Listing) -> Job:
    said = listing.said()
    draft = jobs.JobDraft(origin=ORIGIN, external_id=listing.external_id, **{name: said[name] for name in WRITTEN})
    job = jobs.create_job(draft)
    job.source_said = said
    if not listing.is_active:
        job.status, job.opened_at, job.closed_at = JobStatus.CLOSED, listing.posted_at, now()
    elif not jobs.what_is_missing(job):
        job.status, job.opened_at = JobStatus.OPEN, now()
    job.save(update_fields=["source_said", "status", "opened_at", "closed_at"])
    return job


def _follow(job: Job, *, is_active: bool) -> Job:
    """An ended listing closes its job; one that is back waits as a draft until a person opens it."""
    if not is_active:
        return jobs.close_job(job.id)
    if job.status == JobStatus.CLOSED:
        job.status, job.closed_at = JobStatus.DRAFT, None
        job.save(update_fields=["status", "closed_at"])
    return job
