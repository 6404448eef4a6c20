"""The same done to many jobs: choose what, look at what would become of each, apply it, watch it, stop it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from isthmus.bridge import connections
from isthmus.bridge.models import BulkChange
from isthmus.bridge.postings.bulk import changes
from isthmus.hiring.problems import Refused
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.jobs import bulk_pages
from isthmus.web.jobs.bulk_forms import BulkForm
from isthmus.web.showing import attempt, show


@company_view("jobs.publish")
@require_http_methods(["GET", "POST"])
def choose(request: MemberRequest) -> HttpResponse:
    """Say what is to be done to the chosen jobs; posting it plans it, and changes nothing yet."""
    these = bulk_pages.chosen(request.member, request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        form = BulkForm(initial={"action": request.GET.get("action", ""), "linkedin_apply": _by_default()})
        return show(request, "jobs/bulk_choose.html", bulk_pages.choose_page(request.member, these, form))
    form = BulkForm(request.POST)
    if form.is_valid():
        try:
            change = changes.plan(these.ids, form.wish, bulk_pages.words_of(these, form.wish))
            return _to(request, change.id)
        except Refused as refused:
            form.add_error(None, refused.failure.message)
    page = bulk_pages.choose_page(request.member, these, form)
    return show(request, "jobs/bulk_choose.html", page, status=422)


@company_view("jobs.publish")
@require_safe
def look(request: MemberRequest, change_id: UUID) -> HttpResponse:
    """What a bulk change would do to each job, or has done."""
    page = bulk_pages.bulk_page(BulkChange.objects.get(id=change_id), request.GET)
    return show(request, "jobs/bulk.html", page)


@company_view("jobs.publish")
@require_POST
def apply(request: MemberRequest, change_id: UUID) -> HttpResponse:
    """Apply the next jobs of a bulk change; the page asks for the rest by itself, or by its button."""
    with attempt(request):
        changes.apply_some(change_id)
    return _to(request, change_id)


@company_view("jobs.publish")
@require_POST
def stop(request: MemberRequest, change_id: UUID) -> HttpResponse:
    """Leave the jobs that were not reached yet as they are."""
    with attempt(request):
        changes.stop(change_id)
    return _to(request, change_id)


def _by_default() -> bool:
    connection = connections.current()
    return connection is not None and connection.apply_connect and connection.apply_by_default


def _to(request: MemberRequest, change_id: UUID) -> HttpResponse:
    return redirect("jobs:bulk_change", slug=request.member.company_slug, change_id=change_id)
