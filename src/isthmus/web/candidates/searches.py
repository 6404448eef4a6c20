"""Kept searches above the candidate list, how many people each finds, and what is done with them."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from isthmus.accounts.roles import Member
from isthmus.hiring import candidate_search, saved_searches
from isthmus.hiring.models import SavedSearch
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.candidates import asked as asked_for
from isthmus.web.candidates.asked import Asked
from isthmus.web.showing import attempt, show_part

COUNTED_TO = 99


@dataclass(frozen=True)
class Kept:
    """One search: its address, whether it is the one shown, and how many it finds (empty until counted)."""

    id: UUID
    name: str
    url: str
    is_here: bool
    is_own: bool
    is_shared: bool
    count: str = ""


@dataclass(frozen=True)
class Searches:
    """All of them, and what is asked for at the moment."""

    kept: list[Kept]
    query: str
    can_keep: bool

    @property
    def here(self) -> Kept | None:
        return next((one for one in self.kept if one.is_here), None)


def of(member: Member, asked: Asked, *, counted: bool = False) -> Searches:
    """The searches the member sees; counted only when asked to, since that costs a look-up for each."""
    rows = saved_searches.shown()
    kept = [_kept(member, row, asked, counted=counted) for row in rows]
    known = any(one.is_here and one.is_own for one in kept)
    return Searches(kept, asked.query, can_keep=asked.is_filtered and not known)


def _kept(member: Member, row: SavedSearch, asked: Asked, *, counted: bool) -> Kept:
    query = urlencode(row.asked)
    return Kept(
        id=row.id,
        name=row.name,
        url=f"{reverse('candidates:list', args=[member.company_slug])}?{query}",
        is_here=row.asked == asked.kept,
        is_own=row.owner_id == member.user_id,
        is_shared=row.is_shared,
        count=_count(query) if counted else "",
    )


def _count(query: str) -> str:
    found = candidate_search.count(asked_for.read(QueryDict(query)).wanted, COUNTED_TO)
    return str(found.number) if found.is_exact else f"{found.number}+"


@company_view("candidates.view")
@require_safe
def tabs(request: MemberRequest) -> HttpResponse:
    """The searches alone, counted: asked for after the page has come."""
    found = of(request.member, asked_for.read(request.GET), counted=True)
    return show_part(request, "candidates/searches.html", None, searches=found, is_counted=True)


@company_view("candidates.view")
@require_POST
def keep(request: MemberRequest) -> HttpResponse:
    """Keep what is asked for under a name."""
    asked = asked_for.read(QueryDict(request.POST.get("query", "")[:2000]))
    with attempt(request, _("Kept.")):
        saved_searches.keep(request.POST.get("name", ""), asked.kept, is_shared="is_shared" in request.POST)
    return _to_list(request, asked.query)


@company_view("candidates.view")
@require_POST
def change(request: MemberRequest, search_id: UUID) -> HttpResponse:
    """Rename a search, or share it, or no longer."""
    with attempt(request, _("Changed.")):
        saved_searches.change(search_id, request.POST.get("name", ""), is_shared="is_shared" in request.POST)
    return _to_list(request, urlencode(SavedSearch.objects.get(id=search_id).asked))


@company_view("candidates.view")
@require_POST
def delete(request: MemberRequest, search_id: UUID) -> HttpResponse:
    """Forget a search."""
    with attempt(request, _("Deleted.")):
        saved_searches.delete(search_id)
    return _to_list(request, "")


def _to_list(request: MemberRequest, query: str) -> HttpResponse:
    address = reverse("candidates:list", args=[request.member.company_slug])
    return redirect(f"{address}?{query}" if query else address)
