"""Suggestions for a place while it is typed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from isthmus.hiring import places
from isthmus.web.access import MemberRequest, company_view
from isthmus.web.showing import show_part


@company_view("jobs.edit")
@require_safe
def suggest(request: MemberRequest) -> HttpResponse:
    """The options of the list under the field: the editor's own, or the browser's where the field is named `chosen`."""
    typed = request.GET.get("place", "") or request.GET.get("chosen", "")
    template = "jobs/place_datalist.html" if "chosen" in request.GET else "jobs/place_options.html"
    found = places.suggest(typed.strip())
    return show_part(request, template, None, options=[one.sent for one in found])
