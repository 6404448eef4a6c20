"""Addresses of keyset pages: the filters stay, the key moves."""

from collections.abc import Mapping
from urllib.parse import urlencode


def next_url(filters: Mapping[str, str], after: str | None) -> str:
    """The address of the page after this key, or nothing on the last page."""
    return f"?{urlencode({**_kept(filters), 'after': after})}" if after else ""


def first_url(filters: Mapping[str, str], after: str) -> str:
    """The address of the first page, or nothing when this is it."""
    return f"?{urlencode(_kept(filters))}" if after else ""


def _kept(filters: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in filters.items() if value}
