"""Account → Preferences: a person's own time zone and language, in every company they belong to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from isthmus.accounts.models import User
from isthmus.web.preferences.forms import PreferencesForm
from isthmus.web.zones import as_seen_by


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """See and change one's own preferences."""
    assert isinstance(request.user, User)
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("preferences:mine")
    with as_seen_by(request):
        return render(request, "preferences/mine.html", {"form": form}, status=422 if form.errors else 200)
