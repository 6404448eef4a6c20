"""What a wish would do to many jobs: a line for each with its differences, or why it is left alone."""

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.bridge.postings import plan, preflight, translate
from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.bulk import wishes
from isthmus.bridge.postings.bulk.wishes import Action, Diff, Field, Step, Wish
from isthmus.bridge.postings.preflight import Checked
from isthmus.hiring.jobs import draft_of
from isthmus.hiring.models import Job, Posting, PostingStatus

CHANGE, SKIP, PROBLEM = "change", "skip", "problem"


@dataclass(frozen=True)
class Line:
    """One job: `verdict` says whether it is changed, left alone, or cannot be changed so, and `why`.

    `notes` are worth knowing before. `digest` stands for the job as it was when the line was made.
    """

    job_id: UUID
    title: str
    verdict: str
    why: str = ""
    diffs: tuple[Diff, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = ""
    step: Step = field(default_factory=Step)


def lines_of(jobs: Sequence[Job], wish: Wish) -> list[Line]:
    """A line for each of these jobs of the acting company, in their order."""
    ids = [job.id for job in jobs]
    postings = {posting.job_id: posting for posting in Posting.objects.filter(job_id__in=ids)}
    steps = {job.id: wishes.step_of(job, postings.get(job.id), wish) for job in jobs}
    seen = [job for job in jobs if not steps[job.id].is_skipped and _is_sent(postings.get(job.id), wish)]
    after = {job.id: _changed(job, steps[job.id]) for job in seen}
    apply = _apply_of(wish)
    checked = preflight.check_all(list(after.values()), linkedin_apply=apply) if seen else {}
    before = (plan.adverts_of(seen) or {}) if wish.action == Action.CHANGE and seen else {}
    return [_line(job, postings.get(job.id), steps[job.id], checked.get(job.id), before.get(job.id)) for job in jobs]


def digest_of(job: Job, posting: Posting | None) -> str:
    """The same text for a job with its posting as long as nothing about them is changed."""
    wanted = [posting.status, posting.linkedin_apply] if posting else []
    told = [asdict(draft_of(job)), job.status, wanted]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _is_sent(posting: Posting | None, wish: Wish) -> bool:
    """Whether LinkedIn would be told of what this changes about the job."""
    if wish.action == Action.PUBLISH:
        return True
    return wish.action == Action.CHANGE and posting is not None and posting.status == PostingStatus.PUBLISHED


def _apply_of(wish: Wish) -> bool | None:
    if wish.action == Action.PUBLISH:
        return wish.linkedin_apply
    return wish.value == "on" if wish.field == Field.APPLY else None


def _changed(job: Job, step: Step) -> Job:
    after = copy.copy(job)
    for name, value in step.written.items():
        setattr(after, name, value)
    return after


def _line(job: Job, posting: Posting | None, step: Step, checked: Checked | None, before: Advert | None) -> Line:
    digest = digest_of(job, posting)
    if step.is_skipped:
        return Line(job.id, job.title, SKIP, step.why, digest=digest)
    if checked is not None and checked.blocking:
        why = " ".join(f"{finding.message} {finding.fix}".strip() for finding in checked.blocking)
        return Line(job.id, job.title, PROBLEM, why, step.diffs, digest=digest, step=step)
    notes = [finding.message for finding in checked.notes] if checked else []
    if before is not None and checked is not None and checked.advert is not None and _is_same(before, checked.advert):
        notes.append(_("LinkedIn does not see this change: nothing is sent."))
    return Line(job.id, job.title, CHANGE, "", step.diffs, tuple(notes), digest, step)


def _is_same(before: Advert, after: Advert) -> bool:
    return translate.body_of(before, plan.KEPT_IN) == translate.body_of(after, plan.KEPT_IN)


def counted(lines: Sequence[Line]) -> Mapping[str, int]:
    """How many lines there are of each verdict."""
    return {verdict: sum(line.verdict == verdict for line in lines) for verdict in (CHANGE, SKIP, PROBLEM)}
