"""The API as one object: its sections under their addresses, its schema, and the shape of what no section answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from isthmus import __version__
from isthmus.api.v1 import (
    applications,
    candidates,
    deliveries,
    errors,
    files,
    hand_overs,
    jobs,
    notes,
    notices,
    postings,
    questions,
    reconcile,
    reference,
    sync,
)

LARGEST_BODY = 1024 * 1024
DESCRIPTION = (
    "Jobs, postings, candidates, applications and the state of the exchange with LinkedIn, for one company: the key's."
    " Lists are newest first and paged by key. Every refusal has the same shape and says whose move it is."
)


def build() -> NinjaAPI:
    """The API with every section in place."""
    api = NinjaAPI(
        title="Isthmus API",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace="api-v1",
        openapi_url="/openapi.json",
    )
    errors.install(api)
    for prefix, section in (
        ("/jobs", jobs.section),
        ("/jobs", questions.section),
        ("", postings.section),
        ("/candidates", candidates.section),
        ("/applications", applications.section),
        ("", notes.section),
        ("", notices.section),
        ("/hand-overs", hand_overs.section),
        ("/stages", applications.stages),
        ("/files", files.section),
        ("/deliveries", deliveries.section),
        ("/sync", sync.section),
        ("/reconcile", reconcile.section),
    ):
        api.add_router(prefix, section.router)
    return api


def addresses(api: NinjaAPI) -> tuple[list[Any], str, str]:
    """The API's addresses for `path("api/v1/", …)`; what is not one of them is refused in the API's own shape."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        assert isinstance(pattern, URLPattern)
        pattern.callback = shaped(pattern.callback)
    reference_page = path("", reference.page, name="reference")
    unknown = re_path(r"^.*$", csrf_exempt(lambda request: errors.unknown_address()), name="unknown")
    return [reference_page, *patterns, unknown], app_name, namespace


def shaped(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse a large body before it is read, and an unknown method in the API's own shape."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _length(request) > LARGEST_BODY:
            return errors.refusal(413)
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        refusal: HttpResponse = errors.refusal(405)
        refusal["Allow"] = response.headers.get("Allow", "")
        return refusal

    return guarded


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdigit() else 0


API = build()
urls = addresses(API)
