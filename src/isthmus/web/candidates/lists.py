"""The candidate list: rows as the page shows them, in the order the address asks for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.hiring import bulk, lists
from isthmus.hiring.lists import CandidateRow
from isthmus.hiring.models import BulkKind, Outcome
from isthmus.hiring.problems import Refused
from isthmus.hiring.snippets import Finding
from isthmus.web import paging
from isthmus.web.addresses import maker
from isthmus.web.candidates import asked as asked_for
from isthmus.web.candidates import searches
from isthmus.web.candidates.asked import Asked
from isthmus.web.candidates.searches import Searches
from isthmus.web.plugins import Kind, Person, Plugins, Tag, for_page
from isthmus.web.tones import OF_OUTCOME


@dataclass(frozen=True)
class Row:
    """One person with the application that counts for this list."""

    id: UUID
    name: str
    initials: str
    url: str
    headline: str
    came_by_linkedin: bool
    mark_url: str
    tag: Tag | None
    application_id: UUID | None
    found: list[Finding]
    job_title: str
    more: str
    stage: str
    stage_tone: str
    stage_icon: str
    applied_at: datetime | None
    is_new: bool


@dataclass(frozen=True)
class Unfinished:
    """Something done to several people that was begun and left."""

    id: UUID
    words: str
    settled: int
    to_do: int


@dataclass(frozen=True)
class ListPage:
    """One page of candidates; `looks_on` when nobody of those looked at so far fits and there are more to look at."""

    rows: list[Row]
    asked: Asked
    searches: Searches
    next_url: str
    first_url: str
    plugins: Plugins
    may_decide: bool
    may_write: bool
    unfinished: list[Unfinished]

    @property
    def is_filtered(self) -> bool:
        return self.asked.is_filtered

    @property
    def found_here(self) -> int:
        """How many are found when all of them stand on this page, else 0."""
        return 0 if self.next_url or self.first_url else len([row for row in self.rows if row.application_id])

    @property
    def looks_on(self) -> bool:
        return not self.rows and bool(self.next_url)


def page(member: Member, address: QueryDict) -> ListPage:
    """The page of candidates the address asks for. Raises Http404 for a page address nobody made."""
    asked, after = asked_for.read(address), address.get("after", "")
    try:
        found = lists.candidates(asked.wanted, after or None)
    except Refused as error:
        raise Http404("No such page") from error
    plugins = for_page(Kind.HIGHLIGHTS)
    return ListPage(
        rows=_rows(member, found.rows, plugins),
        asked=asked,
        searches=searches.of(member, asked),
        next_url=paging.next_url(asked.kept, found.next),
        first_url=paging.first_url(asked.kept, after),
        plugins=plugins,
        may_decide=member.may("applications.decide"),
        may_write=member.may("messages.send"),
        unfinished=_unfinished() if member.may("applications.decide") else [],
    )


def _unfinished() -> list[Unfinished]:
    found = [(action, bulk.progress(action)) for action in bulk.unfinished()[:3]]
    return [Unfinished(one.id, str(BulkKind(one.kind).label), far.settled, far.to_do) for one, far in found]


@dataclass(frozen=True)
class _Addresses:
    """Where the rows of one page lead."""

    application: Callable[[UUID], str]
    candidate: Callable[[UUID], str]
    mark: Callable[[UUID], str]

    def of(self, found: CandidateRow) -> str:
        return self.application(found.application_id) if found.application_id else self.candidate(found.candidate_id)


def _addresses(slug: str) -> _Addresses:
    return _Addresses(
        maker("candidates:application", "application_id", slug=slug),
        maker("candidates:candidate", "candidate_id", slug=slug),
        maker("candidates:mark", "candidate_id", slug=slug),
    )


def _rows(member: Member, found: list[CandidateRow], plugins: Plugins) -> list[Row]:
    addresses = _addresses(member.company_slug)
    return [_row(addresses, row, plugins) for row in found]


def _row(addresses: _Addresses, found: CandidateRow, plugins: Plugins) -> Row:
    is_open = found.outcome == Outcome.PENDING
    look = OF_OUTCOME[Outcome(found.outcome)] if found.outcome else None
    return Row(
        id=found.candidate_id,
        name=found.name,
        initials=found.initials,
        url=addresses.of(found),
        headline=_headline(found),
        came_by_linkedin=found.linkedin_id is not None,
        mark_url=addresses.mark(found.candidate_id),
        tag=plugins.highlights(Person(application=found.linkedin_id)) if found.linkedin_id else None,
        application_id=found.application_id,
        found=[replace(one, place=_("in %s:") % one.place) for one in found.found],
        job_title=found.job_title,
        more=_("and %d more") % (found.applications - 1) if found.applications > 1 else "",
        stage=found.stage_name if is_open else found.outcome_label,
        stage_tone="" if is_open or look is None else look.tone,
        stage_icon="" if is_open or look is None else look.icon,
        applied_at=found.applied_at,
        is_new=is_open and not found.is_viewed,
    )


def _headline(found: CandidateRow) -> str:
    work = found.headline or found.employer
    return " · ".join(part for part in (work, found.location) if part)
