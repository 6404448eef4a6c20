"""The page of an address that only takes what is sent to it, for whoever opens it: Django's own answer is empty."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render


def with_a_page(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: 405 in words for people; addresses for programs say it in their own."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content and request.method in ("GET", "POST"):
            return _in_words(request, response)
        return response

    return answer


def _in_words(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    page = render(request, "405.html", status=bare.status_code)
    page["Allow"] = bare["Allow"]
    return page
