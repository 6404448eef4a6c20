"""Which hosts Isthmus may fetch from: exact origins (scheme, host, port), and no private network by the back door."""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from isthmus.base.failures import Failure, IsthmusError, Kind

_DEFAULT_PORTS = {"http": 80, "https": 443}
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given out; what lies beside it (IPv4-compatible, site-local, local NAT64) may lead anywhere."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def origin_of(url: str) -> str:
    """The origin of an absolute http(s) URL as `scheme://host:port`, lower case, port always written.

    Raises IsthmusError (rejected) for anything else, and for URLs that carry a user name or password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError as error:
        raise _refused("The address is not a web address.", "url") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise _refused("The address is not a web address.", "url")
    if "@" in parts.netloc or "\\" in url or any(character <= " " for character in url):
        raise _refused("The address has parts that are not allowed.", "url")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port}"


def addresses_for(url: str, *, allowed: Collection[str], private: Collection[str] = ()) -> list[str]:
    """The addresses, checked, at which an allowed URL may be reached; connect to these and not to the name again.

    An address that is not public is refused unless its origin is listed as a literal address or `localhost`, or is in
    `private`. Raises IsthmusError: rejected for what is not allowed, transient when the name does not resolve.
    """
    origin = origin_of(url)
    if origin not in {origin_of(entry) for entry in allowed}:
        raise _refused("The address is not on the list of places Isthmus may fetch from.", "origin_refused", origin)
    found = _resolve(url, origin)
    if _names_an_address(url) or origin in {origin_of(entry) for entry in private}:
        return found
    if not all(_is_public(ipaddress.ip_address(address)) for address in found):
        raise _refused("The address leads into a private network.", "private_address", origin)
    return found


def public_addresses_for(url: str, *, private_allowed: bool = False) -> list[str]:
    """The addresses, checked, of a URL that is on no list; connect to these and not to the name again.

    Encrypted and on the open internet, literal addresses and `localhost` no less, unless private ones are allowed.
    Raises IsthmusError: rejected for what is not allowed, transient when the name does not resolve.
    """
    origin = origin_of(url)
    if not private_allowed and not origin.startswith("https://"):
        raise _refused("The address must begin with https://.", "not_https", origin)
    found = _resolve(url, origin)
    if not private_allowed and not all(_is_public(ipaddress.ip_address(address)) for address in found):
        raise _refused("The address leads into a private network.", "private_address", origin)
    return found


def _resolve(url: str, origin: str) -> list[str]:
    parts = urlsplit(url)
    try:
        answers = socket.getaddrinfo(
            parts.hostname, parts.port or _DEFAULT_PORTS[parts.scheme], type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError) as error:
        raise IsthmusError(
            Failure(Kind.TRANSIENT, "The address could not be looked up.", code="lookup", detail=origin)
        ) from error
    return list(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))


def _names_an_address(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(address: Address) -> bool:
    """Whether an address is on the open internet, looking through the IPv6 forms that wrap an IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast


def _refused(message: str, code: str, detail: str = "") -> IsthmusError:
    return IsthmusError(Failure(Kind.REJECTED, message, code=code, detail=detail))
