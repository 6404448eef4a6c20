"""Finds candidates by the beginnings of names and addresses, in bounded time whatever is typed.

The rarest condition leads: the word with the fewest keys, or the filter on applications when fewer fit it. One page
looks at no more than a window of the leader's rows, so that words which never meet cannot hold the database up; when a
window ends before the page is full, the page is short and its cursor continues behind the window.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from isthmus.hiring.models import Application
from isthmus.hiring.paging import read_cursor, write_cursor
from isthmus.people.models import SearchKey
from isthmus.people.normalise import name_key, tidy

MOST_WORDS = 6
WINDOW = 10_000
_AFTER_EVERYTHING = "\U0010ffff"
_BY_APPLICATION = "a"

Forms = frozenset[str]
Found = list[tuple[UUID, UUID | None]]


def words_of(search: str) -> list[Forms]:
    """For each word typed, the beginnings that would do: its form in names and its form in addresses."""
    words: dict[Forms, None] = {}
    for typed in tidy(search, 200).lower().split():
        pieces = [] if "@" in typed else name_key(typed).split()
        if len(pieces) > 1:
            words |= {frozenset({piece}): None for piece in pieces}
        else:
            words[frozenset({typed, *pieces})] = None
    return list(words)[:MOST_WORDS]


def find(
    words: Sequence[Forms], filters: Mapping[str, object], after: str | None, limit: int
) -> tuple[Found, str | None]:
    """A page of (candidate, application) ids: the application is given where applications lead, else None.

    Every word must begin one of the candidate's keys, and the filters must fit one of the applications. The order is
    by key where a word leads, by application (newest first) where applications do. Raises Refused for a foreign cursor.
    """
    leader, place = _read(after, len(words))
    leader = leader or _rarest(words, filters)
    if leader == _BY_APPLICATION:
        return _by_application(words, filters, place, limit)
    return _by_word(words, int(leader), filters, place, limit)


def _rarest(words: Sequence[Forms], filters: Mapping[str, object]) -> str:
    if len(words) == 1 and not filters:
        return "0"
    sizes = {str(number): _size(_keys(forms)) for number, forms in enumerate(words)}
    if filters:
        sizes[_BY_APPLICATION] = _size(Application.objects.filter(**filters))
    return min(sizes, key=lambda leader: sizes[leader])


def _by_word(
    words: Sequence[Forms], leader: int, filters: Mapping[str, object], place: Sequence[str], limit: int
) -> tuple[Found, str | None]:
    keys = _keys(words[leader])
    if place:
        key, candidate_id = place[0], UUID(place[1])
        behind = Q(key__gt=key) | Q(key=key, candidate_id__lt=candidate_id)
        keys = keys.filter(behind, key__gte=key)
    order = ("key", "-candidate_id")
    end = keys.order_by(*order).values_list("key", "candidate_id")[WINDOW : WINDOW + 1].first()
    if end is not None:
        keys = keys.filter(Q(key__lt=end[0]) | Q(key=end[0], candidate_id__gte=end[1]), key__lte=end[0])
    fitting = _first_of_person(keys, words[leader])
    for number, forms in enumerate(words):
        if number != leader:
            fitting = fitting.filter(Exists(_same_person(SearchKey).filter(_begins(forms))))
    if filters:
        fitting = fitting.filter(Exists(_same_person(Application).filter(**filters)))
    found = list(fitting.order_by(*order).values_list("key", "candidate_id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else end
    return [(candidate_id, None) for _, candidate_id in found[:limit]], _cursor(str(leader), last)


def _by_application(
    words: Sequence[Forms], filters: Mapping[str, object], place: Sequence[str], limit: int
) -> tuple[Found, str | None]:
    bids = Application.objects.filter(**filters)
    if place:
        moment, identity = datetime.fromisoformat(place[0]), UUID(place[1])
        behind = Q(applied_at__lt=moment) | Q(applied_at=moment, id__lt=identity)
        bids = bids.filter(behind, applied_at__lte=moment)
    order = ("-applied_at", "-id")
    end = bids.order_by(*order).values_list("applied_at", "id")[WINDOW : WINDOW + 1].first()
    if end is not None:
        bids = bids.filter(Q(applied_at__gt=end[0]) | Q(applied_at=end[0], id__gte=end[1]), applied_at__gte=end[0])
    for forms in words:
        bids = bids.filter(Exists(_same_person(SearchKey).filter(_begins(forms))))
    found = list(bids.order_by(*order).values_list("applied_at", "id", "candidate_id")[: limit + 1])
    last = found[limit - 1][:2] if len(found) > limit else end
    pairs: Found = [(candidate_id, identity) for _, identity, candidate_id in found[:limit]]
    return pairs, _cursor(_BY_APPLICATION, (last[0].isoformat(), last[1]) if last else None)


def _keys(forms: Forms) -> QuerySet[SearchKey]:
    keys: QuerySet[SearchKey] = SearchKey.objects.filter(_begins(forms))
    return keys


def _begins(forms: Iterable[str]) -> Q:
    condition = Q()
    for form in sorted(forms):
        condition |= Q(key__gte=form, key__lt=form + _AFTER_EVERYTHING)
    return condition


def _same_person(model: type[SearchKey] | type[Application]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(candidate_id=OuterRef("candidate_id"))
    return rows


def _first_of_person(keys: QuerySet[SearchKey], forms: Forms) -> QuerySet[SearchKey]:
    """A person found by several of their keys counts where the first of them stands."""
    earlier = _same_person(SearchKey).filter(_begins(forms), key__lt=OuterRef("key"))
    return keys.filter(~Exists(earlier))


def _size(rows: QuerySet[Any]) -> int:
    """How many rows there are, counted no further than a window."""
    return rows.order_by().values(one=F("id"))[: WINDOW + 1].count()


def _read(after: str | None, number_of_words: int) -> tuple[str, Sequence[str]]:
    if after is None:
        return "", ()
    leaders = {_BY_APPLICATION, *(str(number) for number in range(number_of_words))}

    def leader_of(text: str) -> str:
        if text not in leaders:
            raise ValueError(text)
        return text

    leader = read_cursor(after, (leader_of, str, UUID))[0]
    kinds = (leader_of, datetime.fromisoformat if leader == _BY_APPLICATION else str, UUID)
    return leader, [str(part) for part in read_cursor(after, kinds)[1:]]


def _cursor(leader: str, place: Sequence[object] | None) -> str | None:
    return write_cursor(leader, *place) if place else None
