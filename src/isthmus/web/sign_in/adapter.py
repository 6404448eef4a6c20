"""Nobody signs up by themselves: an admin adds people to a company."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's behaviour, with the sign-up page closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
