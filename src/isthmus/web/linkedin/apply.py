"""Settings → LinkedIn → Apply Connect: the toggle, the default, and the one contract chosen in LinkedIn's window."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from isthmus.bridge import connections, contracts, integrations
from isthmus.bridge.postings import first_publish
from isthmus.web import plugins
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.linkedin import apply_page
from isthmus.web.showing import attempt, show


@company_view("settings.manage")
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """The product with its two states and what each gives."""
    return show(request, "linkedin/apply.html", apply_page.of(request.member))


@company_view("settings.manage")
@require_safe
def contract(request: MemberRequest) -> HttpResponse:
    """The same page with LinkedIn's window open over it; LinkedIn's script is loaded here alone."""
    shown = apply_page.of(request.member, manage=True)
    return plugins.allow(show(request, "linkedin/apply.html", shown), shown.plugins)


@company_view("settings.manage")
@require_POST
def choose_contract(request: MemberRequest) -> HttpResponse:
    """What LinkedIn's window handed over; LinkedIn is asked before any of it is believed."""
    with attempt(request, _("The contract is saved, as LinkedIn confirmed it.")):
        contracts.choose(request.POST.get("integrations", ""))
    return _back(request)


@company_view("settings.manage")
@require_POST
def remove_contract(request: MemberRequest) -> HttpResponse:
    """Use no contract any more."""
    with attempt(request):
        if contracts.remove():
            words = _(
                "The contract is removed here. In LinkedIn Recruiter the integration stays until it is switched off."
            )
            messages.success(request, words)
    return _back(request)


@company_view("settings.manage")
@require_POST
def ask_again(request: MemberRequest) -> HttpResponse:
    """Ask LinkedIn now whether the integration has been switched on."""
    connection = connections.current()
    if connection is not None:
        integrations.ask_now(connection.id)
        messages.success(request, _("LinkedIn is asked; the answer appears here within moments."))
    return _back(request)


@company_view("settings.manage")
@require_POST
def switch(request: MemberRequest) -> HttpResponse:
    """Turn Apply Connect on or off; on with open jobs that LinkedIn does not have, the jobs are shown first."""
    on = request.POST.get("on") == "yes"
    if on and connections.current() is not None and first_publish.jobs_that_follow().jobs:
        return redirect(reverse("linkedin:first_publish", args=[request.member.company_slug]) + "?switch=on")
    done = _("Apply Connect is on.") if on else _("Apply Connect is off; postings now lead to your own page.")
    with attempt(request, done):
        connections.set_apply_connect(on)
    return _back(request)


@company_view("settings.manage")
@require_POST
def switch_default(request: MemberRequest) -> HttpResponse:
    """Tick Apply Connect by default on new postings, or leave it unticked."""
    on = request.POST.get("on") == "yes"
    done = _("New postings use Apply Connect by default.") if on else _("New postings start without Apply Connect.")
    with attempt(request, done):
        connections.set_default(on)
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("linkedin:apply", slug=request.member.company_slug)
