"""Brings public job listings in: each by its own id, as often as one likes, with every line accounted for.

A run's lines are rows: they are worked off piece by piece, each piece in one transaction, so that a run goes on where
it was cut short and no listing comes in twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import DataError, connection, transaction
from django.db.models import Count, Q

from isthmus.base.clock import now
from isthmus.hiring import jobs, places
from isthmus.hiring.listing_files import LARGEST_FILE, lines_of, unreadable
from isthmus.hiring.listing_rules import (
    WRITTEN,
    Listing,
    Resolved,
    Unusable,
    employer_of,
    id_of,
    label_of,
    read,
    to_write,
    typed_places,
    written,
)
from isthmus.hiring.models import ImportLine, ImportRun, Job, JobStatus, LineResult, RunState
from isthmus.hiring.problems import Refused
from isthmus.people.normalise import tidy
from isthmus.store import tenancy

ORIGIN = "import"
PIECE = 100


@dataclass(frozen=True)
class Counts:
    """What became of each line: `total` is `added + updated + unchanged + refused + skipped` once the run is done.

    `skipped` lines name another employer. `held` is not one more class but counts, among the lines added, updated and
    unchanged, those whose job is a draft because the listing lacks what a job needs. `refusals` gives line number
    (from 1) and reason.
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
    run = begin(content_of(Path(path)), name=Path(path).name, only=only or "")
    while work(run.id):
        pass
    return counts(run)


def content_of(path: Path) -> bytes:
    """What a file holds. Raises IsthmusError (rejected) when it is too large or cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise unreadable("The file cannot be read.", type(error).__name__) from error


def begin(content: bytes, *, name: str = "", only: str = "") -> ImportRun:
    """A run over the listings of this file, with nothing brought in yet. Raises IsthmusError (rejected)."""
    lines = lines_of(content)
    wanted = [(number, line) for number, line in enumerate(lines, 1) if _is_wanted(line, only)]
    run: ImportRun = ImportRun.objects.create(
        file_name=tidy(name, 200),
        only=tidy(only, 300),
        total=len(lines),
        skipped=len(lines) - len(wanted),
        started_by=tenancy.current().user_id,
    )
    rows = [ImportLine(run=run, number=number, said=line, label=label_of(line)) for number, line in wanted]
    ImportLine.objects.bulk_create(rows, batch_size=500)
    if not rows:
        _end(run, RunState.DONE)
    return run


def work(run_id: UUID, most: int = PIECE) -> bool:
    """Bring in the next lines of a run, in the transaction at hand; whether more wait."""
    _one_at_a_time()
    run: ImportRun = ImportRun.objects.select_for_update(no_key=True).get(id=run_id)
    if run.state != RunState.RUNNING:
        return False
    waiting = list(ImportLine.objects.filter(run=run, result=LineResult.WAITING).order_by("number")[:most])
    if not waiting:
        _end(run, RunState.DONE)
        return False
    piece = _piece(run, [line.said for line in waiting])
    for line in waiting:
        _bring_in_line(line, piece)
    ImportLine.objects.bulk_update(waiting, ["result", "job", "held", "reason", "said"])
    return True


def stop(run_id: UUID) -> ImportRun:
    """Bring no more lines of the run in; what came in stays. Raises ImportRun.DoesNotExist."""
    run: ImportRun = ImportRun.objects.select_for_update(no_key=True).get(id=run_id)
    if run.state == RunState.RUNNING:
        _end(run, RunState.STOPPED)
    return run


def counts(run: ImportRun) -> Counts:
    """How many lines came to what, so far."""
    lines = ImportLine.objects.filter(run=run)
    tally = lines.aggregate(
        held=Count("id", filter=Q(held=True)),
        **{result.value: Count("id", filter=Q(result=result)) for result in LineResult if result != LineResult.WAITING},
    )
    refusals = list(lines.filter(result=LineResult.REFUSED).order_by("number").values_list("number", "reason"))
    return Counts(total=run.total, skipped=run.skipped, refusals=refusals, **tally)


@dataclass
class _Piece:
    """What is looked up once for the lines of a piece: places, jobs by their listing's id, and ids met before."""

    resolved: Resolved
    known: dict[str, Job]
    seen: set[str]


def _piece(run: ImportRun, said: Sequence[Any]) -> _Piece:
    ids = {id_of(line) for line in said}
    before = ImportLine.objects.filter(run=run, job__external_id__in=ids)
    return _Piece(
        resolved=places.resolve_all({place for line in said for place in typed_places(line)}),
        known={job.external_id: job for job in Job.objects.filter(origin=ORIGIN, external_id__in=ids)},
        seen=set(before.values_list("job__external_id", flat=True)),
    )


def _is_wanted(line: Any, only: str) -> bool:
    return not tidy(only) or employer_of(line).casefold() == tidy(only).casefold()


def _end(run: ImportRun, state: RunState) -> None:
    run.state, run.ended_at = state, now()
    run.save(update_fields=["state", "ended_at"])


def _one_at_a_time() -> None:
    """Runs of one company take turns, so that two of them never bring in the same listing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{tenancy.current_company_id()}"])


def _bring_in_line(line: ImportLine, piece: _Piece) -> None:
    try:
        with transaction.atomic():
            listing = _once(read(line.said), piece.seen)
            line.result, line.job = _bring_in(listing, piece)
            line.held = line.job.status == JobStatus.DRAFT
    except (Unusable, Refused, DataError) as reason:
        line.result, line.job, line.reason = LineResult.REFUSED, None, _words(reason)[:1000]
    else:
        piece.seen.add(listing.external_id)
    line.said = None


def _words(reason: Exception) -> str:
    if isinstance(reason, Refused):
        return reason.failure.message
    return str(reason) if isinstance(reason, Unusable) else "The line holds something that cannot be stored."


def _once(listing: Listing, seen: set[str]) -> Listing:
    if listing.external_id in seen:
        raise Unusable("Another line before has the same id.")
    return listing


def _bring_in(listing: Listing, piece: _Piece) -> tuple[LineResult, Job]:
    job = piece.known.get(listing.external_id)
    if job is None:
        return LineResult.ADDED, _add(listing, piece.resolved)
    before, after = dict(job.source_said), listing.said()
    if before == after:
        return LineResult.UNCHANGED, job
    values = _what_changed(job, before, after, piece.resolved)
    if values:
        job = jobs.update_job(job.id, jobs.draft_of(job, **values))
    if before.get("is_active") != listing.is_active:
        job = _follow(job, is_active=listing.is_active)
    job.source_said = after
    job.save(update_fields=["source_said"])
    return LineResult.UPDATED, job


def _what_changed(job: Job, before: dict[str, Any], after: dict[str, Any], resolved: Resolved) -> dict[str, Any]:
    typed: Sequence[str] = before.get("locations", [])
    earlier = places.resolve_all(place for place in typed if place not in resolved)
    was = written(before, {**resolved, **earlier})
    return to_write({name: getattr(job, name) for name in WRITTEN}, was, written(after, resolved), raw=typed)


def _add(listing: Listing, resolved: Resolved) -> Job:
    said = listing.said()
    values = written(said, resolved)
    job = jobs.create_job(jobs.JobDraft(origin=ORIGIN, external_id=listing.external_id, **values))
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
