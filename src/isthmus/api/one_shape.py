"""What was refused before a route of the API was reached is said in the API's own shape too, not as a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from isthmus.api.v1 import errors

API = "/api/"
JSON = "application/json"


def in_one_shape(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: other layers refuse in pages for people; a program that called the API gets what it can read."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_a_page = response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(JSON)
        if not is_a_page or not request.path_info.startswith(API):
            return response
        refusal = errors.of_status(response.status_code)
        if "Retry-After" in response.headers:
            refusal["Retry-After"] = response.headers["Retry-After"]
        return refusal

    return answer
