"""Where an arriving person is placed: the profile is kept as received and assigned to one candidate, once.

Two sources speaking of the same person at the same moment queue on a lock of the keys they would be matched by, so they
cannot found two people; the same saying placed twice is found again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from isthmus.base import tracing
from isthmus.base.clock import now
from isthmus.people import matching, normalise
from isthmus.people.models import SHOWN, Assignment, Candidate, Profile
from isthmus.people.said import Said
from isthmus.people.survivorship import project
from isthmus.store import tenancy

_COMPARED_AT_MOST = 50
_LIMITS = {
    "external_id": 300,
    "first_name": 200,
    "last_name": 200,
    "email": 320,
    "phone": 40,
    "headline": 500,
    "employer": 300,
    "location": 300,
    "linkedin_person": 200,
}


@dataclass(frozen=True)
class Placed:
    """The profile as kept, the candidate it belongs to, whether this call founded the candidate, and why."""

    profile: Profile
    candidate: Candidate
    is_new: bool
    verdict: matching.Verdict


def place(said: Said) -> Placed:
    """Keep what was said and assign it to a candidate, known or new.

    Placing the same `(origin, external_id)` again changes nothing and returns what was placed first.
    """
    last_name = normalise.undirected(said.last_name)
    keys = matching.Keys(normalise.name_key(last_name)[:200], normalise.email_key(said.email)[:320])
    _queue(_lock_names(said, keys))
    if (known := _already_placed(said)) is not None:
        return known
    with tracing.span("match"):
        verdict = matching.decide(keys, _comparable(keys))
    candidate = _candidate(verdict)
    profile = _profile(said, keys, candidate)
    if verdict.candidate_id is None:
        _project(candidate, [profile])
        candidate.save(force_insert=True)
        profile.save(force_insert=True)
    else:
        profile.save(force_insert=True)
        refresh(candidate)
    Assignment.objects.create(
        profile=profile,
        candidate=candidate,
        rule=verdict.rule,
        explanation=verdict.explanation,
        evidence=verdict.evidence,
        by_user_id=None,
    )
    return Placed(profile, candidate, verdict.candidate_id is None, verdict)


def refresh(candidate: Candidate) -> None:
    """Project the candidate's profiles again; lock it before."""
    _project(candidate, list(Profile.objects.filter(candidate=candidate)))
    candidate.save()


def _project(candidate: Candidate, profiles: Sequence[Profile]) -> None:
    projection = project(profiles)
    for name, value in projection.values.items():
        setattr(candidate, name, value)
    candidate.sources = projection.sources
    candidate.profile_count = len(profiles)
    candidate.last_activity_at = now()


def touch(candidate_id: UUID) -> None:
    """Something happened with this candidate: it moves to the top of the list."""
    Candidate.objects.filter(id=candidate_id).update(last_activity_at=now())


def _candidate(verdict: matching.Verdict) -> Candidate:
    candidate: Candidate
    if verdict.candidate_id is None:
        candidate = Candidate()
    else:
        candidate = Candidate.objects.select_for_update(no_key=True).get(id=verdict.candidate_id)
    return candidate


def _already_placed(said: Said) -> Placed | None:
    if not said.external_id:
        return None
    profile = (
        Profile.objects.select_related("candidate")
        .filter(origin=said.origin, external_id=normalise.tidy(said.external_id, 300))
        .first()
    )
    if profile is None:
        return None
    why = Assignment.objects.filter(profile=profile).latest("at")
    known = None if why.rule == matching.NEW_PERSON else why.candidate_id
    return Placed(profile, profile.candidate, False, matching.Verdict(why.rule, known, why.explanation, why.evidence))


def _comparable(keys: matching.Keys) -> list[matching.KnownProfile]:
    if not keys.email:
        return []
    columns = ("id", "candidate_id", "last_name_key", "email_key", "received_at")
    same_email = Profile.objects.filter(email_key=keys.email).order_by("received_at", "id").values_list(*columns)
    fitting = same_email.filter(last_name_key=keys.last_name)[:_COMPARED_AT_MOST]
    others = same_email.filter(~Q(last_name_key=keys.last_name))[:_COMPARED_AT_MOST]
    return [matching.KnownProfile(*row) for row in [*fitting, *others]]


def _profile(said: Said, keys: matching.Keys, candidate: Candidate) -> Profile:
    """What was said as it will be kept, not written yet."""
    texts = {name: _kept(name, getattr(said, name)) for name in _LIMITS}
    return Profile(
        candidate=candidate,
        origin=said.origin,
        trusted=said.trusted,
        skills=normalise.undirected_json(normalise.tidy_json(said.skills)),
        work=normalise.undirected_json(normalise.tidy_json(said.work)),
        education=normalise.undirected_json(normalise.tidy_json(said.education)),
        last_name_key=keys.last_name,
        email_key=keys.email,
        delivery_id=said.delivery_id,
        said_at=said.said_at,
        **texts,
    )


def _kept(name: str, text: str) -> str:
    """What is shown of a person stands among our words; ids stay as they came."""
    fitting = normalise.one_line if name in SHOWN else normalise.tidy
    return fitting(text, _LIMITS[name])


def _lock_names(said: Said, keys: matching.Keys) -> list[str]:
    names = [f"said|{said.origin}|{said.external_id}"] if said.external_id else []
    return [*names, f"person|{keys.email}"] if keys.email else names


def _queue(names: Sequence[str]) -> None:
    """Wait for the locks of these names, always in one order; they are held until the transaction ends."""
    company = tenancy.current_company_id()
    digests = (hashlib.sha256(f"{company}|{name}".encode()).digest()[:8] for name in names)
    numbers = sorted(int.from_bytes(digest, "big", signed=True) for digest in digests)
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
