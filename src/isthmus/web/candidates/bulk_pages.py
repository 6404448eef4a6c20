"""What the screens of a bulk action show: who is chosen, what would become of each, and what each would be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.accounts.roles import Member
from isthmus.hiring import bulk, candidate_search
from isthmus.hiring.actors import names
from isthmus.hiring.bulk import Progress
from isthmus.hiring.models import Application, BulkAction, BulkItem, BulkKind, BulkState
from isthmus.hiring.wanted import BY_APPLICATION
from isthmus.people.models import Origin
from isthmus.web.candidates import asked as asked_for
from isthmus.web.candidates import told
from isthmus.web.candidates.asked import Asked
from isthmus.web.candidates.bulk_forms import BulkForm
from isthmus.web.candidates.told import Foretold, Telling
from isthmus.web.tones import BAD, GOOD, IN_MOTION, PLAIN, WAITING, Look

AT_ONCE = 100
SHOWN_BY_NAME = 8
GOES, LEFT_OUT = "goes", "left"
STATES: Mapping[str, Look] = {
    BulkState.PLANNED: WAITING,
    BulkState.APPLYING: IN_MOTION,
    BulkState.DONE: GOOD,
    BulkState.STOPPED: PLAIN,
}
OUTCOMES: Mapping[str, Look] = {bulk.DONE: GOOD, bulk.CHANGED: WAITING, bulk.REFUSED: BAD}


@dataclass(frozen=True)
class Chosen:
    """The applications something is to be done to: those ticked, or all that the list finds.

    `is_cut` when more would fit than are taken; `one_each` when the list shows people, each with one application.
    """

    ids: list[UUID]
    asked: Asked
    is_all: bool
    is_cut: bool = False
    one_each: bool = False


@dataclass(frozen=True)
class ChoosePage:
    """What is to be done to the people chosen."""

    chosen: Chosen
    kind: str
    title: str
    names: list[str]
    form: BulkForm
    others: list[tuple[str, str]]
    most: int

    @property
    def more(self) -> int:
        return max(0, len(self.chosen.ids) - SHOWN_BY_NAME)


@dataclass(frozen=True)
class LineShown:
    """One application of a bulk action, in words."""

    application_id: UUID
    name: str
    job_title: str
    before: str
    after: str
    words: str
    look: Look
    why: str
    telling: Telling


@dataclass(frozen=True)
class Tab:
    """Lines of one sort, and how many there are."""

    words: str
    number: int
    url: str
    is_shown: bool


@dataclass(frozen=True)
class BulkPage:
    """A bulk action: its lines, how far it is, and what can be done now."""

    id: UUID
    kind: str
    title: str
    button: str
    made_by: str
    action: BulkAction
    progress: Progress
    tabs: list[Tab]
    lines: list[LineShown]
    next_url: str
    foretold: Foretold | None
    state_words: str
    look: Look
    most: int

    @property
    def is_planned(self) -> bool:
        return self.action.state == BulkState.PLANNED

    @property
    def is_applying(self) -> bool:
        return self.action.state == BulkState.APPLYING


def kind_of(asked: QueryDict) -> str:
    """The kind an address or a form names; moving when it names none."""
    said = asked.get("action", "")
    return said if said in BulkKind.values else BulkKind.MOVE


def chosen(asked: QueryDict) -> Chosen:
    """The applications an address or a form names; ids that are not the company's, or no ids at all, are left out."""
    found = asked_for.read(asked)
    if asked.get("all") == "yes":
        ids, is_all = candidate_search.applications(found.wanted, bulk.MOST)
        one_each = found.wanted.in_order != BY_APPLICATION
        return Chosen(ids, found, is_all=True, is_cut=not is_all, one_each=one_each)
    said = [identity for text in asked.getlist("application")[: bulk.MOST] if (identity := _uuid(text))]
    ours = set(Application.objects.filter(id__in=said).values_list("id", flat=True))
    return Chosen([identity for identity in dict.fromkeys(said) if identity in ours], found, is_all=False)


def choose_page(member: Member, these: Chosen, form: BulkForm) -> ChoosePage:
    """The form for what is to be done to these people."""
    first = these.ids[:SHOWN_BY_NAME]
    bids = Application.objects.select_related("candidate", "job").in_bulk(first)
    shown = [bids[identity] for identity in first if identity in bids]
    return ChoosePage(
        chosen=these,
        kind=form.kind,
        title=_title(form.kind),
        names=[f"{bid.candidate} ({bid.job.title})" for bid in shown],
        form=form,
        others=[(kind, _title(kind)) for kind in _offered(member) if kind != form.kind],
        most=bulk.MOST,
    )


def bulk_page(member: Member, action: BulkAction, asked: QueryDict) -> BulkPage:
    """A page of the lines of a bulk action of the acting company."""
    progress, wish = bulk.progress(action), bulk.wish_of(action)
    shown = asked.get("show", "") if asked.get("show", "") in (GOES, LEFT_OUT) else ""
    rows = list(_rows(action, shown, asked.get("after", ""))[: AT_ONCE + 1])
    last = rows[AT_ONCE - 1].place if len(rows) > AT_ONCE else None
    teller = told.Teller(wish)
    foretold = _foretold(action, teller) if action.state == BulkState.PLANNED else None
    return BulkPage(
        id=action.id,
        kind=action.kind,
        title=_heading(action),
        button=_button(action.kind, progress.to_do),
        made_by=names([action.by_user_id]).get(action.by_user_id, ""),
        action=action,
        progress=progress,
        tabs=_tabs(progress, shown),
        lines=[_line(action, row, teller) for row in rows[:AT_ONCE]],
        next_url=f"?show={shown}&after={last}" if last is not None else "",
        foretold=foretold,
        state_words=str(BulkState(action.state).label),
        look=STATES[action.state],
        most=bulk.MOST,
    )


def _foretold(action: BulkAction, teller: told.Teller) -> Foretold | None:
    going = action.items.filter(why="").order_by("place").select_related("application")
    first, by_linkedin = going.first(), going.filter(application__origin=Origin.LINKEDIN_APPLY).first()
    return teller.first(first.application, by_linkedin.application if by_linkedin else None) if first else None


def _rows(action: BulkAction, shown: str, after: str) -> QuerySet[BulkItem]:
    behind = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else -1
    rows = action.items.filter(place__gt=behind).order_by("place")
    rows = rows.select_related("application__candidate", "application__job", "application__profile")
    if shown:
        return rows.filter(why="") if shown == GOES else rows.exclude(why="")
    return rows


def _line(action: BulkAction, row: BulkItem, teller: told.Teller) -> LineShown:
    bid, is_ahead = row.application, action.state == BulkState.PLANNED and not row.why
    return LineShown(
        application_id=bid.id,
        name=str(bid.candidate),
        job_title=bid.job.title,
        before=row.before,
        after=row.after if not row.why else "",
        words=_words(action, row),
        look=_look(row),
        why=row.outcome_why or row.why,
        telling=teller.of(bid) if is_ahead else Telling(),
    )


def _words(action: BulkAction, row: BulkItem) -> str:
    if row.why:
        return _("Left out")
    if action.state == BulkState.STOPPED and not row.outcome:
        return _("Not reached")
    said = {bulk.DONE: _("Done"), bulk.CHANGED: _("Changed meanwhile"), bulk.REFUSED: _("Not possible")}
    return said.get(row.outcome, _("To be done"))


def _look(row: BulkItem) -> Look:
    if row.why:
        return PLAIN
    return OUTCOMES.get(row.outcome, Look("accent", "pencil"))


def _tabs(progress: Progress, shown: str) -> list[Tab]:
    return [
        Tab(_("All"), progress.to_do + progress.left_out, "?", not shown),
        Tab(_("Chosen"), progress.to_do, f"?show={GOES}", shown == GOES),
        Tab(_("Left out"), progress.left_out, f"?show={LEFT_OUT}", shown == LEFT_OUT),
    ]


def _title(kind: str) -> str:
    return {BulkKind.MOVE: _("Move to a stage"), BulkKind.REJECT: _("Reject")}.get(BulkKind(kind), _("Write an e-mail"))


def _heading(action: BulkAction) -> str:
    if action.kind == BulkKind.MOVE:
        stage = action.items.values_list("after", flat=True).first()
        return _("Move to “%(stage)s”") % {"stage": stage or "–"}
    return _title(action.kind)


def _button(kind: str, number: int) -> str:
    if kind == BulkKind.MOVE:
        return ngettext("Move %d application", "Move %d applications", number) % number
    if kind == BulkKind.REJECT:
        return ngettext("Reject %d application", "Reject %d applications", number) % number
    return ngettext("Send %d e-mail", "Send %d e-mails", number) % number


def _offered(member: Member) -> list[str]:
    return [kind for kind in BulkKind.values if kind != BulkKind.MESSAGE or member.may("messages.send")]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
