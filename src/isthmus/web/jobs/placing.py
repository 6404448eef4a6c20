"""Suggestions for a place while it is typed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from isthmus.hiring import places
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.showing import show_part


@company_view("jobs.edit")
@require_safe
def suggest(request: MemberRequest) -> HttpResponse:
    """The options of the list under the field."""
    found = places.suggest(request.GET.get("place", "").strip())
    return show_part(request, "jobs/place_options.html", None, options=[one.sent for one in found])
