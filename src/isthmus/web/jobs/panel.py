"""The posting as the job page shows it: what LinkedIn holds, in words, whose move it is, and what can be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.accounts.roles import Member
from isthmus.bridge import connections
from isthmus.bridge.models import ConnectionState
from isthmus.bridge.postings import health, held, preflight
from isthmus.bridge.postings.diff import Difference
from isthmus.bridge.postings.health import PostingHealth, PostingState
from isthmus.bridge.postings.rules import Finding
from isthmus.hiring import postings
from isthmus.hiring.actors import names
from isthmus.hiring.models import Job, JobStatus, Posting, PostingStatus
from isthmus.web.tones import BAD, GOOD, IN_MOTION, PLAIN, WAITING, Look


@dataclass(frozen=True)
class Hurdle:
    """Something LinkedIn would refuse or change, what to do, and where in the editor (empty: nowhere there)."""

    message: str
    fix: str
    anchor: str


@dataclass(frozen=True)
class Panel:
    """Everything the posting's card and the publish dialog need."""

    job_id: UUID
    words: str
    look: Look
    in_motion: bool
    is_published: bool
    stands: PostingHealth
    apply_words: str
    published_at: datetime | None
    published_by: str
    explanation: str
    problems: list[Hurdle]
    notes: list[Hurdle]
    differences: list[Difference]
    is_held: bool
    can_publish: bool
    can_unpublish: bool
    needs_connection: bool
    may_connect: bool
    apply_possible: bool
    apply_ticked: bool
    uses_apply: bool
    may_edit: bool
    may_see_activity: bool
    may_retry: bool

    @property
    def tone(self) -> str:
        return self.look.tone

    @property
    def icon(self) -> str:
        return self.look.icon


LOOKS: dict[str, Look] = {
    PostingState.TO_BE_SENT: WAITING,
    PostingState.IN_PROGRESS: IN_MOTION,
    PostingState.EVALUATED: WAITING,
    PostingState.LISTED: GOOD,
    PostingState.OFF_SITE: Look("warn", "exclamation-triangle"),
    PostingState.NOT_LISTED: BAD,
    PostingState.REFUSED: BAD,
    PostingState.HELD: Look("warn", "hand-raised"),
    PostingState.CLOSING: IN_MOTION,
    PostingState.CLOSED: Look("", "lock-closed"),
}
ANCHORS = {
    **{
        name: f"id_{name}" for name in ("title", "code", "description", "locations", "workplace", "employment", "level")
    },
    **{name: f"id_{name}" for name in ("industries", "poster_email", "own_apply_url")},
    "functions": "id_function_1",
    "pay": "pay",
}
OWN_PAGE = _l("On your own application page")
NEVER_SENT = PostingHealth(PostingState.CLOSED, "")


def look_of(stands: PostingHealth) -> Look:
    """Tone and icon of a posting's state."""
    return LOOKS.get(stands.state, PLAIN)


def of_job(member: Member, job: Job) -> Panel:
    """The posting of a job of the acting company, as this member sees it."""
    posting = postings.of_job(job.id) or Posting(job=job)
    stands = health.of_jobs([job.id]).get(job.id, NEVER_SENT)
    connection = connections.current()
    connected = connection is not None and connection.state == ConnectionState.COMPLETE
    is_published = posting.status == PostingStatus.PUBLISHED
    publishable = connected and not is_published and job.status != JobStatus.CLOSED
    is_looked_at = connected and job.status != JobStatus.CLOSED
    checked = preflight.check_all([job])[job.id] if is_looked_at else preflight.Checked(None, [])
    both = held.of_job(job.id, checked.advert if publishable or is_published else None)
    may_publish = member.may("jobs.publish")
    apply_possible = connection is not None and connection.apply_connect
    return Panel(
        job_id=job.id,
        words=stands.words if stands is not NEVER_SENT else _("Not published"),
        look=look_of(stands) if stands is not NEVER_SENT else PLAIN,
        in_motion=stands.state in health.IN_MOTION,
        is_published=is_published,
        stands=stands,
        apply_words=_("On LinkedIn, with Apply Connect")
        if posting.linkedin_apply and apply_possible
        else str(OWN_PAGE),
        published_at=posting.published_at if is_published else None,
        published_by=names([posting.published_by]).get(posting.published_by, ""),
        explanation=_evaluation(stands) if is_published else _explanation(job, posting, connected=connected),
        problems=_hurdles(checked.blocking),
        notes=_hurdles(checked.notes),
        differences=both.differences,
        is_held=bool(both.body),
        can_publish=publishable and may_publish,
        can_unpublish=is_published and may_publish,
        needs_connection=not connected,
        may_connect=member.may("settings.manage"),
        apply_possible=apply_possible,
        apply_ticked=apply_possible and connection is not None and connection.apply_by_default,
        uses_apply=posting.linkedin_apply,
        may_edit=member.may("jobs.edit"),
        may_see_activity=member.may("activity.view"),
        may_retry=member.may("activity.retry"),
    )


def _hurdles(found: Sequence[Finding]) -> list[Hurdle]:
    return [Hurdle(one.message, one.fix, anchor_of(one.field)) for one in found]


def anchor_of(field: str) -> str:
    """Where in the job's editor a field stands, as the end of its address."""
    name, _dot, number = field.partition(".")
    if name == "questions":
        return f"question-{number}-text" if number.isdecimal() else "questions"
    return ANCHORS.get(name, "")


def _evaluation(stands: PostingHealth) -> str:
    if stands.state != PostingState.EVALUATED:
        return ""
    return _(
        "LinkedIn has the job and compares it with your feed or career site. Until LinkedIn switches over, members see"
        " the job from there; Isthmus keeps asking."
    )


def _explanation(job: Job, posting: Posting, *, connected: bool) -> str:
    was_up = posting.published_at is not None
    if not connected:
        return _("LinkedIn is not connected, so nothing can be posted yet.")
    if job.status == JobStatus.CLOSED:
        return _("The job is closed, and so is its posting.") if was_up else _("The job is closed.")
    if was_up:
        return _("Taken off LinkedIn. Publishing puts it back.")
    return _("Nobody sees this job on LinkedIn yet.")
