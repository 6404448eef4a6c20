"""Places as LinkedIn reads them: suggestions while one types, and what a typed place will be sent as."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from isthmus.hiring import place_rules
from isthmus.hiring.models import PlaceKind, PlaceName
from isthmus.hiring.place_keys import ALIAS, PRIMARY, place_key
from isthmus.hiring.place_rules import Place, Resolution, Standing, Typed

__all__ = ["Resolution", "Standing", "Suggestion", "resolve", "resolve_all", "suggest"]

LONGEST_ABBREVIATION = 4
LOOKED_AT = 60
_COLUMNS = (
    "place",
    "kind",
    "name",
    "region_code",
    "region",
    "country_code",
    "country",
    "population",
    "sent",
    "rank",
)


@dataclass(frozen=True)
class Suggestion:
    """A place to choose: what LinkedIn will be told, and how wide it is."""

    sent: str
    kind: str


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """Cities and countries whose name starts with the text ("ghe", "san francisco, ca"): the largest first.

    An abbreviation typed out ("nyc") leads; states and provinces are left out, since LinkedIn takes none alone.
    """
    start, *around = [place_key(part) for part in text[: place_rules.LONGEST].split(",")]
    if len(start) < 2:
        return []
    around = [key for key in around if key]
    named = _by_key(set(around))
    found = _exactly(start) if around else _starting(start)
    fitting = (row for row in found if all(_is_around(row, key, named.get(key, [])) for key in around))
    suggested: dict[str, Suggestion] = {}
    for row in fitting:
        suggested.setdefault(row.sent, Suggestion(row.sent, row.kind))
        if len(suggested) == limit:
            break
    return list(suggested.values())


def resolve(text: str, *, workplace: str = "") -> Resolution:
    """What LinkedIn will be told of a typed place; `workplace` is the job's own, when it has one."""
    return resolve_all([text], workplace=workplace)[text]


def resolve_all(texts: Iterable[str], *, workplace: str = "") -> dict[str, Resolution]:
    """The same for many texts, with one look at the table."""
    typed = {text: place_rules.read(text) for text in texts}
    found = _by_key({key for one in typed.values() for key in one.keys})
    return {text: _resolved(one, found, workplace) for text, one in typed.items()}


def _resolved(typed: Typed, found: dict[str, list[Place]], workplace: str) -> Resolution:
    resolution = place_rules.decide(typed, found, workplace=workplace)
    if resolution.standing == Standing.TOO_WIDE and resolution.region_code:
        return replace(resolution, choices=_largest_in(resolution.country_code, resolution.region_code))
    return resolution


def _by_key(keys: set[str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for key, *values in PlaceName.objects.filter(key__in=keys).values_list("key", *_COLUMNS):
        found[key].append(Place(*values))
    return found


def _largest_in(country: str, region: str) -> list[str]:
    cities = PlaceName.objects.filter(country_code=country, region_code=region, kind=PlaceKind.CITY, rank=PRIMARY)
    return list(cities.order_by("-population").values_list("sent", flat=True)[: place_rules.MOST_CHOICES])


def _exactly(key: str) -> Iterator[Place]:
    rows = PlaceName.objects.filter(key=key).exclude(kind=PlaceKind.REGION).order_by("rank", "-population", "sent")
    return _of(rows)


def _starting(start: str) -> Iterator[Place]:
    """Abbreviations that are typed out, names that start so, and places with another name that does."""
    names = PlaceName.objects.exclude(kind=PlaceKind.REGION).order_by("-population", "sent")
    started = names.filter(head=start[:2])
    if len(start) > 2:
        started = started.filter(key__startswith=start)
    if len(start) <= LONGEST_ABBREVIATION:
        yield from _of(names.filter(key=start, rank=ALIAS))
    yield from _of(started.filter(rank=PRIMARY))
    yield from _of(started.filter(rank=ALIAS))


def _of(rows: QuerySet[PlaceName]) -> Iterator[Place]:
    return (Place(*values) for values in rows.values_list(*_COLUMNS)[:LOOKED_AT])


def _is_around(row: Place, key: str, named: list[Place]) -> bool:
    if any(wide.kind == PlaceKind.COUNTRY and wide.country_code == row.country_code for wide in named):
        return True
    return any(place_key(name).startswith(key) for name in (row.region, row.region_code, row.country))
