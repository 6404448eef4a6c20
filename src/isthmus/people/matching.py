"""The rule that decides whether an arriving person is someone the company knows: pure, explained, with its evidence.

One rule for now: the same last name and the same e-mail address is the same person; anything else is a new one.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

SAME_PERSON = "same_last_name_and_email"
NEW_PERSON = "new_person"


@dataclass(frozen=True)
class Keys:
    """What an arriving person is compared by."""

    last_name: str
    email: str


@dataclass(frozen=True)
class KnownProfile:
    """A profile the company already has, with its keys and the candidate it belongs to now."""

    profile_id: UUID
    candidate_id: UUID
    last_name: str
    email: str
    known_since: datetime


@dataclass(frozen=True)
class Verdict:
    """What was decided: the rule, the candidate (None: a new one), why in a sentence, and what was compared."""

    rule: str
    candidate_id: UUID | None
    explanation: str
    evidence: list[dict[str, Any]] = field(default_factory=list)


def decide(said: Keys, known: Sequence[KnownProfile], kept_apart: Set[UUID] = frozenset()) -> Verdict:
    """The verdict about `said`, whatever the order of `known`.

    `kept_apart` holds profiles a person said are somebody else; they are passed over, and the evidence says so. When
    several candidates fit, the one known longest is taken. Explanations hold no personal data: the evidence names the
    records compared by their ids.
    """
    ordered = sorted(known, key=lambda profile: (profile.known_since, profile.profile_id))
    open_to_match = [profile for profile in ordered if profile.profile_id not in kept_apart]
    if not said.email or not said.last_name:
        missing = "an e-mail address" if not said.email else "a last name"
        return Verdict(NEW_PERSON, None, f"New person: without {missing} nobody here can be compared.")
    same = [profile for profile in open_to_match if (profile.last_name, profile.email) == (said.last_name, said.email)]
    if same:
        return _known(said, same)
    return Verdict(
        NEW_PERSON,
        None,
        _nobody(said, ordered, kept_apart),
        [_compared(said, profile, kept_apart) for profile in _nearest(said, ordered)],
    )


def _known(said: Keys, same: list[KnownProfile]) -> Verdict:
    candidates = {profile.candidate_id for profile in same}
    words = f"Same person: same last name and same e-mail address as a profile known since {_day(same[0].known_since)}."
    if len(candidates) > 1:
        words += f" {len(candidates)} candidates fit; this is the one known longest."
    return Verdict(
        SAME_PERSON, same[0].candidate_id, words, [_compared(said, profile, frozenset()) for profile in same]
    )


def _nobody(said: Keys, known: list[KnownProfile], kept_apart: Set[UUID]) -> str:
    words = "New person: nobody here has this last name with this e-mail address."
    nearest = _nearest(said, known)
    if not nearest:
        return words
    if nearest[0].profile_id in kept_apart:
        return f"{words} Closest was a candidate that a colleague said is somebody else."
    match = "same e-mail address, another last name" if nearest[0].email == said.email else "same last name only"
    return f"{words} Closest was a candidate known since {_day(nearest[0].known_since)}: {match}."


def _nearest(said: Keys, known: list[KnownProfile]) -> list[KnownProfile]:
    by_email = [profile for profile in known if profile.email == said.email]
    return (by_email or [profile for profile in known if profile.last_name == said.last_name])[:1]


def _compared(said: Keys, profile: KnownProfile, kept_apart: Set[UUID]) -> dict[str, Any]:
    fields = {"last_name": profile.last_name == said.last_name, "email": profile.email == said.email}
    return {
        "profile_id": str(profile.profile_id),
        "candidate_id": str(profile.candidate_id),
        "same": [name for name, equal in fields.items() if equal],
        "different": [name for name, equal in fields.items() if not equal],
        "kept_apart": profile.profile_id in kept_apart,
    }


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
