"""The list of jobs with how each posting stands: filters, counts, and what can be done to many at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.bridge.postings import groups, health
from isthmus.bridge.postings.bulk import changes
from isthmus.bridge.postings.groups import Group
from isthmus.bridge.postings.health import PostingHealth
from isthmus.hiring import lists, team
from isthmus.hiring.lists import JobRow
from isthmus.hiring.models import Job, JobStatus
from isthmus.hiring.problems import Refused
from isthmus.web import paging
from isthmus.web.addresses import maker
from isthmus.web.jobs import panel
from isthmus.web.tones import BAD, GOOD, IN_MOTION, OF_JOB, PLAIN, Look

MOST_LOCATIONS_SHOWN = 3
LONGEST_SEARCH = 200
LOOKS: Mapping[Group, Look] = {
    Group.LIVE: GOOD,
    Group.SENDING: IN_MOTION,
    Group.ATTENTION: Look("warn", "hand-raised"),
    Group.REFUSED: BAD,
    Group.NOT_LISTED: BAD,
    Group.NOT_PUBLISHED: PLAIN,
}


@dataclass(frozen=True)
class Filters:
    """Which jobs of the company are asked for; empty fields ask for all."""

    search: str = ""
    status: str = ""
    posting: str = ""
    mine: str = ""

    @property
    def given(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class PostingMark:
    """How a posting stands, in the list: its state, its address on LinkedIn, what is wrong, whose move, what to do."""

    words: str
    tone: str
    icon: str
    url: str
    message: str
    whose_move: str
    fix: str


@dataclass(frozen=True)
class Row:
    """One job of the list."""

    id: UUID
    url: str
    title: str
    details: str
    status_words: str
    status_tone: str
    status_icon: str
    posting: PostingMark | None
    applicants: int
    applicants_url: str
    in_progress: str
    created_at: datetime


@dataclass(frozen=True)
class Count:
    """How many jobs stand in one way, and the address that shows them alone (or all again)."""

    words: str
    number: int
    url: str
    is_shown: bool
    tone: str
    icon: str


@dataclass(frozen=True)
class ListPage:
    """One page of jobs."""

    rows: list[Row]
    filters: Filters
    statuses: list[tuple[str, str]]
    counts: list[Count]
    total: int
    next_url: str
    first_url: str
    may_edit: bool
    may_change: bool
    has_team: bool
    unfinished: list[changes.Progress]

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters.given)


def filters_of(asked: QueryDict) -> Filters:
    """The filters an address or a form asks for; what is not known is left out."""
    status, posting = asked.get("status", ""), asked.get("posting", "")
    return Filters(
        search=asked.get("search", "").strip()[:LONGEST_SEARCH],
        status=status if status in JobStatus.values else "",
        posting=posting if posting in Group.values else "",
        mine="yes" if asked.get("mine") == "yes" else "",
    )


def jobs_of(member: Member, filters: Filters) -> QuerySet[Job]:
    """All jobs of the acting company that the filters ask for."""
    return groups.only(_before_group(member, filters), filters.posting)


def job_list(member: Member, asked: QueryDict) -> ListPage:
    """The page of jobs the address asks for. Raises Http404 for a page nobody made."""
    filters, after = filters_of(asked), asked.get("after", "")
    counted = groups.counts(_before_group(member, filters))
    try:
        found = lists.jobs(after=after or None, among=jobs_of(member, filters))
    except Refused as error:
        raise Http404("No such page") from error
    return ListPage(
        rows=_rows(member, found.rows),
        filters=filters,
        statuses=[(status.value, str(status.label)) for status in JobStatus],
        counts=[_count(group, number, filters) for group, number in counted.items()],
        total=counted[Group(filters.posting)] if filters.posting else sum(counted.values()),
        next_url=paging.next_url(filters.given, found.next),
        first_url=paging.first_url(filters.given, after),
        may_edit=member.may("jobs.edit"),
        may_change=member.may("jobs.edit") and member.may("jobs.publish"),
        has_team=bool(filters.mine) or team.jobs_of(member.user_id).exists(),
        unfinished=changes.unfinished() if member.may("jobs.publish") else [],
    )


def _before_group(member: Member, filters: Filters) -> QuerySet[Job]:
    mine = team.jobs_of(member.user_id) if filters.mine else None
    return lists.jobs_like(filters.search, filters.status, mine)


def _count(group: Group, number: int, filters: Filters) -> Count:
    is_shown = filters.posting == group.value
    asked = {**filters.given, "posting": group.value}
    if is_shown:
        del asked["posting"]
    look = LOOKS[group] if number else PLAIN
    return Count(str(group.label), number, f"?{urlencode(asked)}", is_shown, look.tone, LOOKS[group].icon)


def _rows(member: Member, found: list[JobRow]) -> list[Row]:
    stands = health.of_jobs([row.job_id for row in found])
    url = maker("jobs:job", "job_id", slug=member.company_slug)
    applicants_url = reverse("candidates:list", args=[member.company_slug])
    return [_row(row, stands.get(row.job_id), url(row.job_id), f"{applicants_url}?job={row.job_id}") for row in found]


def _row(found: JobRow, stands: PostingHealth | None, url: str, applicants_url: str) -> Row:
    look = OF_JOB[JobStatus(found.status)]
    return Row(
        id=found.job_id,
        url=url,
        title=found.title,
        details=" · ".join(part for part in (found.code, found.department, places(found.locations)) if part),
        status_words=found.status_label,
        status_tone=look.tone,
        status_icon=look.icon,
        posting=_mark(stands) if stands else None,
        applicants=found.applicants,
        applicants_url=applicants_url,
        in_progress=_("%s in progress") % intcomma(found.in_progress) if found.in_progress else "",
        created_at=found.created_at,
    )


def places(locations: list[str]) -> str:
    """A job's locations in a line, the first few by name."""
    shown = locations[:MOST_LOCATIONS_SHOWN]
    more = len(locations) - len(shown)
    return "; ".join([*shown, _("and %d more") % more] if more else shown)


def _mark(stands: PostingHealth) -> PostingMark:
    look = panel.look_of(stands)
    return PostingMark(stands.words, look.tone, look.icon, stands.url, stands.message, stands.whose_move, stands.fix)
