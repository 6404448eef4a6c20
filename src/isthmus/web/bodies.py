"""How much a request may bring along: judged by what it announces, before anything reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from isthmus.hiring.documents import LARGEST
from isthmus.hiring.listing_files import LARGEST_FILE
from isthmus.web.errors.limits import too_large

USUAL = 2 * 1024 * 1024
ROOM = {"careers:job": 6 * LARGEST, "imports:overview": LARGEST_FILE + USUAL}
"""Pages that take files; all others take words."""


def bounded(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: 413 for a request that announces more than its page takes; what is not announced is not read."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        announced = _announced(request)
        if announced > USUAL and announced > _room(request.path_info):
            return too_large(request, takes_files=_room(request.path_info) > USUAL)
        return get_response(request)

    return answer


def _room(path: str) -> int:
    try:
        return ROOM.get(resolve(path).view_name, USUAL)
    except Resolver404:
        return USUAL


def _announced(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
