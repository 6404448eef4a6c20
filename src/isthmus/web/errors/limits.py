"""The pages of refusals that no view draws itself: too many tries, and too much at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PAUSE_SECONDS = 300


def too_many(request: HttpRequest) -> HttpResponse:
    """429: a pause is asked for, and for how long."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(PAUSE_SECONDS)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """413: nothing of the body was read."""
    return render(request, "413.html", status=413)
