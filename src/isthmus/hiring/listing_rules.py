"""How a line of a public job listing file is read, and what of it changes a job already here: pure.

Only what a line says is taken. Places are written as LinkedIn reads them where that is certain, else as they were
typed; nothing missing is made up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from isthmus.hiring.descriptions import clean
from isthmus.hiring.jobs import is_web_address
from isthmus.hiring.listing_files import LONGEST_LINE, TOO_LONG
from isthmus.hiring.models import Workplace
from isthmus.hiring.place_rules import LONGEST as LONGEST_PLACE
from isthmus.hiring.place_rules import Resolution
from isthmus.people.normalise import one_line, tidy

SAID = ("title", "locations", "own_apply_url", "description")
WRITTEN = (*SAID, "workplace")

Resolved = Mapping[str, Resolution]


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
        return {**{name: getattr(self, name) for name in SAID}, "is_active": self.is_active}


class Unusable(ValueError):  # noqa: N818
    """The line cannot become a job; the message says why."""


def employer_of(line: Any) -> str:
    """The employer a line names, or nothing."""
    name = line.get("company_name") if isinstance(line, dict) else None
    return one_line(name) if isinstance(name, str) else ""


def id_of(line: Any) -> str:
    """The listing's own id as `read` takes it, or nothing."""
    identity = line.get("id") if isinstance(line, dict) else None
    return " ".join(tidy(identity).split()) if isinstance(identity, str) else ""


def label_of(line: Any) -> str:
    """What a person recognises a line by, whatever is wrong with it."""
    title = line.get("title") if isinstance(line, dict) else None
    words = [one_line(text) for text in (title, employer_of(line)) if isinstance(text, str)]
    return " · ".join(word for word in words if word)[:400]


def typed_places(line: Any) -> list[str]:
    """The places a line names, as far as they can be read: to look them all up at once."""
    places = line.get("locations") if isinstance(line, dict) else None
    return [place for place in map(one_line, filter(_is_text, places)) if place] if isinstance(places, list) else []


def read(line: Any) -> Listing:
    """The listing in a line of JSON. Raises Unusable with the reason."""
    if line == TOO_LONG:
        raise Unusable(f"The line is longer than {LONGEST_LINE:,} characters.")
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


def written(said: Mapping[str, Any], resolved: Resolved) -> dict[str, Any]:
    """The job's fields as this says them: places as LinkedIn reads them, and remote when every place says so."""
    typed = list(said.get("locations", ()))
    found = {place: resolved[place] for place in typed if place in resolved}
    is_remote = bool(typed) and all(place in found and found[place].is_remote for place in typed)
    places = [_sent(place, found.get(place), is_remote=is_remote) for place in typed]
    fields = {name: said.get(name, "") for name in SAID}
    return {
        **fields,
        "locations": list(dict.fromkeys(places)),
        "workplace": Workplace.REMOTE.value if is_remote else "",
    }


def to_write(
    job: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], *, raw: Sequence[Any] = ()
) -> dict[str, Any]:
    """The job's fields the source changed since it was last read, except those a person has written over since.

    `before` and `after` are as `written` gives them; `raw` are the places as they were typed before.
    """
    own: dict[str, list[Any]] = {name: [before.get(name), after[name], "", []] for name in WRITTEN}
    own["locations"].append(list(raw))
    return {
        name: after[name]
        for name in WRITTEN
        if after[name] != before.get(name) and job[name] in own[name] and job[name] != after[name]
    }


def _sent(typed: str, resolution: Resolution | None, *, is_remote: bool) -> str:
    """A job has one kind of workplace: "Remote in USA" beside a city stays as it was typed, for a person to decide."""
    if resolution is None or not resolution.is_resolved or (resolution.is_remote and not is_remote):
        return typed
    return resolution.sent


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _text(line: Mapping[str, Any], name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str) or not one_line(value):
        raise Unusable(f"The line has no {name}.")
    return " ".join(one_line(value).split())


def _locations(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(map(_is_text, value)):
        raise Unusable("The locations are not a list of texts.")
    if any(len(place) > LONGEST_PLACE for place in value):
        raise Unusable(f"A location is longer than {LONGEST_PLACE} characters.")
    return list(dict.fromkeys(place for place in map(one_line, value) if place))


def _moment(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None
