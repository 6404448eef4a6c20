"""The pipeline board: pages, more cards of a column, and what dropping a card does."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isthmus.base.failures import IsthmusError
from isthmus.hiring import board, decisions, team
from isthmus.hiring.models import Application, Job, JobStatus
from isthmus.hiring.problems import Refused
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.board import pages
from isthmus.web.candidates import next_steps
from isthmus.web.showing import show, show_part

MOST_JOBS = 50


@company_view("candidates.view")
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """The board of the open jobs whose hiring team the member is on."""
    return show(request, "board/board.html", pages.of_jobs(request.member, _mine(request)))


@company_view("candidates.view")
@require_safe
def job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """The board of one job."""
    return show(request, "board/board.html", pages.of_job(request.member, Job.objects.get(id=job_id)))


@company_view("candidates.view")
@require_safe
def more(request: MemberRequest) -> HttpResponse:
    """The next cards of a column of one's own jobs."""
    return _more(request, [one.id for one in _mine(request)], is_of_several=True)


@company_view("candidates.view")
@require_safe
def more_of_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """The next cards of a column of one job."""
    return _more(request, [Job.objects.only("id").get(id=job_id).id], is_of_several=False)


@company_view("applications.decide")
@require_POST
def move(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """Put a card into another column; a refusal says why, and the card goes back."""
    Application.objects.only("id").get(id=application_id)
    try:
        with transaction.atomic():
            board.move(application_id, request.POST.get("to", ""))
    except KeyError as error:
        raise Http404("No such column") from error
    except IsthmusError as error:
        return _said("board:refused", application_id, error.failure.message)
    return _said("board:moved", application_id, _("Moved."))


@company_view("applications.decide")
@require_http_methods(["GET", "POST"])
def reject(request: MemberRequest, application_id: UUID) -> HttpResponse:
    """What rejecting sets going; and, once confirmed, that."""
    bid = Application.objects.select_related("candidate", "job").get(id=application_id)
    if request.method == "GET":
        warning = next_steps.of_rejecting(bid, str(bid.candidate))
        return show_part(request, "board/reject.html", warning, bid=bid, name=str(bid.candidate))
    reason = request.POST.get("reason", "").strip()[: decisions.LONGEST_REASON]
    send_email = "send_email" in request.POST if "mail_offered" in request.POST else None
    try:
        with transaction.atomic():
            decisions.reject(application_id, reason, send_email=send_email)
    except IsthmusError as error:
        return _said("board:refused", application_id, error.failure.message)
    return _said("board:moved", application_id, _("Rejected."))


def _mine(request: MemberRequest) -> list[Job]:
    return list(team.jobs_of(request.member.user_id).filter(status=JobStatus.OPEN)[:MOST_JOBS])


def _more(request: MemberRequest, job_ids: Sequence[UUID], *, is_of_several: bool) -> HttpResponse:
    key, after = request.GET.get("column", ""), request.GET.get("after")
    try:
        column = board.column(job_ids, key, after)
    except (KeyError, Refused):
        if key or after:
            raise Http404("No such place") from None
        return HttpResponse("")
    return show_part(request, "board/cards.html", pages.more(request.member, column, is_of_several=is_of_several))


def _said(event: str, application_id: UUID, words: str) -> HttpResponse:
    """An empty answer that tells the board's script what became of the card."""
    told = json.dumps({event: {"id": str(application_id), "words": words}})
    return HttpResponse(status=200, headers={"HX-Trigger": told})
