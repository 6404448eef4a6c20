"""Candidates: list, page, decisions and notes."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from isthmus.hiring import decisions, notes, viewing
from isthmus.hiring.models import Application, Audience
from isthmus.people.models import Candidate
from isthmus.store import audit
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.candidates import documents, lists, next_steps, pages
from isthmus.web.candidates.looking import is_a_person_looking
from isthmus.web.showing import attempt, show, show_part


@company_view("candidates.view")
@require_safe
def candidate_list(request: MemberRequest) -> HttpResponse:
    """The company's candidates, the latest activity first."""
    return show(request, "candidates/list.html", lists.page(request.member, request.GET))


@company_view("candidates.view")
@require_safe
def candidate_page(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """One person, with their latest application in focus."""
    candidate = Candidate.objects.get(id=candidate_id)
    latest = Application.objects.filter(candidate=candidate).order_by("-applied_at", "-id").first()
    return _show(request, candidate, latest)


@company_view("candidates.view")
@require_safe
def application(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """One person, with this application in focus."""
    found = Application.objects.select_related("candidate").get(id=application_id)
    return _show(request, found.candidate, found)


@company_view("candidates.view")
@require_safe
def notices(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """What LinkedIn is told about an application, alone; asked for again while something is on its way."""
    found = Application.objects.get(id=application_id)
    return show_part(
        request, "candidates/notices.html", None, notices=next_steps.of(found), application_id=application_id
    )


@company_view("candidates.view")
@require_safe
def application_documents(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """The files of an application, alone; asked for again while one is being fetched."""
    found = documents.of(Application.objects.prefetch_related("files").get(id=application_id))
    return show_part(request, "candidates/documents.html", None, documents=found, application_id=application_id)


@company_view("applications.decide")
@require_POST
def move(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """Put the application into another stage."""
    with attempt(request, "Moved."):
        decisions.move(application_id, _stage_id(request))
    return _back(request, application_id)


@company_view("applications.decide")
@require_POST
def reject(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """Not selected."""
    with attempt(request, "Rejected. “What happens next” says what the person is told."):
        decisions.reject(application_id, request.POST.get("reason", "").strip()[: decisions.LONGEST_REASON])
    return _back(request, application_id)


@company_view("applications.decide")
@require_POST
def reopen(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """Take the outcome back."""
    with attempt(request, "Open again. What had not left yet is not sent."):
        decisions.reopen(application_id)
    return _back(request, application_id)


@company_view("candidates.note")
@require_POST
def add_note(request: MemberRequest, candidate_id: UUID) -> HttpResponse:
    """Write a note; a private one is for its author alone."""
    application_id = _id(request.POST.get("application", ""))
    audience = Audience.AUTHOR if "is_private" in request.POST else Audience.COMPANY
    with attempt(request, "Noted, for you alone." if audience == Audience.AUTHOR else "Noted."):
        notes.add(candidate_id, request.POST.get("body", ""), audience=audience, application_id=application_id)
    if application_id:
        return _back(request, application_id)
    return redirect("candidates:candidate", slug=request.member.company_slug, candidate_id=candidate_id)


def _show(request: MemberRequest, candidate: Candidate, focus: Application | None) -> HttpResponse:
    if is_a_person_looking(request):
        if focus is not None:
            viewing.record_view(focus.id)
        else:
            audit.record("viewed", "candidate", candidate.id)
    return show(request, "candidates/candidate.html", pages.candidate(request.member, candidate, focus))


def _stage_id(request: MemberRequest) -> UUID:
    found = _id(request.POST.get("stage", ""))
    if found is None:
        raise Http404("No such stage")
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404("Not an id") from error


def _back(request: MemberRequest, application_id: UUID) -> HttpResponse:
    return redirect("candidates:application", slug=request.member.company_slug, application_id=application_id)
