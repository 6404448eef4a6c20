"""How a typed place is read, and what of the table it means: pure functions of text and rows.

What LinkedIn takes ("Location formats"): City, State, Country · City, State · City, Country · PostalCode, CountryCode;
for remote jobs a country alone as well. Nothing is invented: what is not known for certain stays as it was typed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from isthmus.hiring.models import Workplace
from isthmus.hiring.place_keys import ALIAS, CODE, PRIMARY, place_key

CITY, REGION, COUNTRY = "city", "region", "country"
MUCH_LARGER = 10
MOST_OF_IT = 0.4
MOST_CHOICES = 5
MOST_PARTS = 4
LONGEST = 300
_WORKPLACE_WORDS = {
    "remote": Workplace.REMOTE,
    "remotely": Workplace.REMOTE,
    "wfh": Workplace.REMOTE,
    "work from home": Workplace.REMOTE,
    "work from anywhere": Workplace.REMOTE,
    "anywhere": Workplace.REMOTE,
    "hybrid": Workplace.HYBRID,
    "on-site": Workplace.ON_SITE,
    "onsite": Workplace.ON_SITE,
    "in office": Workplace.ON_SITE,
}
_WORKPLACE = re.compile(
    r"(?<![\w])(?:fully[ -])?("
    + "|".join(sorted(map(re.escape, _WORKPLACE_WORDS), key=len, reverse=True))
    + r")(?![\w])",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_EDGES = re.compile(r"^[\s;:/|–—-]+|[\s;:/|–—-]+$")
_JOINING = re.compile(
    r"^(?:in|from|within|work|the|or|and)\s+(?=\w)|(?<=\w)\s+(?:only|based|in|or|and)$", re.IGNORECASE
)
_CLUSTERS = {
    "eu",
    "europe",
    "european union",
    "european economic area",
    "eea",
    "emea",
    "mena",
    "dach",
    "benelux",
    "nordics",
    "scandinavia",
    "baltics",
    "cis",
    "apac",
    "asia",
    "asia pacific",
    "apj",
    "anz",
    "oceania",
    "africa",
    "latam",
    "latin america",
    "south america",
    "north america",
    "americas",
    "amer",
    "worldwide",
    "global",
}
_POSTAL_CODE = re.compile(r"(?=[^,]*\d)[A-Z\d][A-Z\d -]{2,9}", re.IGNORECASE)
_SEVERAL = re.compile(r"\s(?:and|or)\s|[;/|\n]", re.IGNORECASE)
_AROUND = re.compile(r"\b(?:greater|metro(?:politan)?|area|region|bay area)\b", re.IGNORECASE)


class Standing(StrEnum):
    """What is known of a typed place."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    TOO_WIDE = "too_wide"
    NO_PLACE = "no_place"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Place:
    """A place under one of its names; `rank` says whether that is its own name, another one, or a code."""

    place: str
    kind: str
    name: str
    region_code: str
    region: str
    country_code: str
    country: str
    population: int
    sent: str
    rank: int = PRIMARY


@dataclass(frozen=True)
class Typed:
    """A typed place, taken apart: what it says of the workplace, and its parts from narrow to wide."""

    text: str
    workplace: str
    parts: list[str]

    @property
    def keys(self) -> list[str]:
        """The names to look up."""
        return [key for part in self.parts if (key := place_key(part))] + list(filter(None, [self.around]))

    @property
    def around(self) -> str:
        """The name inside "Greater Boston Area", or nothing."""
        narrowed = _AROUND.sub(" ", self.parts[0]) if self.parts else ""
        key = place_key(narrowed)
        return key if self.parts and key != place_key(self.parts[0]) else ""


@dataclass(frozen=True)
class Resolution:
    """What LinkedIn will be told of a typed place.

    `sent` is the typed text when nothing better is certain; `why` then says what is missing, `choices` what could be
    meant. `workplace` is what the text itself says (`remote`, `hybrid`, `on_site`), `fits` whether `sent` has a shape
    that LinkedIn takes, even where the town is not in our table.
    """

    typed: str
    sent: str
    standing: Standing
    why: str = ""
    workplace: str = ""
    kind: str = ""
    region_code: str = ""
    country_code: str = ""
    fits: bool = False
    choices: list[str] = field(default_factory=list)

    @property
    def is_resolved(self) -> bool:
        return self.standing == Standing.RESOLVED

    @property
    def is_remote(self) -> bool:
        return self.workplace == Workplace.REMOTE


Found = Mapping[str, Sequence[Place]]


def read(text: str) -> Typed:
    """The typed place, taken apart."""
    kept = " ".join(text[:LONGEST].split())
    said = _WORKPLACE.search(kept)
    workplace = _WORKPLACE_WORDS[said.group(1).lower()] if said else ""
    rest = _WORKPLACE.sub(" ", kept) if said else kept
    rest = _without_brackets(rest)
    parts = [" ".join(_trimmed(part).split()) for part in rest.split(",")]
    return Typed(text, str(workplace), [part for part in parts if part])


def decide(typed: Typed, found: Found, *, workplace: str = "") -> Resolution:
    """What the typed place means, given the rows under each of its keys; `workplace` is the job's own."""
    is_remote = Workplace.REMOTE in (typed.workplace, workplace)
    if not typed.parts:
        return _no_place(typed)
    if len(typed.parts) == 2 and _is_postal_code(typed, found):
        return Resolution(typed.text, ", ".join(typed.parts), Standing.RESOLVED, workplace=typed.workplace, fits=True)
    if len(typed.parts) > MOST_PARTS:
        return _several(typed)
    if len(typed.parts) == 1 and place_key(typed.parts[0]) in _CLUSTERS:
        return _cluster(typed, is_remote=is_remote)
    if len(typed.parts) == 1:
        return _one_part(typed, found.get(place_key(typed.parts[0]), ()), found, is_remote=is_remote)
    return _several_parts(typed, found, is_remote=is_remote)


def _without_brackets(text: str) -> str:
    outside = _BRACKETS.sub(" ", text)
    return outside if any(map(str.isalnum, outside)) else text.strip(" ()[]")


def _trimmed(part: str) -> str:
    before = None
    while part != before:
        before, part = part, _JOINING.sub("", _EDGES.sub("", part.strip(" ()[]")))
    return part


def _is_postal_code(typed: Typed, found: Found) -> bool:
    code, country = typed.parts
    countries = [row for row in found.get(place_key(country), ()) if row.kind == COUNTRY]
    return bool(_POSTAL_CODE.fullmatch(code)) and len(country) == 2 and bool(countries)


def _one_part(typed: Typed, rows: Sequence[Place], found: Found, *, is_remote: bool) -> Resolution:
    meant = _by_best_name(rows)
    countries = [row for row in meant if row.kind == COUNTRY]
    if countries and is_remote:
        return _taken(typed, countries[0])
    meant = _without_wider_namesakes(meant)
    if not meant:
        return _not_found(typed, found)
    best = meant[0]
    if len(meant) > 1 and best.population < MUCH_LARGER * meant[1].population:
        return _ambiguous(typed, meant)
    if best.kind != CITY:
        return _too_wide(typed, best)
    why = _("The largest of {count} places of this name.").format(count=len(meant)) if len(meant) > 1 else ""
    return _taken(typed, best, why)


def _several_parts(typed: Typed, found: Found, *, is_remote: bool) -> Resolution:
    wider = _surroundings(typed, found)
    if not wider:
        return _not_found(typed, found)
    for part in typed.parts[:-1]:
        inside = _inside(found.get(place_key(part), ()), wider)
        if inside:
            return _decide_inside(typed, part, inside, is_remote=is_remote)
    return _town_unknown(typed, wider[0])


def _decide_inside(typed: Typed, part: str, inside: list[Place], *, is_remote: bool) -> Resolution:
    best = inside[0]
    if best.kind != CITY:
        return _too_wide(typed, best)
    if len(inside) > 1 and best.population < MUCH_LARGER * inside[1].population:
        return _ambiguous(typed, inside)
    if part != typed.parts[0]:
        words = _("“{part}” is taken as a part of {city}.").format(part=typed.parts[0], city=best.name)
        return _taken(typed, best, words)
    return _taken(typed, best)


def _surroundings(typed: Typed, found: Found) -> list[Place]:
    """What the last part may mean: regions before countries, those of a country named after them only."""
    last = [row for row in found.get(place_key(typed.parts[-1]), ()) if row.kind != CITY]
    regions = [row for row in last if row.kind == REGION]
    countries = [row for row in last if row.kind == COUNTRY]
    if len(typed.parts) > 2:
        before = found.get(place_key(typed.parts[-2]), ())
        codes = {row.country_code for row in countries}
        narrower = [row for row in before if row.kind == REGION and row.country_code in codes and row.population]
        if narrower:
            return _by_size(narrower)
    return [*_by_size(row for row in regions if row.population), *_by_size(countries)] or _by_size(regions)


def _inside(rows: Sequence[Place], wider: Sequence[Place]) -> list[Place]:
    for around in wider:
        inside = [row for row in rows if row.rank != CODE and _is_inside(row, around)]
        cities = _by_best_name([row for row in inside if row.kind == CITY])
        if cities:
            return cities
        if around.kind == COUNTRY and (regions := [row for row in inside if row.kind == REGION]):
            return _by_size(regions)
    return []


def _is_inside(row: Place, around: Place) -> bool:
    if row.kind == COUNTRY or row.place == around.place or row.country_code != around.country_code:
        return False
    return around.kind == COUNTRY or not around.population or row.region_code == around.region_code


def _by_best_name(rows: Sequence[Place]) -> list[Place]:
    """Those that bear the name as their own, else as another name, else as a code; the largest first, each once."""
    for ranks in ((PRIMARY,), (ALIAS,), (CODE,)):
        those = [row for row in rows if row.rank in ranks]
        if those:
            return _by_size(those)
    return []


def _by_size(rows: Iterable[Place]) -> list[Place]:
    once: dict[tuple[str, str], Place] = {}
    for row in sorted(rows, key=lambda row: (-row.population, row.sent)):
        once.setdefault((row.kind, row.sent), row)
    return list(once.values())


def _without_wider_namesakes(rows: list[Place]) -> list[Place]:
    """The rows without countries and regions that are little more than the city of the same name."""
    cities = [row for row in rows if row.kind == CITY]
    if not cities:
        return rows
    homes = {row.country_code for row in cities}
    kept = [row for row in rows if not (row.kind == COUNTRY and row.country_code in homes)]
    return [row for row in kept if row.kind != REGION or not _is_the_city(row, cities)]


def _is_the_city(region: Place, cities: list[Place]) -> bool:
    """Whether a region is little more than its city (Berlin), or one that no city is tied to."""
    inside = [row.population for row in cities if row.country_code == region.country_code]
    return not region.population or any(people >= MOST_OF_IT * region.population for people in inside)


def _taken(typed: Typed, place: Place, why: str = "") -> Resolution:
    return _resolution(typed, place, Standing.RESOLVED, why, sent=place.sent, fits=True)


def _too_wide(typed: Typed, place: Place) -> Resolution:
    if place.kind == COUNTRY:
        why = _("LinkedIn takes a country alone for remote jobs only. Name a city, or make the job remote.")
        return _resolution(typed, place, Standing.TOO_WIDE, why, sent=place.sent)
    why = _("LinkedIn takes no state, province or county alone. Name a city in it.")
    return _resolution(typed, place, Standing.TOO_WIDE, why, sent=typed.text)


def _resolution(
    typed: Typed, place: Place, standing: Standing, why: str, *, sent: str, fits: bool = False
) -> Resolution:
    return Resolution(
        typed=typed.text,
        sent=sent,
        standing=standing,
        why=why,
        workplace=typed.workplace,
        kind=place.kind,
        region_code=place.region_code,
        country_code=place.country_code,
        fits=fits,
    )


def _ambiguous(typed: Typed, meant: list[Place]) -> Resolution:
    choices = [place.sent for place in meant if place.kind != REGION][:MOST_CHOICES]
    why = _("Several places have this name. Choose the one that is meant.")
    return _unresolved(typed, Standing.AMBIGUOUS, why, choices)


def _no_place(typed: Typed) -> Resolution:
    if typed.workplace == Workplace.REMOTE:
        why = _("LinkedIn needs the country, or the city, that people may work from. Add one.")
    else:
        why = _("This names no place.")
    return _unresolved(typed, Standing.NO_PLACE, why)


def _cluster(typed: Typed, *, is_remote: bool) -> Resolution:
    if not is_remote:
        why = _("LinkedIn takes a group of countries for remote jobs only. Name a city.")
        return _unresolved(typed, Standing.TOO_WIDE, why)
    words = _("A group of countries. LinkedIn knows some by a name of its own; it is told “{part}”.")
    why = words.format(part=typed.parts[0])
    return Resolution(typed.text, typed.parts[0], Standing.UNKNOWN, why, typed.workplace, fits=True)


def _town_unknown(typed: Typed, around: Place) -> Resolution:
    where = f"{around.name}, {around.country}" if around.kind == REGION else around.name
    why = _("No “{part}” is known in {where}. LinkedIn is told what was typed, and may know it.").format(
        part=typed.parts[0], where=where
    )
    return Resolution(
        typed=typed.text,
        sent=typed.text,
        standing=Standing.UNKNOWN,
        why=why,
        workplace=typed.workplace,
        country_code=around.country_code,
        region_code=around.region_code,
        fits=True,
    )


def _not_found(typed: Typed, found: Found) -> Resolution:
    if _SEVERAL.search(typed.text):
        return _several(typed)
    if typed.around and (near := [row for row in _by_best_name(found.get(typed.around, ())) if row.kind == CITY]):
        why = _("LinkedIn takes a city, not the area around it. Choose one.")
        return _unresolved(typed, Standing.AMBIGUOUS, why, [place.sent for place in near[:MOST_CHOICES]])
    return _unresolved(typed, Standing.UNKNOWN, _("No place of this name is known. LinkedIn is told what was typed."))


def _several(typed: Typed) -> Resolution:
    return _unresolved(typed, Standing.SEVERAL, _("Several places are written in one line. Write each by itself."))


def _unresolved(typed: Typed, standing: Standing, why: str, choices: Sequence[str] = ()) -> Resolution:
    return Resolution(typed.text, typed.text, standing, why, typed.workplace, choices=list(choices))
