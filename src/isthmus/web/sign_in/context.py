"""What every page may know of this installation."""

from django.conf import settings
from django.http import HttpRequest


def mail(request: HttpRequest) -> dict[str, bool]:
    """Whether mail leaves this installation, so that no page promises a letter nobody sends."""
    return {"sends_mail": bool(settings.CONFIG.mail_url)}
