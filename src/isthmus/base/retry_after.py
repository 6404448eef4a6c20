"""Reads the Retry-After header of an HTTP answer, in both of its forms, into a moment on our clock."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from isthmus.base import clock

LONGEST_WAIT = timedelta(days=2)


def retry_at(header: str | None) -> datetime | None:
    """When the other side asks us to come back (UTC, never more than two days ahead); None when it does not say."""
    if not header:
        return None
    present = clock.now()
    wanted = _from_seconds(header, present) or _from_date(header)
    return min(wanted, present + LONGEST_WAIT) if wanted else None


def _from_seconds(header: str, present: datetime) -> datetime | None:
    text = header.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return present + min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)


def _from_date(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
