"""The pages of refusals that no view draws itself: too many tries, and too much at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

PAUSE_SECONDS = 300


def too_many(request: HttpRequest) -> HttpResponse:
    """429: a pause is asked for, and for how long."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(PAUSE_SECONDS)
    return response


def too_large(request: HttpRequest, *, takes_files: bool) -> HttpResponse:
    """413: nothing of the body was read."""
    return render(request, "413.html", {"takes_files": takes_files}, status=413)


def at_the_front() -> dict[int, bytes]:
    """The pages of what is sent back before anything else of ours sees it, by status; drawn once, without a request."""
    said = {
        408: (_("That took too long"), _("What you sent did not arrive in time. Go back and send it again.")),
        413: (_("That is too large"), _("What you sent is larger than anything Isthmus takes, so it was not read.")),
        503: (_("Very busy just now"), _("Nothing was changed. Wait a few seconds, and load the page again.")),
    }
    return {
        status: render_to_string("errors/front.html", {"title": title, "words": words}).encode()
        for status, (title, words) in said.items()
    }
