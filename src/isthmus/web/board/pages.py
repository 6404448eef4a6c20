"""What a board shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.hiring import board
from isthmus.hiring.board import Column
from isthmus.hiring.models import Job


@dataclass(frozen=True)
class ShownColumn:
    """A column with the address of what follows its cards."""

    column: Column
    more_query: str
    is_of_several: bool
    may_decide: bool


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
    return ShownColumn(column, query, is_of_several, member.may("applications.decide"))


def _page(member: Member, title: str, jobs: Sequence[Job], *, is_of_several: bool) -> BoardPage:
    found = board.columns([job.id for job in jobs]) if jobs else []
    return BoardPage(
        title=title,
        job_id=None if is_of_several else jobs[0].id,
        jobs=len(jobs),
        columns=[more(member, column, is_of_several=is_of_several) for column in found],
        may_decide=member.may("applications.decide"),
    )
