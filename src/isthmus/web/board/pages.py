"""What a board shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isthmus.accounts.roles import Member
from isthmus.hiring import board
from isthmus.hiring.board import Card, Column
from isthmus.hiring.models import Job
from isthmus.web.templatetags.look import written

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class ShownCard:
    """A card with everything in words, since hundreds are drawn: what need not be shown is empty."""

    id: str
    url: str
    name: str
    headline: str
    job_title: str
    by_linkedin: bool
    is_unopened: bool
    came: str
    days: str


@dataclass(frozen=True)
class ShownColumn:
    """A column with its cards as they are drawn, and the address of what follows them."""

    column: Column
    cards: list[ShownCard]
    more_query: str
    may_move: bool


@dataclass(frozen=True)
class BoardPage:
    """A board: of one job, or of several."""

    title: str
    job_id: UUID | None
    jobs: int
    columns: list[ShownColumn]
    may_decide: bool


def of_job(member: Member, job: Job) -> BoardPage:
    """The board of one job."""
    return _page(member, job.title, [job], is_of_several=False)


def of_jobs(member: Member, jobs: Sequence[Job]) -> BoardPage:
    """The board of several jobs at once; without any, a page that says how to get some."""
    return _page(member, _("Board of my jobs"), jobs, is_of_several=True)


def more(member: Member, column: Column, *, is_of_several: bool) -> ShownColumn:
    """The column as it is shown."""
    query = urlencode({"column": column.key, "after": column.next}) if column.next else ""
    address = reverse("candidates:application", args=[member.company_slug, NOBODY])
    cards = [_card(card, address, is_end=column.is_end, is_of_several=is_of_several) for card in column.cards]
    return ShownColumn(column, cards, query, member.may("applications.decide") and not column.is_end)


def _card(card: Card, address: str, *, is_end: bool, is_of_several: bool) -> ShownCard:
    identity = str(card.application_id)
    return ShownCard(
        id=identity,
        url=address.replace(str(NOBODY), identity),
        name=card.name,
        headline=card.headline,
        job_title=card.job_title if is_of_several else "",
        by_linkedin=card.by_linkedin,
        is_unopened=not card.is_viewed and not is_end,
        came=written(localtime(card.since).date(), "j M Y"),
        days=ngettext("%(days)d day", "%(days)d days", card.days) % {"days": card.days},
    )


def _page(member: Member, title: str, jobs: Sequence[Job], *, is_of_several: bool) -> BoardPage:
    found = board.columns([job.id for job in jobs]) if jobs else []
    return BoardPage(
        title=title,
        job_id=None if is_of_several else jobs[0].id,
        jobs=len(jobs),
        columns=[more(member, column, is_of_several=is_of_several) for column in found],
        may_decide=member.may("applications.decide"),
    )
