"""Settings → Apps & integrations → LinkedIn: connect, check, stop and resume, opt out."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from isthmus.bridge import connections, outflow
from isthmus.bridge.notifications import watch
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.linkedin import check_page, pages
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
        form.add_error(None, _("This installation has no parent application; connect with your own."))
    if not form.is_valid():
        return show(request, "linkedin/settings.html", pages.linkedin(partner_form=form), status=422)
    with attempt(request, _("LinkedIn is asked for an application for this company; it takes moments.")):
        connections.connect_partner(form.cleaned_data["organization"])
    return _back(request)


@company_view("settings.manage")
@require_POST
def connect_direct(request: MemberRequest) -> HttpResponse:
    """Connect with the company's own application."""
    form = DirectForm(request.POST)
    if not form.is_valid():
        return show(request, "linkedin/settings.html", pages.linkedin(direct_form=form), status=422)
    with attempt(request, _("LinkedIn is connected.")):
        connections.connect_direct(**form.cleaned_data)
    return _back(request)


@company_view("settings.manage")
@require_POST
def start_over(request: MemberRequest) -> HttpResponse:
    """Ask for another child application, because the first one's secret is lost."""
    with attempt(request, _("LinkedIn is asked for another application.")):
        connections.start_over()
    return _back(request)


@company_view("settings.manage")
@require_POST
def enter_secret(request: MemberRequest) -> HttpResponse:
    """Give the secret of the application again."""
    form = SecretForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: the secret was empty."))
        return _back(request)
    with attempt(request, _("LinkedIn took the secret: connected.")):
        connections.enter_secret(form.cleaned_data["client_secret"])
    return _back(request)


@company_view("settings.manage")
@require_POST
def check_webhook(request: MemberRequest) -> HttpResponse:
    """Have LinkedIn check the webhook again, blocked or not."""
    with attempt(request, _("LinkedIn is asked to check the webhook again; what comes of it appears here.")):
        watch.ask_linkedin()
    return _back(request)


@company_view("settings.manage")
@require_safe
def check_set_up(request: MemberRequest) -> HttpResponse:
    """Every check of the set-up, looked at now; nothing of it is kept."""
    return show(request, "linkedin/check.html", check_page.now())


@company_view("settings.manage")
@require_POST
def stop(request: MemberRequest) -> HttpResponse:
    """The kill switch: nothing is told to LinkedIn any more, and LinkedIn keeps what it has."""
    if "sure" not in request.POST:
        messages.error(request, _("Nothing was stopped: tick the box to confirm."))
        return _back(request)
    with attempt(request, _("Stopped: nothing leaves for LinkedIn. What comes from there is still received.")):
        outflow.stop()
    return _back(request)


@company_view("settings.manage")
@require_POST
def resume(request: MemberRequest) -> HttpResponse:
    """Tell LinkedIn again, with what waited or without it."""
    with attempt(request, _("Outflow is resumed: LinkedIn is told again.")):
        outflow.resume(drop_waiting=request.POST.get("waiting") == "drop")
    return _back(request)


@company_view("settings.manage")
@require_POST
def opt_out(request: MemberRequest) -> HttpResponse:
    """Leave LinkedIn: every posting is closed there."""
    if "sure" not in request.POST:
        messages.error(request, _("Nothing was changed: tick the box to confirm."))
        return _back(request)
    with attempt(request, _("Opted out: the postings are being closed at LinkedIn, and nothing else is told.")):
        connections.opt_out()
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("linkedin:settings", slug=request.member.company_slug)
