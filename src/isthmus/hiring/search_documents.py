"""Keeps the words each candidate is found by: written anew from what is held, in the transaction that changed it.

Triggers empty a document whose sources change, by whatever door; the services that change them write it anew at once,
and the worker's sweep does for all others.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection

from isthmus.hiring.models import Audience, File, Note, SearchDocument
from isthmus.hiring.search_words import Passage, vector
from isthmus.people.models import Candidate, Profile
from isthmus.people.normalise import name_key
from isthmus.store import tenancy
from isthmus.store.tenancy import acting_for

BATCH = 200
MOST_BATCHES = 20
_SAID = (
    "first_name",
    "last_name",
    "email",
    "email_key",
    "headline",
    "employer",
    "location",
    "skills",
    "work",
    "education",
)


def renew(candidate_id: UUID) -> None:
    """Write the candidate's words anew from their profiles, notes and files. Does nothing for one who is not there."""
    candidate = Candidate.objects.filter(id=candidate_id).first()
    if candidate is not None:
        write(candidate)


def write(candidate: Candidate) -> None:
    """The same for a candidate just read or written in this transaction."""
    row = SearchDocument(
        candidate=candidate,
        words=vector(tenancy.current_company_id(), _passages(candidate.id)),
        sort_name=sort_name(candidate),
        is_fresh=True,
    )
    SearchDocument.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["company_id", "candidate"],
        update_fields=["words", "sort_name", "is_fresh"],
    )


def renew_stale(limit: int = BATCH) -> int:
    """Write the acting company's emptied documents anew, at most so many. Returns how many those were."""
    stale = SearchDocument.objects.filter(is_fresh=False).order_by("id").select_for_update(skip_locked=True)
    found = list(stale.values_list("candidate_id", flat=True)[:limit])
    for candidate_id in found:
        renew(candidate_id)
    return len(found)


def renew_everywhere() -> int:
    """The same for every company of the installation. Returns how many were written. Call outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hiring_companies_to_search()")
        companies = [row[0] for row in cursor.fetchall()]
    written = 0
    for company_id in companies:
        written += _renew_company(company_id)
    return written


def _renew_company(company_id: UUID) -> int:
    written = 0
    for _ in range(MOST_BATCHES):
        with acting_for(company_id, cause="search"):
            batch = renew_stale()
        written += batch
        if batch < BATCH:
            break
    return written


def sort_name(candidate: Candidate) -> str:
    """The form a candidate's name is sorted in: family name first, else the address; nameless people come last."""
    name = name_key(f"{candidate.last_name} {candidate.first_name}") or name_key(candidate.email)
    return name[:200] or "\U0010ffff"


def _passages(candidate_id: UUID) -> Iterator[Passage]:
    for said in Profile.objects.filter(candidate_id=candidate_id).order_by("said_at", "id").values(*_SAID):
        yield from of_profile(said)
    for note in (
        Note.objects.filter(candidate_id=candidate_id).exclude(body="").select_related("application", "reply_to")
    ):
        yield Passage(note.body, only_for=_keys(note))
    texts = File.objects.filter(profile__candidate_id=candidate_id).exclude(text="").order_by("at", "id")
    yield from map(Passage, texts.values_list("text", flat=True))


def _keys(note: Note) -> tuple[UUID, ...] | None:
    """Whose key opens a note, by the rule of `notes.visible_to`: everyone's, or its people's and its job's team's."""
    if note.audience == Audience.COMPANY:
        return None
    team = note.application.job_id if note.application and note.audience == Audience.TEAM else None
    asked_by = note.reply_to.author_id if note.reply_to else None
    return tuple(dict.fromkeys(key for key in (note.author_id, asked_by, team) if key))


def of_profile(said: dict[str, Any]) -> Iterator[Passage]:
    """The passages of what one source said: who the person is, what they do and did, what they know."""
    yield Passage(f"{said['first_name']} {said['last_name']}", is_name=True)
    for address in dict.fromkeys((said["email"], said["email_key"])):
        yield Passage(address, is_name=True)
    for name in ("headline", "employer", "location"):
        yield Passage(said[name])
    yield from map(Passage, spoken(said["skills"], said["work"], said["education"]))


def spoken(*entries: Iterable[Any]) -> Iterator[str]:
    """The texts of skills, jobs and schools as they were sent, whatever their shape."""
    for entry in (one for several in entries if isinstance(several, list) for one in several):
        texts = entry.values() if isinstance(entry, dict) else (entry,)
        yield from (text for text in texts if isinstance(text, str))
