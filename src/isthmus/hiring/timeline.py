"""Everything that happened with a candidate, newest first, in words, with the reason where something was decided."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from isthmus.hiring import notes
from isthmus.hiring.actors import names
from isthmus.hiring.models import (
    Application,
    ApplicationView,
    Audience,
    Decision,
    File,
    FileDownload,
    FileState,
    HandOver,
    HandOverState,
    Message,
    MessageState,
    Outcome,
    StageEntry,
)
from isthmus.people.matching import NEW_PERSON
from isthmus.people.models import Assignment, Candidate, Origin

MOST_OF_A_KIND = 500
DECIDED = {
    Outcome.DECLINED: _l("Not selected"),
    Outcome.HIRED: _l("Hired"),
    Outcome.WITHDRAWN: _l("Withdrawn"),
    Outcome.PENDING: _l("Re-opened"),
}


_NOTED = {
    Audience.COMPANY: _l("Wrote a note"),
    Audience.TEAM: _l("Wrote a note for the hiring team"),
    Audience.AUTHOR: _l("Wrote a private note, seen by you alone"),
}
_ENDED = {
    HandOverState.DONE: _l("Finished what was handed over"),
    HandOverState.RETURNED: _l("Returned what was handed over"),
    HandOverState.TAKEN_BACK: _l("Took back what was handed over"),
}
FILE_KINDS = {"resume": _l("Résumé"), "cover_letter": _l("Cover letter")}


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, which kind, what, why (empty when nothing was decided), and who did it."""

    at: datetime
    kind: str
    title: str
    why: str = ""
    actor_id: UUID | None = None
    actor_name: str = ""
    application_id: UUID | None = None
    delivery_id: UUID | None = None


def of_candidate(candidate_id: UUID) -> list[Event]:
    """The candidate's events, newest first; others' private notes are not among them. Raises Candidate.DoesNotExist."""
    candidate = Candidate.objects.get(id=candidate_id)
    tellers = (_arrivals, _matches, _steps, _files, _notes, _hand_overs, _messages)
    events = [event for teller in tellers for event in teller(candidate)]
    known = names(event.actor_id for event in events)
    named = [replace(event, actor_name=known.get(event.actor_id, "")) for event in events]
    return sorted(named, key=lambda event: (event.at, _ORDER.index(event.kind)), reverse=True)


_ORDER = ("application", "match", "file", "stage", "decision", "view", "download", "note", "hand_over", "message")


def _arrivals(candidate: Candidate) -> Iterator[Event]:
    for row in Application.objects.filter(candidate=candidate).select_related("job")[:MOST_OF_A_KIND]:
        words = {"job": row.job.title, "source": Origin(row.origin).label}
        title = _("Applied for %(job)s · %(source)s") % words
        yield Event(row.received_at, "application", title, application_id=row.id, delivery_id=row.delivery_id)


def _matches(candidate: Candidate) -> Iterator[Event]:
    for row in Assignment.objects.filter(candidate=candidate).select_related("profile")[:MOST_OF_A_KIND]:
        title = _("Recognised as a new person") if row.rule == NEW_PERSON else _("Recognised as a person known here")
        yield Event(row.at, "match", title, row.explanation, row.by_user_id, delivery_id=row.profile.delivery_id)


def _steps(candidate: Candidate) -> Iterator[Event]:
    moves = StageEntry.objects.filter(application__candidate=candidate, is_arrival=False).select_related("stage")
    for entry in moves[:MOST_OF_A_KIND]:
        title = _("Moved to %(stage)s") % {"stage": entry.stage.name}
        yield Event(entry.at, "stage", title, "", entry.by_user_id, application_id=entry.application_id)
    for row in Decision.objects.filter(application__candidate=candidate)[:MOST_OF_A_KIND]:
        title = str(DECIDED[Outcome(row.outcome)])
        yield Event(row.at, "decision", title, row.reason, row.by_user_id, application_id=row.application_id)
    for view in ApplicationView.objects.filter(application__candidate=candidate)[:MOST_OF_A_KIND]:
        title = _("Viewed the application")
        yield Event(view.at, "view", title, "", view.user_id, application_id=view.application_id)


def _files(candidate: Candidate) -> Iterator[Event]:
    for row in File.objects.filter(application__candidate=candidate).exclude(state=FileState.EXPECTED).defer("text"):
        what = f"{FILE_KINDS.get(row.kind, _('Document'))} {str(FileState(row.state).label).lower()}"
        title = f"{what}: {row.name}" if row.name else what
        yield Event(row.at, "file", title, row.why, application_id=row.application_id)
    for taken in FileDownload.objects.filter(application__candidate=candidate).select_related("file"):
        title = _("Downloaded %(file)s") % {"file": taken.file.name}
        yield Event(taken.at, "download", title, "", taken.user_id, application_id=taken.application_id)


def _notes(candidate: Candidate) -> Iterator[Event]:
    for row in notes.readable().filter(candidate=candidate, removed_at=None)[:MOST_OF_A_KIND]:
        title = _("Replied to a note") if row.reply_to_id else str(_NOTED[Audience(row.audience)])
        yield Event(row.at, "note", title, row.body, row.author_id, application_id=row.application_id)


def _hand_overs(candidate: Candidate) -> Iterator[Event]:
    rows = list(HandOver.objects.filter(candidate=candidate)[:MOST_OF_A_KIND])
    known = names(row.to_user_id for row in rows)
    for row in rows:
        about = {"application_id": row.application_id}
        title = _("Handed over to %(name)s") % {"name": known.get(row.to_user_id, _("somebody"))}
        yield Event(row.at, "hand_over", title, row.task, row.from_user_id, **about)
        if row.accepted_at is not None:
            yield Event(row.accepted_at, "hand_over", _("Accepted what was handed over"), "", row.to_user_id, **about)
        if row.ended_at is not None:
            ended = HandOverState(row.state)
            yield Event(row.ended_at, "hand_over", str(_ENDED[ended]), row.end_words, row.ended_by, **about)


def _messages(candidate: Candidate) -> Iterator[Event]:
    sent = Message.objects.filter(candidate=candidate, state=MessageState.SENT).order_by("-sent_at")
    for row in sent[:MOST_OF_A_KIND]:
        yield Event(
            row.sent_at, "message", _("Wrote an e-mail"), row.subject, row.by_user_id, application_id=row.application_id
        )
