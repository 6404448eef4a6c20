"""What the desk for held jobs shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from isthmus.accounts.models import Membership
from isthmus.hiring import held, place_fixes, places
from isthmus.hiring.descriptions import clean, plain_text
from isthmus.hiring.held import Completion, Difference
from isthmus.hiring.models import ImportRun, Job
from isthmus.hiring.place_fixes import Unresolved
from isthmus.web.imports.forms import CompletionForm

JOBS_PER_PAGE = 50
DIFFERENCES_SHOWN = 20
REFUSALS_SHOWN = 5


@dataclass(frozen=True)
class HeldRow:
    """One held job and what it lacks."""

    id: UUID
    title: str
    places: str
    missing: list[str]
    place_problem: str
    is_ticked: bool
    created_at: datetime


@dataclass(frozen=True)
class DeskPage:
    """The held jobs of one import, or all of them."""

    run_id: UUID | None
    run_name: str
    rows: list[HeldRow]
    total: int
    complete: int
    next_page: int | None
    previous_page: int | None
    form: CompletionForm
    colleagues: list[str]
    places: list[Unresolved] = field(default_factory=list)

    @property
    def query(self) -> str:
        """What keeps the filter when a page is turned."""
        return f"import={self.run_id}" if self.run_id else ""


@dataclass(frozen=True)
class Shown:
    """What would change on one job."""

    title: str
    job_id: UUID
    description: SafeString
    description_words: str
    poster_words: str
    replaces: bool


@dataclass(frozen=True)
class PreviewPage:
    """What completing would change, job by job, and what is sent on when it is confirmed."""

    run_id: UUID | None
    job_ids: list[UUID]
    completion: Completion
    changes: list[Shown]
    hidden: int
    writing: int
    untouched: int


def desk(run: ImportRun | None, page: str | None, form: CompletionForm, *, ticked: Collection[UUID] = ()) -> DeskPage:
    """One page of held jobs, with the form that completes them."""
    waiting = held.held(run.id if run else None)
    found = Paginator(waiting, JOBS_PER_PAGE).get_page(page)
    everyone = Membership.objects.select_related("user").order_by("user__email")
    return DeskPage(
        run_id=run.id if run else None,
        run_name=run.file_name if run else "",
        rows=[_row(job, ticked) for job in found],
        total=found.paginator.count,
        complete=sum(not _missing(job) for job in waiting),
        next_page=found.next_page_number() if found.has_next() else None,
        previous_page=found.previous_page_number() if found.has_previous() else None,
        form=form,
        colleagues=[membership.user.email for membership in everyone],
        places=place_fixes.unresolved(waiting),
    )


def chosen(run: ImportRun | None, posted: QueryDict) -> list[Job]:
    """The held jobs that were ticked, or all of the import's."""
    waiting = held.held(run.id if run else None)
    return list(waiting if "all" in posted else waiting.filter(id__in=ids_of(posted)))


def ids_of(posted: QueryDict) -> list[UUID]:
    """The ids of jobs in a form; what is no id is left out."""
    found = []
    for text in posted.getlist("job"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def preview(run: ImportRun | None, jobs: Sequence[Job], completion: Completion, company_name: str) -> PreviewPage:
    """What completing these jobs would change."""
    found = held.differences(jobs, completion, company_name)
    changes = [change for change in found if not change.is_none]
    return PreviewPage(
        run_id=run.id if run else None,
        job_ids=[change.job_id for change in changes],
        completion=completion,
        changes=[_shown(change) for change in changes[:DIFFERENCES_SHOWN]],
        hidden=max(0, len(changes) - DIFFERENCES_SHOWN),
        writing=len(changes),
        untouched=len(found) - len(changes),
    )


def _row(job: Job, ticked: Collection[UUID]) -> HeldRow:
    found = places.resolve_all(job.locations, workplace=job.workplace)
    reasons = [f"“{text}”: {why}" for text in job.locations if (why := place_fixes.why_not(found[text], job.workplace))]
    return HeldRow(
        id=job.id,
        title=job.title,
        places=" · ".join(part for part in ("; ".join(job.locations), _workplace(job)) if part),
        missing=_missing(job),
        place_problem=reasons[0] if reasons else "",
        is_ticked=job.id in ticked,
        created_at=job.created_at,
    )


def _workplace(job: Job) -> str:
    return str(job.get_workplace_display()) if job.workplace else ""


def _missing(job: Job) -> list[str]:
    found = []
    if not plain_text(job.description):
        found.append(_("description"))
    if not job.poster_email:
        found.append(_("poster"))
    if not job.locations:
        found.append(_("location"))
    return found


def _shown(change: Difference) -> Shown:
    replaces = bool(plain_text(change.description_before)) and change.writes_description
    if not change.writes_description:
        words = _("Its description stays.")
    else:
        words = _("Replaces the description it has.") if replaces else _("Written where there is none.")
    before = change.poster_before or _("nobody")
    poster = f"{before} → {change.poster_after}" if change.writes_poster else _("stays {who}").format(who=before)
    return Shown(
        title=change.title,
        job_id=change.job_id,
        description=mark_safe(clean(change.description_after)) if change.writes_description else SafeString(""),  # noqa: S308 - cleaned by nh3
        description_words=words,
        poster_words=poster,
        replaces=replaces,
    )
