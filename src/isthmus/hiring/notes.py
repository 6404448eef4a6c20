"""Colleagues' words about a candidate. A private note is shown to its author alone; every reader goes through here."""

from uuid import UUID

from django.db.models import Q, QuerySet

from isthmus.hiring.models import Application, Note
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.people import intake
from isthmus.people.models import Candidate, Profile
from isthmus.people.normalise import tidy
from isthmus.store import tenancy

LONGEST = 20_000


def add(candidate_id: UUID, body: str, *, is_private: bool = False, application_id: UUID | None = None) -> Note:
    """A note by the acting user, on the application's profile or else the candidate's first one.

    Raises Refused for an empty or endless note and for a private one without an author; DoesNotExist for ids of others.
    """
    candidate = Candidate.objects.select_for_update(no_key=True).get(id=candidate_id)
    application = Application.objects.get(id=application_id, candidate=candidate) if application_id else None
    author_id = tenancy.current().user_id
    body = tidy(body)
    refuse_if(_problems(body, is_private=is_private, author_id=author_id), code="note_invalid")
    note: Note = Note.objects.create(
        candidate=candidate,
        profile_id=application.profile_id if application else _first_profile(candidate).id,
        application=application,
        author_id=author_id,
        body=body,
        is_private=is_private,
    )
    intake.touch(candidate.id)
    return note


def visible(candidate_id: UUID) -> list[Note]:
    """The candidate's notes the acting user may read, newest first. Raises Candidate.DoesNotExist."""
    candidate = Candidate.objects.get(id=candidate_id)
    return list(readable().filter(candidate=candidate))


def readable() -> QuerySet[Note]:
    """Every note of the company the acting user may read."""
    user_id = tenancy.current().user_id
    own = Q(author_id=user_id) if user_id else Q(pk__in=[])
    notes: QuerySet[Note] = Note.objects.filter(Q(is_private=False) | own)
    return notes


def _first_profile(candidate: Candidate) -> Profile:
    profile: Profile = Profile.objects.filter(candidate=candidate).earliest("received_at", "id")
    return profile


def _problems(body: str, *, is_private: bool, author_id: UUID | None) -> list[Problem]:
    found = []
    if not body:
        found.append(Problem("body", "The note is empty.", "Write something, or cancel."))
    if len(body) > LONGEST:
        found.append(Problem("body", f"The note is longer than {LONGEST} characters.", "Shorten it."))
    if is_private and author_id is None:
        found.append(Problem("is_private", "A private note needs an author who can read it.", "Sign in to write it."))
    return found
