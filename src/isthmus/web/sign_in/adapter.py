"""Nobody signs up by themselves, and guessing is slow for strangers without locking out whom they guess at."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from isthmus.accounts import visitors
from isthmus.web.sign_in import known_browsers

UNKNOWN = "0.0.0.0"  # noqa: S104 - a name for whoever has no address, and bound to by nothing


class InvitationOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's behaviour, with the sign-up page closed, limits kept by whole pages, and known browsers apart."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return visitors.address_of(request) or UNKNOWN

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(ratelimit.respond_429(request)) from error

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        known_browsers.remember(response, user.email)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{known_browsers.name_of(request, credentials.get('email', ''))}"
