"""The addresses LinkedIn writes to. Nothing stands between a request and the inbox: no session, no form token."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from isthmus.base import tallies
from isthmus.bridge import connections, notifications
from isthmus.bridge.notifications import portal
from isthmus.sync import inbox, receiving

APPLY = connections.SOURCE


@csrf_exempt
@require_http_methods(["GET", "POST"])
def linkedin_apply(request: HttpRequest, token: str) -> HttpResponse:
    """Take an application (POST), or answer LinkedIn's question whether this address is ours (GET)."""
    return _from_connection(request, APPLY, token)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def linkedin_events(request: HttpRequest, token: str) -> HttpResponse:
    """Take an event about one company (POST), or answer LinkedIn's question whether this address is ours (GET)."""
    return _from_connection(request, notifications.SOURCE, token)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def linkedin_portal(request: HttpRequest, token: str) -> HttpResponse:
    """The same for what LinkedIn sends to the parent application, whichever company's child it is about."""
    if request.method == "GET":
        return _answer(portal.challenge(token, request.GET.dict()))
    if _announced_size(request) > receiving.LARGEST_BODY:
        return _answer(receiving.TOO_LARGE, "portal")
    with tallies.RECEIVE_SECONDS.time():
        answer = portal.accept(token, request.headers, request.body)
    return _answer(answer, "portal")


def _from_connection(request: HttpRequest, source: str, token: str) -> HttpResponse:
    if request.method == "GET":
        return _answer(inbox.challenge(source, token, request.GET.dict()))
    if _announced_size(request) > receiving.LARGEST_BODY:
        return _answer(receiving.TOO_LARGE, source)
    with tallies.RECEIVE_SECONDS.time():
        answer = inbox.accept(source, token, request.headers, request.body)
    return _answer(answer, source)


def _announced_size(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdigit() else 0


def _answer(answer: receiving.Answer, received_at: str = "") -> JsonResponse:
    if received_at:
        tallies.RECEIVED.labels(received_at, answer.status).inc()
    headers = {"Retry-After": str(answer.retry_after)} if answer.retry_after else {}
    return JsonResponse(answer.json, status=answer.status, headers=headers)
