"""Which profile's value a candidate shows, field by field: pure, and the same for any order of the profiles.

Identity (names, e-mail, phone) comes from a trusted source if there is one, the latest word of it; else from whoever
came first: a later stranger may fill a blank and never overwrites. What a person does and where they live comes from
the latest source that says it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

IDENTITY = ("first_name", "last_name", "email", "phone")
SITUATION = ("headline", "employer", "location")


class Told(Protocol):
    """A profile as these rules see it."""

    id: UUID
    trusted: bool
    said_at: datetime
    received_at: datetime
    first_name: str
    last_name: str
    email: str
    phone: str
    headline: str
    employer: str
    location: str


@dataclass(frozen=True)
class Projection:
    """The values a candidate shows, and for each non-empty one the id of the profile it comes from."""

    values: dict[str, str]
    sources: dict[str, str]


def project(profiles: Iterable[Told]) -> Projection:
    """What a candidate made of these profiles shows."""
    told = list(profiles)
    values: dict[str, str] = {}
    sources: dict[str, str] = {}
    for fields, ranked in ((IDENTITY, _by_authority(told)), (SITUATION, _latest_first(told))):
        for name in fields:
            source = next((profile for profile in ranked if getattr(profile, name)), None)
            values[name] = getattr(source, name) if source else ""
            if source:
                sources[name] = str(source.id)
    return Projection(values, sources)


def _by_authority(profiles: Sequence[Told]) -> list[Told]:
    trusted = [profile for profile in profiles if profile.trusted]
    others = [profile for profile in profiles if not profile.trusted]
    return _latest_first(trusted) + sorted(others, key=lambda profile: (profile.received_at, profile.id))


def _latest_first(profiles: Sequence[Told]) -> list[Told]:
    return sorted(profiles, key=lambda profile: (profile.said_at, profile.received_at, profile.id), reverse=True)
