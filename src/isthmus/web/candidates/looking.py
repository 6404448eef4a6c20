"""When a request is a person looking at a page, and not a browser guessing ahead, a poll or a program."""

from django.http import HttpRequest, HttpResponse

GUESSING = ("prefetch", "prerender", "preview")
PURPOSE_HEADERS = ("sec-purpose", "purpose", "x-purpose", "x-moz")


def is_a_guess(request: HttpRequest) -> bool:
    """Whether the browser fetches ahead of a click that may never come."""
    said = " ".join(request.headers.get(name, "") for name in PURPOSE_HEADERS).lower()
    return any(word in said for word in GUESSING)


def no_guess(request: HttpRequest) -> HttpResponse | None:
    """The refusal of a page fetched ahead, so that the browser asks again when somebody really opens it; else None.

    A page kept from a guess would be shown without another request, and the look at it would never be known.
    """
    return HttpResponse(status=503) if is_a_guess(request) else None


def is_a_person_looking(request: HttpRequest) -> bool:
    """Whether this GET is a navigation of the page itself: not HEAD, not fetched ahead, not fetched by a script."""
    if request.method != "GET" or "hx-request" in request.headers or is_a_guess(request):
        return False
    return request.headers.get("sec-fetch-dest", "document") == "document"
