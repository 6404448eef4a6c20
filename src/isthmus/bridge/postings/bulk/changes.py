"""A bulk change from its plan to its end: kept line by line, applied some at a time, exactly as it was shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.bridge.models import BulkChange, BulkLine, BulkState
from isthmus.bridge.postings.bulk import planning, wishes
from isthmus.bridge.postings.bulk.planning import CHANGE, Line
from isthmus.bridge.postings.bulk.wishes import Action, Step, Wish
from isthmus.hiring import jobs, postings
from isthmus.hiring.models import Job, Posting
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.store import tenancy

MOST_JOBS = 5000
AT_ONCE = 50
PIECE = 500
DONE, CHANGED, REFUSED = "done", "changed", "refused"
_OPEN = (BulkState.PLANNED, BulkState.APPLYING)


@dataclass(frozen=True)
class Progress:
    """How far a bulk change is: lines by verdict, and those applied by outcome."""

    id: UUID
    words: str
    state: str
    made_by: UUID | None
    made_at: datetime
    changing: int
    skipped: int
    problems: int
    done: int
    changed_meanwhile: int
    refused: int

    @property
    def settled(self) -> int:
        return self.done + self.changed_meanwhile + self.refused

    @property
    def left(self) -> int:
        return self.changing - self.settled


def plan(job_ids: Sequence[UUID], wish: Wish, words: str) -> BulkChange:
    """Keep what the wish would do to each of these jobs; nothing is changed. `words` tell which jobs and what.

    Raises Refused for no job at all, or for too many.
    """
    refuse_if(_problems(job_ids), code="bulk_invalid")
    change: BulkChange = BulkChange.objects.create(
        action=wish.action, wish=asdict(wish), words=words[:300], made_by=tenancy.current().user_id
    )
    found = Job.objects.in_bulk(list(dict.fromkeys(job_ids)))
    ordered = [found[job_id] for job_id in dict.fromkeys(job_ids) if job_id in found]
    lines = planning.lines_of(ordered, wish)
    rows = [_row(change, place, line) for place, line in enumerate(lines)]
    BulkLine.objects.bulk_create(rows, batch_size=PIECE)
    return change


def apply_some(change_id: UUID, limit: int = AT_ONCE) -> Progress:
    """Apply the next lines, the first ones first, and answer with how far it is. Raises BulkChange.DoesNotExist.

    A line is applied only to a job that is as it was when the line was shown. One that is over stays as it is.
    """
    change: BulkChange = BulkChange.objects.select_for_update().get(id=change_id)
    if change.state not in _OPEN:
        return progress(change)
    wish = Wish(**change.wish)
    waiting = list(change.lines.filter(verdict=CHANGE, outcome="").order_by("place")[:limit])
    for line in waiting:
        line.outcome, line.outcome_why = _apply(line, wish)
        line.save(update_fields=["outcome", "outcome_why"])
    is_over = len(waiting) < limit or not change.lines.filter(verdict=CHANGE, outcome="").exists()
    change.state = BulkState.DONE if is_over else BulkState.APPLYING
    change.ended_at = now() if is_over else None
    change.save(update_fields=["state", "ended_at"])
    return progress(change)


def stop(change_id: UUID) -> Progress:
    """Leave the jobs that were not reached yet as they are; what is done stays done. Raises BulkChange.DoesNotExist."""
    change: BulkChange = BulkChange.objects.select_for_update().get(id=change_id)
    if change.state in _OPEN:
        change.state, change.ended_at = BulkState.STOPPED, now()
        change.save(update_fields=["state", "ended_at"])
    return progress(change)


def progress(change: BulkChange) -> Progress:
    """How far the change is."""
    lines = list(change.lines.values_list("verdict", "outcome"))
    verdicts, outcomes = Counter(line[0] for line in lines), Counter(line[1] for line in lines)
    return Progress(
        id=change.id,
        words=change.words,
        state=change.state,
        made_by=change.made_by,
        made_at=change.made_at,
        changing=verdicts[CHANGE],
        skipped=verdicts[planning.SKIP],
        problems=verdicts[planning.PROBLEM],
        done=outcomes[DONE],
        changed_meanwhile=outcomes[CHANGED],
        refused=outcomes[REFUSED],
    )


def unfinished() -> list[Progress]:
    """Bulk changes of the acting company that were begun and are not over, newest first."""
    return [progress(change) for change in BulkChange.objects.filter(state=BulkState.APPLYING).order_by("-made_at")[:5]]


def _apply(line: BulkLine, wish: Wish) -> tuple[str, str]:
    """Do to one job what its line says. Answers with the outcome and its reason."""
    job = Job.objects.select_for_update(no_key=True).filter(id=line.job_id).first()
    posting = postings.of_job(line.job_id)
    if job is None or planning.digest_of(job, posting) != line.digest:
        return CHANGED, _("The job was changed after this was planned; it is left as it is.")
    try:
        with transaction.atomic():
            _carry_out(job, posting, wish)
    except IsthmusError as error:
        return REFUSED, error.failure.message
    return DONE, ""


def _carry_out(job: Job, posting: Posting | None, wish: Wish) -> None:
    step: Step = wishes.step_of(job, posting, wish)
    if step.is_skipped:
        raise IsthmusError(Failure(Kind.REJECTED, step.why, code="bulk_skipped"))
    if wish.action == Action.CLOSE:
        jobs.close_job(job.id)
    elif wish.action == Action.UNPUBLISH:
        postings.unpublish(job.id)
    elif step.linkedin_apply is not None:
        postings.publish(job.id, linkedin_apply=step.linkedin_apply)
    else:
        jobs.update_job(job.id, jobs.draft_of(job, **step.written))


def _row(change: BulkChange, place: int, line: Line) -> BulkLine:
    return BulkLine(
        change=change,
        place=place,
        job_id=line.job_id,
        title=line.title,
        verdict=line.verdict,
        why=line.why,
        notes=list(line.notes),
        diffs=[asdict(diff) for diff in line.diffs],
        digest=line.digest,
    )


def _problems(job_ids: Sequence[UUID]) -> list[Problem]:
    if not job_ids:
        return [Problem("jobs", _("No job is chosen."), _("Tick the jobs it is about."))]
    if len(job_ids) > MOST_JOBS:
        words = _("More than %d jobs at once.") % MOST_JOBS
        return [Problem("jobs", words, _("Narrow the list down first."))]
    return []
