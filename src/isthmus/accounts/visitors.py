"""Where a request comes from, as far as that can be known: the key under which strangers are counted."""

from django.conf import settings
from django.http import HttpRequest

from isthmus.base.peers import address_of as _address_of


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, through the proxies in ISTHMUS_TRUSTED_PROXIES alone; empty when unknown."""
    peer, forwarded = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
    return _address_of(peer, forwarded, settings.CONFIG.proxies)
