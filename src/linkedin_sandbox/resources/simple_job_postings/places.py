"""Which locations can be standardised (*Job Posting Schema*, location formats). A handful of cities have a full form;
other raw text is taken as it is, as LinkedIn tries to. Which texts it fails to place is not documented: this is our
choice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkedin_sandbox.resources.simple_job_postings.codes import COUNTRIES

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
# Whole names of regions LinkedIn groups countries in, for remote jobs; the list is not published.
CLUSTERS = {
    "dach",
    "emea",
    "apac",
    "benelux",
    "nordics",
    "iberia",
    "european union",
    "european economic area",
    "worldwide",
}
_POSTAL = re.compile(r"((?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{1,9}), *([A-Za-z]{2})")
_COORDINATES = re.compile(r"-?\d{1,3}(\.\d+)?\s*,\s*-?\d{1,3}(\.\d+)?")
LONGEST = 200


def standardise(location: str, workplaces: Sequence[str] | None) -> str | None:
    """The standard form of a location, or None when it cannot be placed."""
    if problem(location, workplaces):
        return None
    text = " ".join(location.split())
    return text.upper() if _POSTAL.fullmatch(text) else _KNOWN.get(text.lower(), text)


def problem(location: str, workplaces: Sequence[str] | None) -> str | None:
    """The gist of why a location cannot be placed, or None. A country alone will do for remote jobs only."""
    text = " ".join(location.split())
    if not text:
        return "LOCATION_MISSING"
    if "://" in text or "@" in text:
        return "LOCATION_INVALID"
    if len(text) > LONGEST:
        return "JOB_FIELD_PROCESSOR_STANDARDIZED_LOCATION"
    return _numbers(text) or _parts([part.strip() for part in text.split(",")]) or _whole(text, workplaces)


def _numbers(text: str) -> str | None:
    postal = _POSTAL.fullmatch(text)
    if postal and postal[2].upper() not in COUNTRIES:
        return "JOB_FIELD_PROCESSOR_COUNTRY_CODE"
    if _COORDINATES.fullmatch(text):
        latitude, longitude = (abs(float(part)) for part in text.split(","))
        return "JOB_FIELD_PROCESSOR_GEO_LOCATION" if latitude <= 90 and longitude <= 180 else "DROPPED_GEO_LOCATION"
    return "DROPPED_POSTAL_CODE" if re.fullmatch(r"[\d -]+", text) else None


def _parts(parts: list[str]) -> str | None:
    if len(parts) > 1 and not parts[0]:
        return "DROPPED_CITY"
    if len(parts) > 2 and not all(parts[1:-1]):
        return "DROPPED_STATE"
    if any(part.lower() in _UNPLACEABLE or not any(char.isalnum() for char in part) for part in parts):
        return "LOCATION_UNKNOWN"
    return None


def _whole(text: str, workplaces: Sequence[str] | None) -> str | None:
    is_country = text.lower() in _COUNTRIES or text.lower() in CLUSTERS
    if is_country and "Remote" not in (workplaces or []):
        return "LOCATION_UNRESOLVED"
    return None
