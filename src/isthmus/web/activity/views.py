"""Activity: what came, what went, what waits, and the buttons that try again."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from isthmus.bridge import activity
from isthmus.store import audit
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.activity import pages
from isthmus.web.showing import attempt, show


@company_view("activity.view")
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """One kind of line, newest first."""
    page = pages.overview(request.member, request.GET.get("show", ""), request.GET.get("after", ""))
    return show(request, "activity/overview.html", page)


@company_view("activity.view")
@require_safe
def delivery(request: MemberRequest, delivery_id: UUID) -> HttpResponse:
    """One delivery: how it was received, what came of it, and its visible copy."""
    page = pages.delivery(request.member, delivery_id)
    audit.record("viewed", "delivery", delivery_id)
    return show(request, "activity/delivery.html", page)


@company_view("activity.retry")
@require_POST
def retry(request: MemberRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Do it again, now."""
    with attempt(request, "Tried again; the line below says what came of it."):
        activity.retry(kind, row_id)
    where = reverse("activity:overview", kwargs={"slug": request.member.company_slug})
    return redirect(f"{where}?{urlencode({'show': kind if kind in activity.KINDS else ''})}")
