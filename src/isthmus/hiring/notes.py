"""Colleagues' words about a candidate: written for everyone, for the job's hiring team, or for their author alone.

`visible_to` is the one rule of who may read a note; page, search, feed, timeline and API all go through it.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.hiring import mentions, search_documents, team
from isthmus.hiring.models import Application, Audience, Mention, Note, NoteVersion, TeamMember
from isthmus.hiring.problems import Problem, refuse_if
from isthmus.people import intake
from isthmus.people.models import Candidate, Profile
from isthmus.people.normalise import tidy
from isthmus.store import tenancy

LONGEST = 20_000
MAY_CHANGE_FOR = timedelta(minutes=30)


def add(candidate_id: UUID, body: str, *, audience: str = Audience.COMPANY, application_id: UUID | None = None) -> Note:
    """A note by the acting user, on the application's profile or else the candidate's first one.

    Colleagues it mentions find it on Home if they may read it. Raises Refused for an empty or endless note, for one to
    a team there is not, and for a private one without an author; DoesNotExist for ids of others.
    """
    candidate = Candidate.objects.select_for_update(no_key=True).get(id=candidate_id)
    application = Application.objects.get(id=application_id, candidate=candidate) if application_id else None
    author_id = tenancy.current().user_id
    body = tidy(body)
    refuse_if([*_wrong_words(body), *_wrong_audience(audience, application, author_id)], code="note_invalid")
    note: Note = Note.objects.create(
        candidate=candidate,
        profile_id=application.profile_id if application else _first_profile(candidate).id,
        application=application,
        author_id=author_id,
        body=body,
        audience=audience,
    )
    mentions.call_for(note, readers(note))
    intake.touch(candidate.id)
    search_documents.renew(candidate.id)
    return note


def reply(note_id: UUID, body: str) -> Note:
    """An answer to a note, for the same audience; an answer to an answer stands under the same note.

    Raises Refused for useless words and for a note taken away; Note.DoesNotExist for one the acting user may not read.
    """
    asked = visible_to(tenancy.current().user_id).select_related("reply_to").get(id=note_id)
    root: Note = asked.reply_to or asked
    body = tidy(body)
    refuse_if([*_wrong_words(body), *_wrong_if_removed(root)], code="note_invalid")
    note: Note = Note.objects.create(
        candidate_id=root.candidate_id,
        profile_id=root.profile_id,
        application_id=root.application_id,
        reply_to=root,
        author_id=tenancy.current().user_id,
        body=body,
        audience=root.audience,
    )
    mentions.call_for(note, readers(note))
    intake.touch(root.candidate_id)
    search_documents.renew(root.candidate_id)
    return note


def change(note_id: UUID, body: str) -> Note:
    """Other words for a note of the acting user's, within half an hour; what it said before is kept beside it.

    Raises Refused when it is too late or the words are useless; Note.DoesNotExist for others' notes.
    """
    note = _own(note_id)
    body = tidy(body)
    refuse_if([*_wrong_words(body), *_wrong_if_removed(note), *_wrong_if_late(note)], code="note_invalid")
    if body == note.body:
        return note
    NoteVersion.objects.create(note=note, body=note.body, at=note.edited_at or note.at)
    note.body, note.edited_at = body, now()
    note.save(update_fields=["body", "edited_at"])
    mentions.call_for(note, readers(note))
    search_documents.renew(note.candidate_id)
    return note


def remove(note_id: UUID) -> Note:
    """Take a note of the acting user's away: its words and what they were before are gone, its place stays.

    Raises Note.DoesNotExist for others' notes.
    """
    note = _own(note_id)
    if note.removed_at is None:
        NoteVersion.objects.filter(note=note).delete()
        Mention.objects.filter(note=note).delete()
        note.body, note.removed_at = "", now()
        note.save(update_fields=["body", "removed_at"])
        search_documents.renew(note.candidate_id)
    return note


def visible(candidate_id: UUID) -> list[Note]:
    """The candidate's notes and replies the acting user may read, newest first. Raises Candidate.DoesNotExist."""
    candidate = Candidate.objects.get(id=candidate_id)
    return list(readable().filter(candidate=candidate))


def readable() -> QuerySet[Note]:
    """Every note of the company the acting user may read."""
    return visible_to(tenancy.current().user_id)


def visible_to(user_id: UUID | None) -> QuerySet[Note]:
    """Every note of the company this user may read; None, a program, reads what is for everyone."""
    notes: QuerySet[Note] = Note.objects.filter(condition(user_id))
    return notes


def condition(user_id: UUID | None, prefix: str = "") -> Q:
    """The same rule as a condition on notes, or on rows that lead to notes by `prefix` (as in "notes__")."""
    for_everyone = Q(**{f"{prefix}audience": Audience.COMPANY})
    if user_id is None:
        return for_everyone
    their_jobs = TeamMember.objects.filter(membership__user_id=user_id).values("job_id")
    for_their_team = {f"{prefix}audience": Audience.TEAM, f"{prefix}application__job_id__in": their_jobs}
    own = Q(**{f"{prefix}author_id": user_id}) | Q(**{f"{prefix}reply_to__author_id": user_id})
    return for_everyone | own | Q(**for_their_team)


def readers(note: Note) -> list[team.Colleague]:
    """Colleagues who may read the note, by name."""
    return mentions.readers(
        note.audience, note.application, {note.author_id, note.reply_to and note.reply_to.author_id}
    )


def may_change(note: Note) -> bool:
    """Whether its author may still change its words."""
    return note.removed_at is None and not list(_wrong_if_late(note))


def _own(note_id: UUID) -> Note:
    user_id = tenancy.current().user_id
    if user_id is None:
        raise Note.DoesNotExist
    note: Note = Note.objects.select_for_update(of=("self",), no_key=True).get(id=note_id, author_id=user_id)
    return note


def _first_profile(candidate: Candidate) -> Profile:
    profile: Profile = Profile.objects.filter(candidate=candidate).earliest("received_at", "id")
    return profile


def _wrong_words(body: str) -> Iterator[Problem]:
    if not body:
        yield Problem("body", _("The note is empty."), _("Write something, or cancel."))
    if len(body) > LONGEST:
        words = _("The note is longer than %(most)s characters.") % {"most": LONGEST}
        yield Problem("body", words, _("Shorten it."))


def _wrong_audience(audience: str, application: Application | None, author_id: UUID | None) -> Iterator[Problem]:
    if audience not in Audience.values:
        yield Problem("audience", _("This audience is not known."), _("Use one of: company, team, author."))
    if audience == Audience.AUTHOR and author_id is None:
        yield Problem("audience", _("A private note needs an author who can read it."), _("Sign in to write it."))
    if audience == Audience.TEAM and not (application and team.of_job(application.job_id)):
        yield Problem(
            "audience",
            _("There is no hiring team this note could be for."),
            _("Choose a team for the job, or write for everyone who may see candidates."),
        )


def _wrong_if_removed(note: Note) -> Iterator[Problem]:
    if note.removed_at is not None:
        yield Problem("", _("This note was taken away."), _("Write a new one."))


def _wrong_if_late(note: Note) -> Iterator[Problem]:
    if now() - note.at > MAY_CHANGE_FOR:
        yield Problem(
            "body", _("A note can be changed for half an hour."), _("Reply to it, or take it away and write a new one.")
        )
