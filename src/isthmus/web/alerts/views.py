"""Settings → Alerts: objectives, who is told when one is broken, and what was told."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from isthmus.base.failures import IsthmusError
from isthmus.sync.watching import endpoints, telling
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.alerts import pages
from isthmus.web.alerts.forms import EndpointForm, ObjectivesForm, WishForm
from isthmus.web.showing import show

TEMPLATE = "alerts/settings.html"


@company_view("settings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """See everything; change objectives and patience."""
    if request.method != "POST":
        return show(request, TEMPLATE, pages.alerts_page(request.member))
    form = ObjectivesForm(request.POST)
    if not form.is_valid():
        return show(request, TEMPLATE, pages.alerts_page(request.member, objectives=form), status=422)
    form.keep()
    messages.success(request, _("Saved. It holds from the next look on, within half a minute."))
    return _back(request)


@company_view("settings.manage")
@require_POST
def wish(request: MemberRequest) -> HttpResponse:
    """Get alerts by e-mail, or get them no more."""
    form = WishForm(request.POST)
    telling.wish(form.is_valid() and form.cleaned_data["wanted"])
    return _back(request)


@company_view("settings.manage")
@require_POST
def test_mail(request: MemberRequest) -> HttpResponse:
    """Send the acting admin a mail, to see that it arrives."""
    telling.found_test_mail(telling.Addressed(request.member.company_name, request.member.company_slug))
    messages.success(request, _("A test mail leaves within seconds; the list below says what came of it."))
    return _back(request)


@company_view("settings.manage")
@require_POST
@never_cache
def add(request: MemberRequest) -> HttpResponse:
    """A new address; its secret stands on this answer and nowhere else."""
    form = EndpointForm(request.POST)
    if form.is_valid():
        try:
            secret = endpoints.add(form.cleaned_data["url"])[1]
        except IsthmusError as error:
            form.add_error("url", error.failure.message)
        else:
            return show(request, TEMPLATE, pages.alerts_page(request.member, fresh_secret=secret))
    return show(request, TEMPLATE, pages.alerts_page(request.member, endpoint_form=form), status=422)


@company_view("settings.manage")
@require_POST
def test(request: MemberRequest, endpoint_id: UUID) -> HttpResponse:
    """Send an address a message, to see that it is taken."""
    endpoints.test(endpoint_id)
    messages.success(request, _("A test message leaves within seconds; the list below says what came of it."))
    return _back(request)


@company_view("settings.manage")
@require_POST
def enable(request: MemberRequest, endpoint_id: UUID) -> HttpResponse:
    """Tell an address again that was switched off."""
    endpoints.enable(endpoint_id)
    messages.success(request, _("It is told again, from the next alarm on."))
    return _back(request)


@company_view("settings.manage")
@require_POST
def remove(request: MemberRequest, endpoint_id: UUID) -> HttpResponse:
    """Tell an address no more."""
    endpoints.remove(endpoint_id)
    messages.success(request, _("It is told nothing any more."))
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("alerts:settings", slug=request.member.company_slug)
