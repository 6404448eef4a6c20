"""The front door: straight to the one company a user belongs to, or a choice between several."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from isthmus.accounts import companies
from isthmus.accounts.models import User


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Send to the only company; else list them, or say whom to ask."""
    assert isinstance(request.user, User)
    members = companies.memberships_of(request.user.id)
    if len(members) == 1:
        return redirect("home:home", slug=members[0].company_slug)
    return render(request, "companies/choose.html", {"members": members})
