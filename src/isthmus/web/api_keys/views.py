"""Settings → API keys: issue, show once, revoke."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from isthmus.accounts import keys
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.api_keys import pages
from isthmus.web.api_keys.forms import IssueForm
from isthmus.web.showing import show


@company_view("settings.manage")
@require_safe
def key_list(request: MemberRequest) -> HttpResponse:
    """The company's keys."""
    return show(request, "api_keys/list.html", pages.keys(IssueForm()))


@company_view("settings.manage")
@require_POST
@never_cache
def issue(request: MemberRequest) -> HttpResponse:
    """A new key; its text stands on this answer and nowhere else."""
    form = IssueForm(request.POST)
    if not form.is_valid():
        return show(request, "api_keys/list.html", pages.keys(form), status=422)
    key, text = keys.issue(form.cleaned_data["name"], form.cleaned_data["scopes"])
    return show(request, "api_keys/list.html", pages.keys(IssueForm(), fresh=text, fresh_name=key.name))


@company_view("settings.manage")
@require_POST
def revoke(request: MemberRequest, key_id: UUID) -> HttpResponse:
    """The key stops working with its next request."""
    keys.revoke(key_id)
    messages.success(request, _("The key no longer works."))
    return redirect("api_keys:list", slug=request.member.company_slug)
