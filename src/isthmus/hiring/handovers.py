"""Passing work on a candidate to a colleague: with context, what is asked and by when; accepted, done or returned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from isthmus.accounts.models import Membership, Role
from isthmus.base.clock import now
from isthmus.hiring import mentions, notes
from isthmus.hiring.actors import names
from isthmus.hiring.models import RUNNING, Application, Audience, HandOver, HandOverState
from isthmus.hiring.problems import Problem, Refused, refuse_if
from isthmus.people import intake
from isthmus.people.models import Candidate
from isthmus.people.normalise import tidy
from isthmus.store import tenancy

LONGEST_TASK = 300
LONGEST_WORDS = 1000


@dataclass(frozen=True)
class Task:
    """What is handed over: to whom, what they should do, what they should know, and by when if it matters."""

    to_user_id: UUID
    task: str
    context: str
    due_on: date | None = None
    audience: str = Audience.COMPANY


@dataclass(frozen=True)
class Owner:
    """Who has an application now, and who has been asked to take it and has not answered; empty: nobody."""

    user_id: UUID | None = None
    name: str = ""
    asked_name: str = ""


def hand_over(candidate_id: UUID, asked: Task, *, application_id: UUID | None = None) -> HandOver:
    """The candidate, or one application, handed to a colleague; the context becomes a note for the given audience.

    Whoever holds it may hand it on. Raises Refused for a receiver who may not see candidates or the note, for missing
    words, a day gone by, and when somebody else holds it; DoesNotExist for ids of others.
    """
    from_user_id = tenancy.current().user_id
    candidate = Candidate.objects.select_for_update(no_key=True).get(id=candidate_id)
    application = Application.objects.get(id=application_id, candidate=candidate) if application_id else None
    held = _running(candidate, application)
    task = tidy(asked.task)
    refuse_if([*_wrong(asked, task, application, from_user_id), *_wrong_if_held(held, from_user_id)], code=_INVALID)
    if held is not None:
        _end(held, HandOverState.DONE, _("Handed on."))
    note = notes.add(candidate.id, asked.context, audience=asked.audience, application_id=application_id)
    made: HandOver = HandOver.objects.create(
        candidate=candidate,
        application=application,
        note=note,
        from_user_id=from_user_id,
        to_user_id=asked.to_user_id,
        task=task,
        due_on=asked.due_on,
    )
    return made


def accept(hand_over_id: UUID) -> HandOver:
    """The receiver takes it on. Raises Refused for anybody else and when it has ended, HandOver.DoesNotExist."""
    found = _locked(hand_over_id)
    _must_be(found, {found.to_user_id}, _("Only who it was handed to can accept it."))
    if found.state == HandOverState.OPEN:
        found.state, found.accepted_at, found.seen_at = HandOverState.ACCEPTED, now(), found.seen_at or now()
        found.save(update_fields=["state", "accepted_at", "seen_at"])
        intake.touch(found.candidate_id)
    return found


def finish(hand_over_id: UUID, words: str = "") -> HandOver:
    """The receiver has done it. Raises Refused for anybody else and when it has ended, HandOver.DoesNotExist."""
    found = _locked(hand_over_id)
    _must_be(found, {found.to_user_id}, _("Only who it was handed to can finish it."))
    found.accepted_at = found.accepted_at or now()
    return _end(found, HandOverState.DONE, words)


def give_back(hand_over_id: UUID, words: str) -> HandOver:
    """The receiver returns it and says why. Raises Refused for anybody else, without words, and when it has ended."""
    found = _locked(hand_over_id)
    _must_be(found, {found.to_user_id}, _("Only who it was handed to can return it."))
    if not tidy(words):
        raise Refused([Problem("words", _("Say why you return it."), _("A sentence is enough."))], code=_INVALID)
    return _end(found, HandOverState.RETURNED, words)


def take_back(hand_over_id: UUID, words: str = "") -> HandOver:
    """Whoever handed it over, or an admin, takes it back. Raises Refused for anybody else and when it has ended."""
    found = _locked(hand_over_id)
    admins = set(Membership.objects.filter(role=Role.ADMIN).values_list("user_id", flat=True))
    _must_be(found, {found.from_user_id, *admins}, _("Only who handed it over, or an admin, can take it back."))
    return _end(found, HandOverState.TAKEN_BACK, words)


def see(candidate_id: UUID) -> None:
    """The acting user looked at the candidate: what was handed to them is no longer unread."""
    mine = HandOver.objects.filter(candidate_id=candidate_id, to_user_id=tenancy.current().user_id, seen_at=None)
    mine.update(seen_at=now())


def received_by(user_id: UUID) -> QuerySet[HandOver]:
    """What was handed to the user and runs still, newest first."""
    return _whole().filter(to_user_id=user_id, state__in=RUNNING)


def unanswered(user_id: UUID) -> int:
    """How many hand-overs wait for the user to accept them."""
    return int(HandOver.objects.filter(to_user_id=user_id, state=HandOverState.OPEN).count())


def given_by(user_id: UUID) -> QuerySet[HandOver]:
    """What the user handed to others, newest first, ended ones included."""
    return _whole().filter(from_user_id=user_id)


def of_candidate(candidate_id: UUID) -> QuerySet[HandOver]:
    """Every hand-over of the candidate, newest first."""
    return _whole().filter(candidate_id=candidate_id)


def owners_of(application_ids: Iterable[UUID]) -> dict[UUID, Owner]:
    """Who has each application: the last who accepted it, or who handed it over when it was returned."""
    found = HandOver.objects.filter(application_id__in=list(application_ids)).order_by("at", "id")
    has: dict[UUID, UUID] = {}
    asked: dict[UUID, UUID] = {}
    for row in found.exclude(state=HandOverState.TAKEN_BACK):
        asked.pop(row.application_id, None)
        if row.state == HandOverState.OPEN:
            asked[row.application_id] = row.to_user_id
        elif row.state == HandOverState.RETURNED:
            has[row.application_id] = row.from_user_id
        else:
            has[row.application_id] = row.to_user_id
    known = names([*has.values(), *asked.values()])
    return {
        identity: Owner(has.get(identity), known.get(has.get(identity), ""), known.get(asked.get(identity), ""))
        for identity in {*has, *asked}
    }


def today() -> date:
    """The day it is for whoever acts: in their own zone where one is active."""
    return localtime(now()).date()


_INVALID = "hand_over_invalid"


def _whole() -> QuerySet[HandOver]:
    rows: QuerySet[HandOver] = HandOver.objects.select_related("candidate", "application__job", "note")
    return rows


def _running(candidate: Candidate, application: Application | None) -> HandOver | None:
    same = HandOver.objects.filter(candidate=candidate, application=application, state__in=RUNNING)
    found: HandOver | None = same.select_for_update(no_key=True).first()
    return found


def _locked(hand_over_id: UUID) -> HandOver:
    found: HandOver = HandOver.objects.select_for_update(no_key=True).get(id=hand_over_id)
    return found


def _must_be(found: HandOver, allowed: set[UUID], words: str) -> None:
    if tenancy.current().user_id not in allowed:
        raise Refused([Problem("", words)], code="hand_over_not_yours")
    if found.state not in RUNNING:
        ended = HandOverState(found.state).label
        problem = Problem("", _("This hand-over has ended: %(state)s.") % {"state": str(ended).lower()})
        raise Refused([problem], code="hand_over_ended")


def _end(found: HandOver, state: HandOverState, words: str) -> HandOver:
    found.state, found.ended_at, found.end_words = state, now(), tidy(words, LONGEST_WORDS)
    found.seen_at, found.ended_by = found.seen_at or now(), tenancy.current().user_id
    found.save(update_fields=["state", "accepted_at", "ended_at", "ended_by", "end_words", "seen_at"])
    intake.touch(found.candidate_id)
    return found


def _wrong(asked: Task, task: str, application: Application | None, from_user_id: UUID | None) -> Iterator[Problem]:
    if from_user_id is None:
        yield Problem("", _("A program has nothing to hand over."), _("Sign in to do it."))
    if not task:
        yield Problem("task", _("It does not say what to do."), _("Write one sentence."))
    if len(task) > LONGEST_TASK:
        words = _("What to do is longer than %(most)s characters.") % {"most": LONGEST_TASK}
        yield Problem("task", words, _("Put the rest into the context."))
    if not tidy(asked.context):
        yield Problem("context", _("There is no context."), _("Say what your colleague should know."))
    if asked.due_on is not None and asked.due_on < today():
        yield Problem("due_on", _("The day is past."), _("Choose today or a later day, or none."))
    yield from _wrong_receiver(asked, application, from_user_id)


def _wrong_receiver(asked: Task, application: Application | None, from_user_id: UUID | None) -> Iterator[Problem]:
    if asked.to_user_id == from_user_id:
        yield Problem("to", _("You have it already."), _("Choose a colleague."))
    if asked.to_user_id not in {one.user_id for one in mentions.who_may_read()}:
        yield Problem("to", _("This is nobody who may see candidates here."), _("Choose a colleague from the list."))
    elif asked.to_user_id not in {one.user_id for one in mentions.readers(asked.audience, application, ())}:
        yield Problem(
            "audience",
            _("Your colleague may not read this context."),
            _("Let everyone who may see candidates read it."),
        )


def _wrong_if_held(held: HandOver | None, user_id: UUID | None) -> Iterator[Problem]:
    if held is not None and held.to_user_id != user_id:
        name = names([held.to_user_id]).get(held.to_user_id, _("A colleague"))
        yield Problem(
            "to", _("%(name)s has this already.") % {"name": name}, _("Take it back first, or ask them to return it.")
        )
