"""Which locations can be standardised (*Job Posting Schema*, location formats). A handful of cities have a full form;
other raw text is taken as it is, as LinkedIn tries to. Which texts it fails to place is not documented: this is our
choice."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KNOWN = {
    "ghent, belgium": "Ghent, Flemish Region, Belgium",
    "antwerp, belgium": "Antwerp, Flemish Region, Belgium",
    "brussels, belgium": "Brussels, Brussels Region, Belgium",
    "lisbon, portugal": "Lisbon, Lisbon, Portugal",
    "berlin, germany": "Berlin, Berlin, Germany",
    "utrecht, netherlands": "Utrecht, Utrecht, Netherlands",
}
_UNPLACEABLE = {
    "nowhere",
    "atlantis",
    "unknown",
    "n/a",
    "na",
    "none",
    "tbd",
    "anywhere",
    "various",
    "multiple",
    "earth",
}
_COUNTRIES = {
    "argentina",
    "australia",
    "austria",
    "belgium",
    "brazil",
    "bulgaria",
    "canada",
    "chile",
    "china",
    "colombia",
    "croatia",
    "czechia",
    "denmark",
    "egypt",
    "estonia",
    "finland",
    "france",
    "germany",
    "greece",
    "hungary",
    "iceland",
    "india",
    "indonesia",
    "ireland",
    "israel",
    "italy",
    "japan",
    "kenya",
    "latvia",
    "lithuania",
    "malaysia",
    "mexico",
    "morocco",
    "netherlands",
    "new zealand",
    "nigeria",
    "norway",
    "pakistan",
    "peru",
    "philippines",
    "poland",
    "portugal",
    "romania",
    "serbia",
    "slovakia",
    "slovenia",
    "south africa",
    "south korea",
    "spain",
    "sweden",
    "switzerland",
    "thailand",
    "turkey",
    "ukraine",
    "united kingdom",
    "united states",
    "usa",
    "uk",
    "vietnam",
}
_POSTAL = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{1,9}, *[A-Za-z]{2}")


def standardise(location: str, workplaces: Sequence[str] | None) -> str | None:
    """The standard form of a location, or None when it cannot be placed. A country alone will do for remote jobs
    only."""
    text = " ".join(location.split())
    if _POSTAL.fullmatch(text):
        return text.upper()
    parts = [part.strip() for part in text.split(",")]
    if any(part.lower() in _UNPLACEABLE or not any(char.isalpha() for char in part) for part in parts):
        return None
    if len(parts) == 1 and text.lower() in _COUNTRIES and "Remote" not in (workplaces or []):
        return None
    return _KNOWN.get(text.lower(), text)
