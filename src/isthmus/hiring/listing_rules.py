"""How a line of a public job listing file is read, and what of it changes a job already here: pure.

Only what a line says is taken: places stay as they were typed, and nothing missing is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from isthmus.hiring.descriptions import clean
from isthmus.hiring.jobs import is_web_address
from isthmus.people.normalise import tidy

WRITTEN = ("title", "locations", "own_apply_url", "description")


@dataclass(frozen=True)
class Listing:
    """One usable line: the listing's own id, its employer, and what it says of the job."""

    external_id: str
    employer: str
    title: str
    locations: list[str]
    own_apply_url: str
    is_active: bool
    description: str = ""
    posted_at: datetime | None = None

    def said(self) -> dict[str, Any]:
        """What is remembered of the line, to tell next time what changed in the source."""
        return {**{name: getattr(self, name) for name in WRITTEN}, "is_active": self.is_active}


class Unusable(ValueError):  # noqa: N818
    """The line cannot become a job; the message says why."""


def employer_of(line: Any) -> str:
    """The employer a line names, or nothing."""
    name = line.get("company_name") if isinstance(line, dict) else None
    return tidy(name) if isinstance(name, str) else ""


def read(line: Any) -> Listing:
    """The listing in a line of JSON. Raises Unusable with the reason."""
    if not isinstance(line, dict):
        raise Unusable("The line is not an object.")
    external_id, title = (_text(line, name) for name in ("id", "title"))
    url = _text(line, "url")
    if not is_web_address(url):
        raise Unusable("The apply address is not a web address.")
    if not isinstance(line.get("active"), bool):
        raise Unusable("The line does not say whether the listing is active.")
    return Listing(
        external_id=external_id,
        employer=employer_of(line),
        title=title,
        locations=_locations(line.get("locations")),
        own_apply_url=url,
        is_active=line["active"],
        description=clean(line["description"]) if isinstance(line.get("description"), str) else "",
        posted_at=_moment(line.get("date_posted")),
    )


def to_write(job: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The job's fields the source changed since it was last read, except those a person has written over since."""
    return {
        name: after[name]
        for name in WRITTEN
        if after[name] != before.get(name) and job[name] in (before.get(name), after[name], "", [])
    }


def _text(line: Mapping[str, Any], name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str) or not tidy(value):
        raise Unusable(f"The line has no {name}.")
    return " ".join(tidy(value).split())


def _locations(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(place, str) for place in value):
        raise Unusable("The locations are not a list of texts.")
    return list(dict.fromkeys(place for place in map(tidy, value) if place))


def _moment(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None
