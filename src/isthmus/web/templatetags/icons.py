"""Heroicons' tags, each icon drawn once in a process: a page has dozens of the same few."""

from functools import lru_cache

from django import template
from heroicons.templatetags import heroicons

register = template.Library()

MOST_KEPT = 1024
_micro = lru_cache(MOST_KEPT)(heroicons.heroicon_micro)
_outline = lru_cache(MOST_KEPT)(heroicons.heroicon_outline)


@register.simple_tag
def heroicon_micro(name: str, *, size: int = 16, **attributes: str) -> str:
    """A small icon, for a line of text. Raises heroicons.IconDoesNotExist."""
    return _micro(name, size=size, **attributes)


@register.simple_tag
def heroicon_outline(name: str, *, size: int = 24, **attributes: str) -> str:
    """A large icon, in lines. Raises heroicons.IconDoesNotExist."""
    return _outline(name, size=size, **attributes)
