"""Every refusal has one shape and says whose move it is, in the five words of the house."""

import json
import logging
import math
import traceback
from typing import Literal

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.hiring.problems import Refused
from isthmus.store.outages import AWAY

logger = logging.getLogger("isthmus.api")

KINDS = Literal["transient", "throttled", "misconfigured", "rejected", "bug"]


class ErrorDetails(Schema):
    """What went wrong, whose move it is, and what to do about it."""

    kind: KINDS = Field(
        description="transient: try again later. throttled: wait, then try again. misconfigured: an admin's move."
        " rejected: correct the request. bug: report it."
    )
    message: str = Field(description="What went wrong, for people.")
    fix: str = Field(description="What to do next.")


class ErrorAnswer(Schema):
    """The one shape of every refusal."""

    error: ErrorDetails


REFUSALS: dict[int, tuple[Kind, str, str]] = {
    400: (Kind.REJECTED, "The request cannot be read.", "Send well-formed JSON in UTF-8."),
    401: (Kind.MISCONFIGURED, "No valid API key was given.", "Send Authorization: Bearer with a key of your company."),
    403: (
        Kind.MISCONFIGURED,
        "The API key may not do this.",
        "Ask an admin for a key with the scope this route names.",
    ),
    404: (Kind.REJECTED, "There is no such record.", "Check the id; records of other companies do not exist here."),
    405: (Kind.REJECTED, "This address does not know this method.", "Use a method named in the Allow header."),
    409: (Kind.REJECTED, "The record is not in a state that allows this.", "Read it again, then decide."),
    413: (Kind.REJECTED, "The request is too large.", "Send less at once: at most one MiB."),
    422: (Kind.REJECTED, "The request does not fit the schema.", "Correct the fields that are named."),
    429: (Kind.THROTTLED, "Too many requests with this key.", "Wait for the seconds in Retry-After."),
    500: (Kind.BUG, "Isthmus stumbled over this request.", "Report it; trying again as it is will not help."),
    503: (Kind.TRANSIENT, "The database does not answer.", "Try again in a moment."),
}
DECLARED: dict[int, type[Schema]] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429, 503), ErrorAnswer)
CONFLICTS = {"application_decided", "message_settled", "notice_settled", "not_replayable"}
STATUS_OF_KIND = {Kind.TRANSIENT: 503, Kind.THROTTLED: 429, Kind.MISCONFIGURED: 409, Kind.REJECTED: 422, Kind.BUG: 500}


def refusal(status: int, *, kind: Kind | None = None, message: str = "", fix: str = "") -> HttpResponse:
    """The answer for a status, with the given words or the usual ones."""
    usual = REFUSALS[status]
    error = {"kind": (kind or usual[0]).value, "message": message or usual[1], "fix": fix or usual[2]}
    response = JsonResponse({"error": error}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def unknown_address() -> HttpResponse:
    """404 for what is no address of the API."""
    return refusal(404, message="There is no such address.", fix="The reference at /api/v1/ names every address.")


def of_status(status: int) -> HttpResponse:
    """The refusal of what never reached a route, so that a 404 is about its address."""
    return unknown_address() if status == 404 else refusal(status if status in REFUSALS else 400)


def at_the_front() -> dict[int, bytes]:
    """The bodies of what is sent back before anything else of ours sees it, by status."""
    late = Kind.TRANSIENT, "The request did not arrive in time.", "Send it again."
    busy = Kind.TRANSIENT, "Isthmus is very busy just now; nothing was changed.", "Wait for the seconds in Retry-After."
    said = {408: late, 413: REFUSALS[413], 503: busy}
    return {status: _said(*words) for status, words in said.items()}


def _said(kind: Kind, message: str, fix: str) -> bytes:
    return json.dumps({"error": {"kind": kind.value, "message": message, "fix": fix}}).encode()


def install(api: NinjaAPI) -> None:
    """Give every exception its answer; one that nobody expected is a bug, logged without its message."""
    api.add_exception_handler(IsthmusError, _failed)
    api.add_exception_handler(ObjectDoesNotExist, lambda request, error: refusal(404))
    api.add_exception_handler(Http404, lambda request, error: refusal(404))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: refusal(413))
    for away in AWAY:
        api.add_exception_handler(away, lambda request, error: refusal(503))
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(HttpError, _told)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Exception, _surprised)


def _throttled(request: HttpRequest, error: Throttled | type[Throttled]) -> HttpResponse:
    assert isinstance(error, Throttled)
    response = refusal(429)
    if error.wait is not None:
        response["Retry-After"] = str(math.ceil(error.wait))
    return response


def _failed(request: HttpRequest, error: IsthmusError | type[IsthmusError]) -> HttpResponse:
    assert isinstance(error, IsthmusError)
    failure = error.failure
    status = 409 if failure.code in CONFLICTS else STATUS_OF_KIND[failure.kind]
    if isinstance(error, Refused):
        words = [
            f"{problem.field}: {problem.message}" if problem.field else problem.message for problem in error.problems
        ]
        fixes = dict.fromkeys(problem.fix for problem in error.problems if problem.fix)
        return refusal(status, kind=failure.kind, message=" ".join(words), fix=" ".join(fixes))
    return refusal(status, kind=failure.kind, message=failure.message, fix=_fix(failure))


def _fix(failure: Failure) -> str:
    if failure.retry_at is not None:
        return f"Try again after {failure.retry_at.isoformat()}."
    return {Kind.MISCONFIGURED: "An admin checks Settings → LinkedIn."}.get(failure.kind, "")


def _told(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(error, HttpError)
    return refusal(error.status_code if error.status_code in REFUSALS else 400)


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(error, ValidationError)
    words = [f"{_place(item['loc'])}: {item['msg']}" for item in error.errors[:10]]
    return refusal(422, message="; ".join(words)[:2000])


def _place(location: tuple[str | int, ...]) -> str:
    """The field as the caller wrote it: behind where it was sent and the name we read it under."""
    source, *parts = map(str, location or ("",))
    if parts[:1] == ["sent"] or (parts[:1] in (["filters"], ["page"]) and len(parts) > 1):
        parts = parts[1:]
    return ".".join(parts) or ("body" if source == "body" else "request")


def _surprised(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    assert isinstance(error, Exception)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "nowhere"
    route = request.resolver_match.url_name if request.resolver_match else ""
    logger.error("%s at %s while answering %s", type(error).__name__, place, route)
    return refusal(500)
