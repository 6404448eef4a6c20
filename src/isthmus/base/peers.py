"""Who is at the other end of a request: the peer itself, or what proxies we trust say of it."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """The addresses and networks in a list with commas. Raises ValueError."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def address_of(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The visitor's network address; empty when unknown.

    Each trusted proxy vouches for the hop before it, so `X-Forwarded-For` is read from its end, and no further than
    the first address that is not such a proxy: what stands before that is the visitor's own invention.
    """
    here = _address(peer)
    for hop in reversed(forwarded.split(",") if forwarded else []):
        if not _is_among(here, trusted):
            break
        before = _address(hop)
        if not before:
            break
        here = before
    return here


def _is_among(address: str, trusted: Sequence[Network]) -> bool:
    return bool(address) and any(ip_address(address) in network for network in trusted)


def _address(text: str) -> str:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
