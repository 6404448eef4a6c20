"""Settings → Apps & integrations → LinkedIn: connect, switch, stop."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from isthmus.bridge import connections
from isthmus.bridge.notifications import watch
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.linkedin import pages
from isthmus.web.linkedin.forms import DirectForm, PartnerForm, SecretForm
from isthmus.web.showing import attempt, show


@company_view("settings.manage")
@require_safe
def settings(request: MemberRequest) -> HttpResponse:
    """The connection with everything that depends on it."""
    return show(request, "linkedin/settings.html", pages.linkedin())


@company_view("settings.manage")
@require_POST
def connect_partner(request: MemberRequest) -> HttpResponse:
    """Let the parent application make one for this company."""
    form = PartnerForm(request.POST)
    if not django_settings.CONFIG.parent_client_id:
        form.add_error(None, "This installation has no parent application; connect with your own.")
    if not form.is_valid():
        return show(request, "linkedin/settings.html", pages.linkedin(partner_form=form), status=422)
    with attempt(request, "LinkedIn is asked for an application for this company; it takes moments."):
        connections.connect_partner(form.cleaned_data["organization"])
    return _back(request)


@company_view("settings.manage")
@require_POST
def connect_direct(request: MemberRequest) -> HttpResponse:
    """Connect with the company's own application."""
    form = DirectForm(request.POST)
    if not form.is_valid():
        return show(request, "linkedin/settings.html", pages.linkedin(direct_form=form), status=422)
    with attempt(request, "LinkedIn is connected."):
        connections.connect_direct(**form.cleaned_data)
    return _back(request)


@company_view("settings.manage")
@require_POST
def start_over(request: MemberRequest) -> HttpResponse:
    """Ask for another child application, because the first one's secret is lost."""
    with attempt(request, "LinkedIn is asked for another application."):
        connections.start_over()
    return _back(request)


@company_view("settings.manage")
@require_POST
def enter_secret(request: MemberRequest) -> HttpResponse:
    """Give the secret of the application again."""
    form = SecretForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was changed: the secret was empty.")
        return _back(request)
    with attempt(request, "LinkedIn took the secret: connected."):
        connections.enter_secret(form.cleaned_data["client_secret"])
    return _back(request)


@company_view("settings.manage")
@require_POST
def switch_apply_connect(request: MemberRequest) -> HttpResponse:
    """Turn Apply Connect on or off."""
    on = request.POST.get("on") == "yes"
    with attempt(
        request, "Apply Connect is on." if on else "Apply Connect is off; postings now lead to your own page."
    ):
        connections.set_apply_connect(on)
    return _back(request)


@company_view("settings.manage")
@require_POST
def switch_default(request: MemberRequest) -> HttpResponse:
    """Tick Apply Connect by default on new postings, or leave it unticked."""
    on = request.POST.get("on") == "yes"
    with attempt(
        request, "New postings use Apply Connect by default." if on else "New postings start without Apply Connect."
    ):
        connections.set_default(on)
    return _back(request)


@company_view("settings.manage")
@require_POST
def check_webhook(request: MemberRequest) -> HttpResponse:
    """Have LinkedIn check the webhook again, blocked or not."""
    with attempt(request, "LinkedIn is asked to check the webhook again; what comes of it appears here."):
        watch.ask_linkedin()
    return _back(request)


@company_view("settings.manage")
@require_POST
def stop(request: MemberRequest) -> HttpResponse:
    """The kill switch: every posting is closed, and nothing else is told to LinkedIn any more."""
    if "sure" not in request.POST:
        messages.error(request, "Nothing was stopped: tick the box to confirm.")
        return _back(request)
    with attempt(request, "Stopped: the postings are being closed at LinkedIn, and nothing else is told."):
        connections.opt_out()
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("linkedin:settings", slug=request.member.company_slug)
