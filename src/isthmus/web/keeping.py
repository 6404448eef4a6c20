"""What is drawn for one person stays in nobody's cache: neither a proxy's, nor the browser's for whoever comes next."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

PRIVATE = "private, no-store"
LOOKED_AT_AGAIN = "private, no-cache"
"""For pages anybody may see: what somebody typed into one is still there when they come back to it."""


def kept_nowhere(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: every answer that does not say itself how it may be kept may be kept nowhere."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    return answer
