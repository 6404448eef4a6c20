"""The page of what nobody expected: 500, or 503 while the database does not answer. Neither needs the database."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from isthmus.store.outages import is_away

RETRY_SECONDS = 30


def broke(request: HttpRequest) -> HttpResponse:
    """Called by Django while the error is being handled, in whichever layer it came up."""
    if not is_away(sys.exception()):
        return HttpResponse(render_to_string("500.html"), status=500)
    again = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    page = HttpResponse(render_to_string("503.html", {"again": again}), status=503)
    page["Retry-After"] = str(RETRY_SECONDS)
    return page
