"""What colleagues do for each other on a candidate's page: write, answer, change and take away notes; hand over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from isthmus.base.failures import IsthmusError
from isthmus.hiring import handovers, notes
from isthmus.hiring.models import Application, Audience, HandOver, Note
from isthmus.hiring.problems import Refused
from isthmus.people.models import Candidate
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.candidates import letters, talk
from isthmus.web.candidates.handing import HandOverForm
from isthmus.web.candidates.pages import Draft
from isthmus.web.candidates.views import back_to, show_candidate
from isthmus.web.candidates.writing import focus_of
from isthmus.web.showing import attempt


@company_view("candidates.note")
@require_POST
def add_note(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """Write a note for everyone, for the hiring team or for oneself; refused, it stands in its field still."""
    candidate = Candidate.objects.get(id=candidate_id)
    focus = focus_of(candidate, request.POST.get("application", ""))
    body, audience = request.POST.get("body", ""), request.POST.get("audience", Audience.COMPANY)
    try:
        with transaction.atomic():
            note = notes.add(candidate.id, body, audience=audience, application_id=focus.id if focus else None)
    except IsthmusError as error:
        messages.error(request, error.failure.message)
        return show_candidate(request, candidate, focus, Draft(note=body, audience=audience))
    _written(request, note, _("Noted, for you alone.") if audience == Audience.AUTHOR else _("Noted."))
    return back_to(request, candidate.id, focus.id if focus else None)


@company_view("candidates.note")
@require_POST
def reply(request: MemberRequest, note_id: UUID) -> HttpResponse:
    """Answer a note."""
    asked = notes.readable().get(id=note_id)
    with attempt(request):
        _written(request, notes.reply(note_id, request.POST.get("body", "")), _("Answered."))
    return _back_to_note(request, asked)


@company_view("candidates.note")
@require_POST
def change(request: MemberRequest, note_id: UUID) -> HttpResponse:
    """Other words for one's own note."""
    note = _own(request, note_id)
    with attempt(request):
        _written(request, notes.change(note_id, request.POST.get("body", "")), _("Changed."))
    return _back_to_note(request, note)


@company_view("candidates.note")
@require_POST
def remove(request: MemberRequest, note_id: UUID) -> HttpResponse:
    """Take one's own note away."""
    note = _own(request, note_id)
    with attempt(request, _("Taken away. Its words are gone.")):
        notes.remove(note_id)
    return _back_to_note(request, note)


@company_view("candidates.note")
@require_POST
def hand_over(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """Hand the candidate, or the application in focus, to a colleague; refused, the dialog stays open as it was."""
    candidate = Candidate.objects.get(id=candidate_id)
    focus = focus_of(candidate, request.POST.get("application", ""))
    form = HandOverForm(request.POST, member=request.member, focus=focus)
    made = _made(request, candidate, focus, form) if form.is_valid() else None
    if made is None:
        return show_candidate(request, candidate, focus, Draft(hand_over=form))
    letters.about_hand_over(made)
    _written(request, made.note, _("Handed over. Your colleague finds it on Home and in My work."))
    return back_to(request, candidate.id, focus.id if focus else None)


@company_view("candidates.note")
@require_POST
def step(request: MemberRequest, hand_over_id: UUID, step: str) -> HttpResponse:
    """Accept, finish, return or take back what was handed over."""
    found = HandOver.objects.get(id=hand_over_id)
    take, done = STEPS[step]
    with attempt(request, str(done)):
        take(found.id, request.POST.get("words", ""))
    return back_to(request, found.candidate_id, found.application_id)


STEPS: dict[str, tuple[Callable[[UUID, str], object], Any]] = {
    "accept": (lambda identity, words: handovers.accept(identity), _l("It is yours now.")),
    "finish": (handovers.finish, _l("Done.")),
    "return": (handovers.give_back, _l("Returned.")),
    "take-back": (handovers.take_back, _l("Taken back.")),
}


def _made(
    request: MemberRequest, candidate: Candidate, focus: Application | None, form: HandOverForm
) -> HandOver | None:
    try:
        with transaction.atomic():
            return handovers.hand_over(candidate.id, form.asked, application_id=focus.id if focus else None)
    except Refused as refused:
        for problem in refused.problems:
            field = problem.field if problem.field in form.fields else None
            form.add_error(field, f"{problem.message} {problem.fix}".strip())
        return None


def _written(request: MemberRequest, note: Note, done: str) -> None:
    """Say so, tell those it names by mail, and say whom it could not name."""
    messages.success(request, done)
    letters.about_note(note)
    if left_out := talk.not_told(note):
        words = _("%(names)s may not read this note, so nobody told them.") % {"names": left_out}
        messages.warning(request, words)


def _own(request: MemberRequest, note_id: UUID) -> Note:
    note: Note = Note.objects.get(id=note_id, author_id=request.member.user_id)
    return note


def _back_to_note(request: MemberRequest, note: Note) -> HttpResponse:
    return back_to(request, note.candidate_id, note.application_id)
