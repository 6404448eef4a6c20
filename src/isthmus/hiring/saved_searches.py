"""Searches of the candidate list somebody kept: their own, or shared with the company; only who kept one changes it."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from isthmus.hiring.models import SavedSearch
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.people.normalise import tidy
from isthmus.store import tenancy

LONGEST_NAME = 80
MOST = 30


def shown() -> list[SavedSearch]:
    """The acting user's searches and those others share, oldest first."""
    return list(SavedSearch.objects.filter(Q(owner_id=tenancy.current().user_id) | Q(is_shared=True))[: 2 * MOST])


def keep(name: str, asked: Mapping[str, str], *, is_shared: bool = False) -> SavedSearch:
    """A new search of the acting user's. Raises Refused without a name, for one they use already, and for too many."""
    owner_id = tenancy.current().user_id
    name = tidy(name, LONGEST_NAME)
    refuse_if(_problems(name, None, nothing=not asked), code="search_invalid")
    row: SavedSearch = SavedSearch.objects.create(owner_id=owner_id, name=name, asked=dict(asked), is_shared=is_shared)
    return row


def change(search_id: UUID, name: str, *, is_shared: bool) -> SavedSearch:
    """Another name, or another reach. Raises Refused; SavedSearch.DoesNotExist for one of somebody else's."""
    row = _own(search_id)
    name = tidy(name, LONGEST_NAME)
    refuse_if(_problems(name, row.id), code="search_invalid")
    row.name, row.is_shared = name, is_shared
    row.save(update_fields=["name", "is_shared"])
    return row


def delete(search_id: UUID) -> None:
    """Forget a search of the acting user's. Raises SavedSearch.DoesNotExist for one of somebody else's."""
    _own(search_id).delete()


def _own(search_id: UUID) -> SavedSearch:
    row: SavedSearch = SavedSearch.objects.select_for_update(no_key=True).get(
        id=search_id, owner_id=tenancy.current().user_id
    )
    return row


def _problems(name: str, search_id: UUID | None, *, nothing: bool = False) -> list[Problem]:
    mine = SavedSearch.objects.filter(owner_id=tenancy.current().user_id).exclude(id=search_id)
    found = []
    if not name:
        found.append(Problem("name", _("The search has no name."), _("Give it one.")))
    if nothing:
        found.append(Problem("asked", _("This is the whole list."), _("Search or filter first, then keep that.")))
    if mine.filter(name=name).exists():
        found.append(Problem("name", _("You have a search of this name."), _("Choose another name.")))
    if search_id is None and mine.count() >= MOST:
        found.append(Problem("name", _("You have kept %s searches.") % MOST, _("Delete one you no longer need.")))
    return found
