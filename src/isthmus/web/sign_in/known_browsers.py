"""A browser somebody has signed in with is counted apart, so that a stranger's guesses never lock its owner out."""

import hashlib

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from isthmus.base.secrets import new_token

COOKIE = "known"
SALT = "isthmus.known-browser"
SECONDS = 180 * 24 * 3600
PATH = "/accounts/"


def remember(response: HttpResponse, email: str) -> None:
    """Leave this browser a sealed note that this person signed in with it; it opens nothing by itself."""
    note = signing.dumps([_whose(email), new_token()], salt=SALT)
    response.set_cookie(COOKIE, note, max_age=SECONDS, path=PATH, secure=settings.SECURE, httponly=True, samesite="Lax")


def name_of(request: HttpRequest, email: str) -> str:
    """The name under which this browser is counted when it signs in as this person; empty for an unknown browser."""
    try:
        whose, name = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(name) if whose == _whose(email) else ""


def _whose(email: str) -> str:
    return hashlib.sha256(email.lower().encode()).hexdigest()
