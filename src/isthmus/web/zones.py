"""In whose time and language a page is written: the viewer's own, or what their browser says."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

COOKIE = "zone"


def choices() -> list[str]:
    """Every time zone one can choose, by name: regions with their cities, and UTC."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")) + ["UTC"]


def named(name: str) -> ZoneInfo | None:
    """The time zone of that name, or None when there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@contextmanager
def as_seen_by(request: HttpRequest) -> Iterator[None]:
    """Write moments in the viewer's zone, and words in their language where they chose one."""
    own = getattr(request.user, "time_zone", "")
    zone = named(own) or named(request.COOKIES.get(COOKIE, "")) or timezone.get_default_timezone()
    language = getattr(request.user, "language", "")
    known = language if language in dict(settings.LANGUAGES) else translation.get_language()
    with timezone.override(zone), translation.override(known):
        yield
