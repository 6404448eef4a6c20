"""Guides: one page for each role, tied to the screens and to how the company stands."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from isthmus.accounts.models import Role
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.guides import pages
from isthmus.web.showing import show

OWN = {Role.ADMIN: "guides:admin", Role.HIRING_MANAGER: "guides:hiring_manager"}


@company_view("jobs.view")
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """The guide of one's own role."""
    return redirect(OWN.get(request.member.role, "guides:recruiter"), slug=request.member.company_slug)


@company_view("jobs.view")
@require_safe
def recruiter(request: MemberRequest) -> HttpResponse:
    """The recruiter's day."""
    return show(request, "guides/guide.html", pages.guide(request.member, "recruiter"))


@company_view("jobs.view")
@require_safe
def hiring_manager(request: MemberRequest) -> HttpResponse:
    """The hiring manager's part."""
    return show(request, "guides/guide.html", pages.guide(request.member, "hiring_manager"))


@company_view("jobs.view")
@require_safe
def admin(request: MemberRequest) -> HttpResponse:
    """Setting up, and keeping it well."""
    return show(request, "guides/guide.html", pages.guide(request.member, "admin"))
