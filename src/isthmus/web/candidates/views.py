"""Candidates: list, page and decisions."""

from uuid import UUID

from django.contrib import messages as said
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from isthmus.hiring import decisions, handovers, mentions, viewing
from isthmus.hiring.models import Application
from isthmus.people.models import Candidate
from isthmus.store import audit
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.candidates import documents, held, lists, next_steps, pages
from isthmus.web.candidates.looking import is_a_person_looking, no_guess
from isthmus.web.plugins import allow
from isthmus.web.showing import attempt, show, show_part


@company_view("candidates.view")
@require_safe
def candidate_list(request: MemberRequest) -> HttpResponse:
    """The company's candidates, as they are asked for."""
    page = lists.page(request.member, request.GET)
    return allow(show(request, "candidates/list.html", page), page.plugins)


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
        request,
        "candidates/notices.html",
        None,
        notices=next_steps.of(found),
        application_id=application_id,
        may_act=request.member.may("messages.send"),
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
    with attempt(request, _("Moved.")):
        decisions.move(application_id, _stage_id(request))
    return _back(request, application_id)


@company_view("applications.decide")
@require_POST
def reject(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """Not selected."""
    reason = request.POST.get("reason", "").strip()[: decisions.LONGEST_REASON]
    send_email = "send_email" in request.POST if "mail_offered" in request.POST else None
    with attempt(request, _("Rejected. “What happens next” says what the person is told.")):
        decisions.reject(application_id, reason, send_email=send_email)
    return _back(request, application_id)


@company_view("applications.decide")
@require_POST
def reopen(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """Take the outcome back."""
    with attempt(request):
        decisions.reopen(application_id)
        said.success(request, next_steps.reopened_words(application_id))
    return _back(request, application_id)


@company_view("activity.view")
@require_safe
def application_held(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """What LinkedIn holds of ours about an application, exactly as it was sent."""
    found = Application.objects.select_related("candidate", "job").get(id=application_id)
    audit.record("viewed", "application", found.id, fields=["held"])
    return show(request, "candidates/held.html", held.page(request.member, found))


def show_candidate(
    request: MemberRequest, candidate: Candidate, focus: Application | None, draft: pages.Draft | None = None
) -> HttpResponse:
    """The page of a candidate; with a draft, what could not be saved stands there still."""
    asked = request.GET.get("show", "") == "linkedin"
    page = pages.candidate(request.member, candidate, focus, draft=draft, with_highlights=asked)
    response = show(request, "candidates/candidate.html", page, status=422 if draft else 200)
    return allow(response, page.highlights.plugins) if page.highlights else response


def back_to(request: MemberRequest, candidate_id: UUID, application_id: UUID | None) -> HttpResponse:
    """To the candidate's page, the application in focus if there is one."""
    if application_id:
        return _back(request, application_id)
    return redirect("candidates:candidate", slug=request.member.company_slug, candidate_id=candidate_id)


def _show(request: MemberRequest, candidate: Candidate, focus: Application | None) -> HttpResponse:
    if refusal := no_guess(request):
        return refusal
    is_looking = is_a_person_looking(request)
    if is_looking and focus is not None:
        viewing.record_view(focus.id)
    elif is_looking:
        audit.record("viewed", "candidate", candidate.id)
    response = show_candidate(request, candidate, focus)
    if is_looking:
        mentions.read(request.member.user_id, candidate.id)
        handovers.see(candidate.id)
    return response


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
