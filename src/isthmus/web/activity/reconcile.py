"""Reconcile: compare both sides now, watch it, and repair what differs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from isthmus.base.failures import IsthmusError
from isthmus.bridge.reconcile import repair, runs
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.activity import reconcile_pages
from isthmus.web.showing import attempt, show, show_part


@company_view("activity.view")
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """The last comparison and every gap."""
    return show(request, "activity/reconcile.html", reconcile_pages.reconcile_page(request.member))


@company_view("activity.view")
@require_safe
def progress(request: MemberRequest) -> HttpResponse:
    """How far the comparison is, for the page to swap in; it is loaded anew when that has ended."""
    page = reconcile_pages.reconcile_page(request.member)
    response = show_part(request, "activity/reconcile_progress.html", page)
    if page.progress is None:
        response["HX-Refresh"] = "true"
    return response


@company_view("activity.retry")
@require_POST
def run(request: MemberRequest) -> HttpResponse:
    """Compare now: everything, or the one resource that was chosen."""
    chosen = request.POST.get("resource", "")[:40]
    with attempt(request, _("Both sides are being compared.")):
        runs.ask([chosen] if chosen else [])
    return _back(request)


@company_view("activity.retry")
@require_POST
def repair_kind(request: MemberRequest) -> HttpResponse:
    """Repair every gap of a kind."""
    try:
        count = repair.ask_all(request.POST.get("kind", "")[:60] or "none")
    except IsthmusError as error:
        messages.error(request, error.failure.message)
        return _back(request)
    words = ngettext("%d gap is being repaired.", "%d gaps are being repaired.", count) % count
    messages.success(request, words)
    return _back(request)


@company_view("activity.retry")
@require_POST
def repair_one(request: MemberRequest, gap_id: UUID) -> HttpResponse:
    """Repair one gap."""
    with attempt(request, _("It is being repaired.")):
        repair.ask(gap_id)
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("activity:reconcile", slug=request.member.company_slug)
