"""Skills, work and education as the person sent them with an application."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from isthmus.people.models import Profile


@dataclass(frozen=True)
class Skill:
    """A skill, and whether LinkedIn found it among those the job asks for."""

    name: str
    matched: bool


@dataclass(frozen=True)
class Station:
    """One job or school."""

    title: str
    details: str
    description: str


def skills(profile: Profile) -> list[Skill]:
    """The person's skills, those that fit the job first."""
    named = [entry for entry in profile.skills if isinstance(entry, dict) and entry.get("name")]
    found = [Skill(str(entry["name"]), bool(entry.get("matched"))) for entry in named]
    return sorted(found, key=lambda skill: not skill.matched)


def stations(entries: list[Any]) -> list[Station]:
    """Jobs or schools in the order the person gave them."""
    return [_station(entry) for entry in entries if isinstance(entry, dict)]


def _station(entry: dict[str, Any]) -> Station:
    said = {name: str(value) for name, value in entry.items() if value and not isinstance(value, bool)}
    title = said.get("title") or said.get("field_of_study") or said.get("organization") or _("Not named")
    end = said.get("end") or (_("now") if entry.get("current") else "")
    years = " – ".join(part for part in (said.get("start", ""), end) if part)
    organization = said.get("organization", "") if said.get("organization") != title else ""
    details = " · ".join(part for part in (organization, said.get("city", ""), years) if part)
    return Station(title, details, said.get("description", ""))
