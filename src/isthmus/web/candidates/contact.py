"""A candidate's values with the source of each: which profile said it, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from isthmus.people.models import Candidate, Origin, Profile

LABELS = {
    "email": "E-mail",
    "phone": "Phone",
    "headline": "Headline",
    "employer": "Employer",
    "location": "Location",
}


@dataclass(frozen=True)
class Fact:
    """One value and where it comes from."""

    label: str
    value: str
    source: str
    tip_id: str
    url: str = ""


def facts(candidate: Candidate, profiles: Iterable[Profile]) -> list[Fact]:
    """What is known of how to reach the candidate, in reading order."""
    by_id = {str(profile.id): profile for profile in profiles}
    found = []
    for name, label in LABELS.items():
        if value := getattr(candidate, name):
            profile = by_id.get(str(candidate.sources.get(name, "")))
            found.append(Fact(label, value, _source(profile), f"source-{name}"))
    links = {profile.linkedin_person: profile for profile in by_id.values() if _is_link(profile.linkedin_person)}
    found += [
        Fact("LinkedIn", "View profile", _source(profile), "source-linkedin", url) for url, profile in links.items()
    ]
    return found


def _source(profile: Profile | None) -> str:
    if profile is None:
        return "Source not recorded"
    trust = "" if profile.trusted else "; their own words, not checked"
    return f"{Origin(profile.origin).label}, {profile.said_at:%-d %b %Y, %H:%M} UTC{trust}"


def _is_link(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme == "https" and bool(parts.hostname)
