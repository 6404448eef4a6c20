"""A candidate's values with the source of each: which profile said it, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.people.models import Candidate, Origin, Profile
from isthmus.web.templatetags.look import zoned

LABELS = {
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "headline": _l("Headline"),
    "employer": _l("Employer"),
    "location": _l("Location"),
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
            found.append(Fact(str(label), value, _source(profile), f"source-{name}"))
    links = {profile.linkedin_person: profile for profile in by_id.values() if _is_link(profile.linkedin_person)}
    found += [
        Fact("LinkedIn", _("View profile"), _source(profile), "source-linkedin", url) for url, profile in links.items()
    ]
    return found


def _source(profile: Profile | None) -> str:
    if profile is None:
        return _("Source not recorded")
    said = {"source": Origin(profile.origin).label, "at": zoned(profile.said_at)}
    if profile.trusted:
        return _("%(source)s, %(at)s") % said
    return _("%(source)s, %(at)s; their own words, not checked") % said


def _is_link(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme == "https" and bool(parts.hostname)
