"""Where a request to a public page comes from, as far as that can be known."""

from ipaddress import ip_address

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: the peer's, or what a proxy of our own network says of it; empty when unknown."""
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1]
    if peer and not ip_address(peer).is_global:
        return _address(forwarded) or peer
    return peer


def _address(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""
