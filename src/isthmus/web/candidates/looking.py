"""When a request is a person looking at a page, and not a browser guessing ahead, a poll or a program."""

from django.http import HttpRequest

GUESSING = ("prefetch", "prerender", "preview")
PURPOSE_HEADERS = ("sec-purpose", "purpose", "x-purpose", "x-moz")


def is_a_guess(request: HttpRequest) -> bool:
    """Whether the browser fetches ahead of a click that may never come."""
    said = " ".join(request.headers.get(name, "") for name in PURPOSE_HEADERS).lower()
    return any(word in said for word in GUESSING)


def is_a_person_looking(request: HttpRequest) -> bool:
    """Whether this GET is a navigation of the page itself: not HEAD, not fetched ahead, not fetched by a script."""
    if request.method != "GET" or "hx-request" in request.headers or is_a_guess(request):
        return False
    return request.headers.get("sec-fetch-dest", "document") == "document"
