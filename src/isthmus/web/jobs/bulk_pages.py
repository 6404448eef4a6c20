"""What the screens of a bulk change show: which jobs are chosen, and line by line what would become of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.accounts.roles import Member
from isthmus.bridge import connections
from isthmus.bridge.models import BulkChange, BulkLine, BulkState
from isthmus.bridge.postings import first_publish
from isthmus.bridge.postings.bulk import changes, planning
from isthmus.bridge.postings.bulk.changes import Progress
from isthmus.bridge.postings.bulk.wishes import Action, Field, Wish
from isthmus.hiring.actors import names
from isthmus.hiring.models import Job
from isthmus.web.jobs import listing
from isthmus.web.jobs.bulk_forms import BulkForm
from isthmus.web.jobs.listing import Filters
from isthmus.web.tones import BAD, GOOD, IN_MOTION, PLAIN, WAITING, Look

AT_ONCE = 100
SHOWN_BY_NAME = 8
VERDICTS: Mapping[str, Look] = {
    planning.CHANGE: Look("accent", "pencil"),
    planning.SKIP: PLAIN,
    planning.PROBLEM: BAD,
}
STATES: Mapping[str, Look] = {
    BulkState.PLANNED: WAITING,
    BulkState.APPLYING: IN_MOTION,
    BulkState.DONE: GOOD,
    BulkState.STOPPED: PLAIN,
}
OUTCOMES: Mapping[str, Look] = {changes.DONE: GOOD, changes.CHANGED: WAITING, changes.REFUSED: BAD}


@dataclass(frozen=True)
class Chosen:
    """The jobs something is to be done to: those ticked, or all that the filters find."""

    ids: list[UUID]
    filters: Filters
    is_all: bool

    @property
    def words(self) -> str:
        count = len(self.ids)
        if not self.is_all:
            return ngettext("%d job chosen", "%d jobs chosen", count) % count
        return ngettext("All %d job found", "All %d jobs found", count) % count


@dataclass(frozen=True)
class ChoosePage:
    """What is to be done to the chosen jobs."""

    chosen: Chosen
    titles: list[str]
    more: int
    form: BulkForm
    apply_possible: bool


@dataclass(frozen=True)
class LineShown:
    """One job of a bulk change, in words."""

    job_id: UUID
    title: str
    words: str
    look: Look
    why: str
    notes: list[str]
    diffs: list[dict[str, str]]


@dataclass(frozen=True)
class Tab:
    """Lines of one verdict, and how many there are."""

    words: str
    number: int
    url: str
    is_shown: bool


@dataclass(frozen=True)
class BulkPage:
    """A bulk change: its lines, how far it is, and what can be done now."""

    id: UUID
    action_words: str
    progress: Progress
    made_by: str
    tabs: list[Tab]
    lines: list[LineShown]
    next_url: str
    is_planned: bool
    is_applying: bool
    is_over: bool
    state_words: str
    look: Look
    others: int


def chosen(member: Member, asked: QueryDict) -> Chosen:
    """The jobs an address or a form names; ids that are not the company's, or no ids at all, are left out."""
    filters = listing.filters_of(asked)
    if asked.get("all") == "yes":
        found = listing.jobs_of(member, filters).order_by("-created_at", "-id")
        return Chosen(list(found.values_list("id", flat=True)[: changes.MOST_JOBS + 1]), filters, is_all=True)
    ids = [job_id for text in asked.getlist("job")[: changes.MOST_JOBS] if (job_id := _uuid(text))]
    ours = set(Job.objects.filter(id__in=ids).values_list("id", flat=True))
    return Chosen([job_id for job_id in dict.fromkeys(ids) if job_id in ours], filters, is_all=False)


def choose_page(member: Member, these: Chosen, form: BulkForm) -> ChoosePage:
    """The form for what is to be done to these jobs."""
    titles = Job.objects.filter(id__in=these.ids[:SHOWN_BY_NAME]).order_by("-created_at", "-id")
    connection = connections.current()
    return ChoosePage(
        chosen=these,
        titles=list(titles.values_list("title", flat=True)),
        more=max(0, len(these.ids) - SHOWN_BY_NAME),
        form=form,
        apply_possible=connection is not None and connection.apply_connect,
    )


def words_of(these: Chosen, wish: Wish) -> str:
    """What is done to which jobs, in a line."""
    what = str(Field(wish.field).label) if wish.action == Action.CHANGE else str(Action(wish.action).label)
    return f"{what}: {these.words[:1].lower()}{these.words[1:]}"


def bulk_page(change: BulkChange, asked: QueryDict) -> BulkPage:
    """A page of the lines of a bulk change of the acting company."""
    progress = changes.progress(change)
    shown = asked.get("show", "") if asked.get("show", "") in VERDICTS else ""
    after = int(asked.get("after", "")) if asked.get("after", "").isascii() and asked.get("after", "").isdigit() else -1
    lines = change.lines.filter(place__gt=min(after, 2**31 - 1)).order_by("place")
    found = list((lines.filter(verdict=shown) if shown else lines)[: AT_ONCE + 1])
    last = found[AT_ONCE - 1].place if len(found) > AT_ONCE else None
    return BulkPage(
        id=change.id,
        action_words=progress.words,
        progress=progress,
        made_by=names([change.made_by]).get(change.made_by, ""),
        tabs=_tabs(progress, shown),
        lines=[_line(line) for line in found[:AT_ONCE]],
        next_url=f"?show={shown}&after={last}" if last is not None else "",
        is_planned=change.state == BulkState.PLANNED,
        is_applying=change.state == BulkState.APPLYING,
        is_over=change.state in (BulkState.DONE, BulkState.STOPPED),
        state_words=str(BulkState(change.state).label),
        look=STATES[change.state],
        others=_others(change) if change.state == BulkState.PLANNED and change.action == Action.PUBLISH else 0,
    )


def _others(change: BulkChange) -> int:
    """How many other open jobs would have to follow, when nothing of the company was ever published."""
    following = first_publish.jobs_that_follow()
    among = set(change.lines.values_list("job_id", flat=True))
    return sum(one.job_id not in among for one in following.ready) if following.is_first else 0


def _tabs(progress: Progress, shown: str) -> list[Tab]:
    everything = progress.changing + progress.skipped + progress.problems
    return [
        Tab(_("All"), everything, "?", not shown),
        Tab(_("Change"), progress.changing, "?show=change", shown == planning.CHANGE),
        Tab(_("Left alone"), progress.skipped, "?show=skip", shown == planning.SKIP),
        Tab(_("Need a correction"), progress.problems, "?show=problem", shown == planning.PROBLEM),
    ]


def _line(line: BulkLine) -> LineShown:
    outcome = line.outcome
    return LineShown(
        job_id=line.job_id,
        title=line.title,
        words=_outcome_words(outcome) if outcome else _verdict_words(line.verdict),
        look=OUTCOMES[outcome] if outcome else VERDICTS[line.verdict],
        why=line.outcome_why or line.why,
        notes=list(line.notes),
        diffs=list(line.diffs),
    )


def _verdict_words(verdict: str) -> str:
    return {planning.CHANGE: _("Changes"), planning.SKIP: _("Left alone")}.get(verdict, _("Needs a correction"))


def _outcome_words(outcome: str) -> str:
    return {changes.DONE: _("Done"), changes.CHANGED: _("Changed meanwhile")}.get(outcome, _("Not possible"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
