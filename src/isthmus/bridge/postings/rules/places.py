"""Where a posting is: how many places, how each must be written, and where LinkedIn lists no jobs: pure."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.bridge.postings import translate
from isthmus.bridge.postings.advert import Advert
from isthmus.bridge.postings.rules import countries
from isthmus.bridge.postings.rules.rule import Around, Finding, Place, Rule

LONGEST_PLACE = 200
FIELD = "locations"
REMOTE = "remote"
NO_PLACES = frozenset(
    {
        *("anywhere", "nowhere", "unknown", "n/a", "na", "none", "tbd", "tba", "to be determined", "various", "any"),
        *("multiple", "multiple locations", "various locations", "several locations", "home", "home office", "-", "--"),
        *("remote", "fully remote", "remote only", "100% remote", "work from home", "wfh", "telework", "virtual"),
        *("flexible", "negotiable", "not specified", "unspecified", "see description"),
    }
)
_POSTCODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 \-]{1,9}")
_WRITE = _l("Write it as “City, Country” or “City, State”, or mark the job as remote.")

MISSING = Rule(
    "location_missing",
    _l("A location."),
    _l("Write it as “City, Country”."),
    ("location_missing", "listing_location_missing", "missing_field"),
)
TOO_MANY = Rule(
    "too_many_locations",
    _l("At most seven locations, the main one among them."),
    _l("Make several jobs of it."),
    ("too_many_locations",),
)
INCOMPLETE = Rule(
    "location_incomplete",
    _l(
        "“City, State, Country”, “City, State”, “City, Country” or “Postcode, Country code”; a country or a group of"
        " countries alone for remote jobs only."
    ),
    _WRITE,
    ("location", "listing_location", "field_geo_location", "field_standardized_location"),
)
MALFORMED = Rule(
    "location_malformed",
    _l("Each part of a location filled in, at most 200 characters in all."),
    _WRITE,
    ("location", "listing_location", "field_geo_location", "field_standardized_location"),
)
POSTCODE = Rule(
    "location_postcode",
    _l("A postcode together with the code of its country."),
    _l("Write it as “9000, BE”, or name the city and the country."),
    ("location", "listing_location", "field_country_code"),
)
NO_PLACE = Rule(
    "location_no_place",
    _l("The name of a place."),
    _WRITE,
    ("location", "listing_location"),
)
BLOCKED = Rule(
    "blocked_country",
    _l(
        "A country where LinkedIn lists jobs: none under comprehensive sanctions of the United States."
        " LinkedIn's list is not published; Isthmus takes Cuba, Iran, North Korea, Crimea,"
        " and the occupied Donetsk and Luhansk regions."
    ),
    _l("Choose another place, or leave the job off LinkedIn."),
    ("blocked_country", "country_not_allowed"),
    page="Job posting status errors",
)
TWICE = Rule(
    "location_twice",
    _l("Each location once."),
    _l("Remove one of them."),
    blocks=False,
)
UNRESOLVED = Rule(
    "location_unresolved",
    _l(
        "A place LinkedIn recognises. Isthmus knows every country, state and province and the world's larger cities;"
        " any town in a country or state it knows passes."
    ),
    _l("Check the spelling, and name the country or the state."),
    ("location", "listing_location"),
    blocks=False,
)
AMBIGUOUS = Rule(
    "location_ambiguous",
    _l("A place that cannot be mistaken for another one of the same name."),
    _l("Name the state or the province too."),
    ("location", "listing_location"),
    blocks=False,
)
WORKPLACE = Rule(
    "workplace_missing",
    _l("A workplace type; without one LinkedIn shows the job as on-site."),
    _l("Choose on-site, hybrid or remote."),
    blocks=False,
)
RULES = (
    *(MISSING, TOO_MANY, INCOMPLETE, MALFORMED, POSTCODE, NO_PLACE, BLOCKED),
    *(TWICE, UNRESOLVED, AMBIGUOUS, WORKPLACE),
)


def findings(advert: Advert, around: Around) -> Iterator[Finding]:
    """What LinkedIn would not take of the places of an advert."""
    if not advert.locations:
        fix = _("Add the country people may work from.") if advert.workplace == REMOTE else ""
        yield MISSING.found(FIELD, _("LinkedIn needs a location."), fix)
    if len(advert.locations) > translate.MOST_LOCATIONS:
        words = _("LinkedIn takes at most %d locations for one job.") % translate.MOST_LOCATIONS
        yield TOO_MANY.found(FIELD, words)
    if advert.locations and not advert.workplace:
        yield WORKPLACE.found("workplace", _("The job does not say where the work is done."))
    yield from _twice(advert.locations)
    for place in advert.locations:
        yield from _place(place, around, is_remote=advert.workplace == REMOTE)


def _twice(places: list[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for place in places:
        folded = " ".join(place.split()).casefold()
        if folded in seen:
            yield TWICE.found(FIELD, _("“%s” stands there twice.") % place)
        seen.add(folded)


def _place(place: str, around: Around, *, is_remote: bool) -> Iterator[Finding]:
    known = around.places.get((place, is_remote), Place(place))
    broken = _grammar(place, is_remote=is_remote)
    if broken is not None:
        rule, words = broken
        yield rule.found(FIELD, words % place, _better(place, known))
    elif _is_blocked(place):
        yield BLOCKED.found(FIELD, _("LinkedIn lists no jobs in “%s”.") % place)
    elif not known.sent:
        rule = AMBIGUOUS if known.choices else UNRESOLVED
        yield rule.found(FIELD, f"“{place}”: {known.why}", _better(place, known))


def _better(place: str, known: Place) -> str:
    """How to write the location, when that is known; else nothing."""
    if known.sent and known.sent != place:
        return _("Write “%s”.") % known.sent
    return _("Write %s.") % _either([f"“{choice}”" for choice in known.choices]) if known.choices else ""


def _grammar(place: str, *, is_remote: bool) -> tuple[Rule, str] | None:
    """The rule the location breaks by how it is written, with a sentence about it, or None."""
    parts = [part.strip() for part in place.split(",")]
    if len(place) > LONGEST_PLACE:
        return MALFORMED, _("The location “%.40s…” is too long for LinkedIn.")
    if not all(any(character.isalnum() for character in part) for part in parts):
        return MALFORMED, _("“%s” has an empty part, and LinkedIn would drop the job.")
    if {parts[0].casefold(), parts[-1].casefold()} & NO_PLACES:
        return NO_PLACE, _("“%s” is not a place LinkedIn knows.")
    if _is_postcode(parts[0]):
        return _postcode(parts)
    if len(parts) == 1 and not is_remote and countries.code_of(parts[0]) not in countries.CITY_STATES:
        return INCOMPLETE, _("LinkedIn may not find “%s”.")
    return None


def _postcode(parts: list[str]) -> tuple[Rule, str] | None:
    if len(parts) == 1:
        return POSTCODE, _("The postcode “%s” stands alone, and LinkedIn cannot tell its country.")
    if not countries.code_of(parts[-1]):
        return POSTCODE, _("“%s” does not end with a country LinkedIn knows.")
    return None


def _is_postcode(part: str) -> bool:
    return bool(_POSTCODE.fullmatch(part)) and sum(character.isdigit() for character in part) >= 2


def _is_blocked(place: str) -> bool:
    parts = [" ".join(part.split()) for part in place.split(",")]
    is_country = countries.code_of(parts[-1]) in countries.SANCTIONED
    return is_country or any(part.casefold() in countries.SANCTIONED_REGIONS for part in parts)


def _either(choices: Sequence[str]) -> str:
    if len(choices) == 1:
        return choices[0]
    return _("%(some)s or %(last)s") % {"some": ", ".join(choices[:-1]), "last": choices[-1]}
