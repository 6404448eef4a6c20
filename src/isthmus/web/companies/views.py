"""The front door: straight to the one company a user belongs to, or a choice between several; and that of settings."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from isthmus.accounts import companies
from isthmus.accounts.models import User
from isthmus.web.access import MemberRequest, company_view


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Send to the only company; else list them, or say whom to ask."""
    assert isinstance(request.user, User)
    members = companies.memberships_of(request.user.id)
    if len(members) == 1:
        return redirect("home:home", slug=members[0].company_slug)
    return render(request, "companies/choose.html", {"members": members})


@company_view("settings.manage")
@require_safe
def settings(request: MemberRequest) -> HttpResponse:
    """Send to the first of the settings."""
    return redirect("linkedin:settings", slug=request.member.company_slug)
