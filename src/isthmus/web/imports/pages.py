"""What the import screens show."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from isthmus.accounts.models import User
from isthmus.hiring import imports, place_fixes
from isthmus.hiring.imports import Counts
from isthmus.hiring.models import ImportLine, ImportRun, Job, JobStatus, LineResult, RunState
from isthmus.hiring.place_fixes import Unresolved
from isthmus.web.imports.forms import UploadForm

RUNS_SHOWN = 20
LINES_PER_PAGE = 50
TONES = {RunState.RUNNING: "accent", RunState.DONE: "good", RunState.STOPPED: "warn"}
ICONS = {RunState.RUNNING: "arrow-path", RunState.DONE: "check", RunState.STOPPED: "stop"}
HELD, SKIPPED = "held", "skipped"


@dataclass(frozen=True)
class RunRow:
    """One import in a list."""

    id: UUID
    name: str
    only: str
    state_words: str
    tone: str
    icon: str
    started_at: datetime
    by: str
    counts: Counts


@dataclass(frozen=True)
class OverviewPage:
    """The upload form and the imports before."""

    form: UploadForm
    runs: list[RunRow]


@dataclass(frozen=True)
class Figure:
    """How many lines came to one thing, and the list of them (empty: there is none)."""

    words: str
    count: int
    show: str
    is_shown: bool


@dataclass(frozen=True)
class LineRow:
    """One line of the file."""

    number: int
    label: str
    result_words: str
    tone: str
    is_held: bool
    reason: str
    job_id: UUID | None


@dataclass(frozen=True)
class RunPage:
    """One import."""

    run: RunRow
    is_running: bool
    handled: int
    figures: list[Figure]
    shown: str
    lines: list[LineRow]
    next_page: int | None
    previous_page: int | None
    held: int
    places: list[Unresolved] = field(default_factory=list)


def overview(form: UploadForm) -> OverviewPage:
    """The page that starts an import."""
    runs = list(ImportRun.objects.order_by("-started_at")[:RUNS_SHOWN])
    return OverviewPage(form, _rows(runs))


def run_page(run: ImportRun, asked: QueryDict) -> RunPage:
    """The page of one import, with the lines that were asked for."""
    row = _rows([run])[0]
    is_running = run.state == RunState.RUNNING
    shown = asked.get("show") or _most_telling(row.counts)
    lines = Paginator(_lines(run, shown), LINES_PER_PAGE).get_page(asked.get("page"))
    counts = row.counts
    return RunPage(
        run=row,
        is_running=is_running,
        handled=counts.added + counts.updated + counts.unchanged + counts.refused + counts.skipped,
        figures=_figures(counts, shown),
        shown=shown,
        lines=[_line(line) for line in lines],
        next_page=lines.next_page_number() if lines.has_next() else None,
        previous_page=lines.previous_page_number() if lines.has_previous() else None,
        held=_jobs_of(run).filter(status=JobStatus.DRAFT).count(),
        places=[] if is_running else place_fixes.unresolved(_jobs_of(run).exclude(status=JobStatus.CLOSED)),
    )


def _jobs_of(run: ImportRun):  # type: ignore[no-untyped-def]
    return Job.objects.filter(id__in=ImportLine.objects.filter(run=run, job__isnull=False).values("job_id"))


def _most_telling(counts: Counts) -> str:
    return str(LineResult.REFUSED) if counts.refused else HELD if counts.held else str(LineResult.ADDED)


def _lines(run: ImportRun, shown: str):  # type: ignore[no-untyped-def]
    lines = ImportLine.objects.filter(run=run).order_by("number")
    if shown == HELD:
        return lines.filter(held=True)
    return lines.filter(result=shown) if shown in LineResult.values else lines


def _figures(counts: Counts, shown: str) -> list[Figure]:
    words = [
        (_("Added"), counts.added, str(LineResult.ADDED)),
        (_("Updated"), counts.updated, str(LineResult.UPDATED)),
        (_("Unchanged"), counts.unchanged, str(LineResult.UNCHANGED)),
        (_("Refused"), counts.refused, str(LineResult.REFUSED)),
        (_("Held as drafts"), counts.held, HELD),
    ]
    return [Figure(text, count, show, show == shown) for text, count, show in words]


def _line(line: ImportLine) -> LineRow:
    result = LineResult(line.result)
    return LineRow(
        number=line.number,
        label=line.label or _("A line without a title"),
        result_words=str(result.label),
        tone="bad" if result == LineResult.REFUSED else "",
        is_held=line.held,
        reason=line.reason,
        job_id=line.job_id,
    )


def _rows(runs: list[ImportRun]) -> list[RunRow]:
    people = {user.id: str(user) for user in User.objects.filter(id__in=[run.started_by for run in runs])}
    return [_row(run, people.get(run.started_by, "") if run.started_by else "") for run in runs]


def _row(run: ImportRun, by: str) -> RunRow:
    state = RunState(run.state)
    return RunRow(
        id=run.id,
        name=run.file_name or _("A file"),
        only=run.only,
        state_words=str(state.label),
        tone=TONES[state],
        icon=ICONS[state],
        started_at=run.started_at,
        by=by,
        counts=imports.counts(run),
    )
