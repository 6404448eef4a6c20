"""Activity: what came, what went, what waits, and the buttons that try again."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from isthmus.base.failures import IsthmusError
from isthmus.bridge import activity
from isthmus.sync import digests, muting
from isthmus.sync.models import Mute
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.activity import details, health, issue_pages, limits, pages
from isthmus.web.activity import week as week_pages
from isthmus.web.activity.forms import MuteForm
from isthmus.web.showing import attempt, show, show_part


@company_view("activity.view")
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """One kind of line, newest first."""
    return show(request, "activity/overview.html", pages.overview(request.member, request.GET))


@company_view("activity.view")
@require_safe
def delivery(request: MemberRequest, delivery_id: UUID) -> HttpResponse:
    """One delivery: how it was received, what came of it, and its visible copy."""
    return _line(request, "deliveries", delivery_id)


@company_view("activity.view")
@require_safe
def line(request: MemberRequest, kind: str, row_id: UUID) -> HttpResponse:
    """One line of any kind."""
    return _line(request, kind, row_id)


@company_view("activity.view")
@require_safe
def limits_page(request: MemberRequest) -> HttpResponse:
    """What is used of LinkedIn's limits."""
    return show(request, "activity/limits.html", limits.limits_page())


@company_view("activity.view")
@require_safe
def health_page(request: MemberRequest) -> HttpResponse:
    """How far behind each stream is; `?part=now` is the part that is asked for again while the page is open."""
    page = health.health_page(request.member)
    if request.GET.get("part") == "now":
        return show_part(request, "activity/health_now.html", page)
    return show(request, "activity/health.html", page)


@company_view("activity.view")
@require_safe
def week(request: MemberRequest) -> HttpResponse:
    """The digest as it stands now."""
    return show(request, "activity/week.html", week_pages.week_page(request.member))


@company_view("activity.view")
@require_POST
def digest_wish(request: MemberRequest) -> HttpResponse:
    """Get the weekly mail, or get it no more."""
    form = week_pages.WishForm(request.POST)
    digests.wish(form.is_valid() and form.cleaned_data["wanted"])
    return redirect("activity:week", slug=request.member.company_slug)


@company_view("settings.manage")
@require_POST
def digest_time(request: MemberRequest) -> HttpResponse:
    """Another day or hour for the company's digest."""
    form = week_pages.TimeForm(request.POST)
    if not form.is_valid():
        return show(request, "activity/week.html", week_pages.week_page(request.member, form), status=422)
    messages.success(request, week_pages.set_time(form))
    return redirect("activity:week", slug=request.member.company_slug)


@company_view("activity.retry")
@require_POST
def retry(request: MemberRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Do it again, now."""
    with attempt(request, _("Tried again; the line below says what came of it.")):
        activity.retry(kind, row_id)
    where = reverse("activity:overview", kwargs={"slug": request.member.company_slug})
    return redirect(f"{where}?{urlencode({'show': kind if kind in activity.KINDS else ''})}")


@company_view("activity.retry")
@require_POST
def mute(request: MemberRequest, issue_id: UUID) -> HttpResponse:
    """Keep an issue quiet for a while."""
    form = MuteForm(request.POST)
    page = issue_pages.issue_page(request.member, issue_id, form)
    if not form.is_valid():
        return show(request, "activity/issue.html", page, status=422)
    try:
        muting.mute(issue_id, Mute(form.cleaned_data["how"]), form.cleaned_data["why"], until=form.moment())
    except IsthmusError as error:
        form.add_error("until" if form.cleaned_data["how"] == Mute.UNTIL else None, error.failure.message)
        return show(request, "activity/issue.html", page, status=422)
    return redirect("activity:line", slug=request.member.company_slug, kind="issues", row_id=issue_id)


@company_view("activity.retry")
@require_POST
def unmute(request: MemberRequest, issue_id: UUID) -> HttpResponse:
    """Let an issue be heard again."""
    with attempt(request, _("It is heard again.")):
        muting.unmute(issue_id)
    return redirect("activity:line", slug=request.member.company_slug, kind="issues", row_id=issue_id)


def _line(request: MemberRequest, kind: str, row_id: UUID) -> HttpResponse:
    if kind == "issues":
        return show(request, "activity/issue.html", issue_pages.issue_page(request.member, row_id))
    personal = "personal" in request.GET
    if personal and not request.member.may("activity.unmask"):
        raise PermissionDenied("activity.unmask")
    try:
        page = details.line_page(request.member, kind, row_id, unseal="sent" in request.GET, personal=personal)
    except KeyError as error:
        raise Http404("No such kind of line") from error
    return show(request, "activity/line.html", page)
