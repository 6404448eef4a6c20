"""Countries by every name and code they go by, and the few where LinkedIn lists no jobs: pure, read once."""

from functools import cache

import pycountry

SANCTIONED = frozenset({"CU", "IR", "KP"})
"""Countries under comprehensive sanctions of the United States. LinkedIn's own list is not published."""
SANCTIONED_REGIONS = frozenset(
    {"crimea", "sevastopol", "donetsk people's republic", "luhansk people's republic", "republic of crimea"}
)
CITY_STATES = frozenset({"GI", "HK", "LU", "MC", "MO", "SG", "SM", "VA"})
"""Where the country's name is a city's too, so that the one word is a place of work."""
_OTHER_NAMES = {
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "usa": "US",
    "u.s.": "US",
    "u.s.a.": "US",
    "the netherlands": "NL",
    "holland": "NL",
    "deutschland": "DE",
    "czech republic": "CZ",
    "turkey": "TR",
    "uae": "AE",
    "ivory coast": "CI",
    "russia": "RU",
    "south korea": "KR",
    "north korea": "KP",
    "iran": "IR",
    "vietnam": "VN",
    "laos": "LA",
    "macau": "MO",
    "kosovo": "XK",
    "swaziland": "SZ",
    "cape verde": "CV",
}


def code_of(name: str) -> str:
    """The two-letter code of the country that goes by this name or code, or an empty text."""
    return _names().get(" ".join(name.split()).casefold(), "")


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for country in pycountry.countries:
        words = (country.name, country.alpha_2, country.alpha_3, *_more(country))
        found |= {word.casefold(): country.alpha_2 for word in words}
    return found | _OTHER_NAMES


def _more(country: object) -> tuple[str, ...]:
    names = (getattr(country, name, "") for name in ("common_name", "official_name"))
    return tuple(name for name in names if name)
