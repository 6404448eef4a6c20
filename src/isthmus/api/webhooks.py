"""The addresses LinkedIn writes to. Nothing stands between a request and the inbox: no session, no form token."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from isthmus.bridge import connections
from isthmus.sync import inbox, receiving

APPLY = connections.SOURCE


@csrf_exempt
@require_http_methods(["GET", "POST"])
def linkedin_apply(request: HttpRequest, token: str) -> HttpResponse:
    """Take an application (POST), or answer LinkedIn's question whether this address is ours (GET)."""
    if request.method == "GET":
        return _answer(inbox.challenge(APPLY, token, request.GET.dict()))
    if _announced_size(request) > receiving.LARGEST_BODY:
        return _answer(receiving.TOO_LARGE)
    return _answer(inbox.accept(APPLY, token, request.headers, request.body))


def _announced_size(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdigit() else 0


def _answer(answer: receiving.Answer) -> JsonResponse:
    return JsonResponse(answer.json, status=answer.status)
