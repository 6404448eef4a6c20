"""Home: is it working, what needs a person, what happened lately."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from isthmus.web.access import MemberRequest, company_view
from isthmus.web.home import pages
from isthmus.web.showing import show, show_part


@company_view()
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """The first page of a company; who may see counts alone is sent to them."""
    if not request.member.may("jobs.view"):
        return redirect("eeo:report", slug=request.member.company_slug)
    return show(request, "home/home.html", pages.home(request.member, mine=request.GET.get("feed") == "mine"))


@company_view("jobs.view")
@require_safe
def health(request: MemberRequest) -> HttpResponse:
    """The strip of streams alone, asked for again while the page is open."""
    return show_part(request, "home/health.html", None, streams=pages.streams())
