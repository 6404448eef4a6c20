"""Moments, durations and counts in words, the same on every page."""

from datetime import datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from isthmus.base.clock import now

register = template.Library()


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """A `<time>`: "today, 10:42", "yesterday, 18:03", "12 Nov, 09:10", "3 Feb 2025". UTC; browsers make it local."""
    if at is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{} UTC" data-clock>{}</time>', at.isoformat(), f"{at:%-d %B %Y, %H:%M}", _words(at)
    )


@register.filter
def ago(at: datetime | None) -> SafeString | str:
    """A `<time>` told as distance: "14 s ago", "2 min ago", "in 3 h"."""
    if at is None:
        return ""
    gap = now() - at
    words = f"{span(gap)} ago" if gap >= timedelta() else f"in {span(-gap)}"
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>', at.isoformat(), f"{at:%-d %B %Y, %H:%M:%S}", words
    )


@register.filter
def day(at: datetime | None) -> SafeString | str:
    """A `<time>` with the date alone: "12 Nov 2026"."""
    return format_html('<time datetime="{}">{}</time>', f"{at:%Y-%m-%d}", f"{at:%-d %b %Y}") if at else ""


@register.filter
def size(octets: int) -> str:
    """A file size: "84 KB"."""
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1000))} KB"


def span(gap: timedelta) -> str:
    """A duration in its largest unit: "14 s", "2 min", "3 h", "5 days"."""
    seconds = int(gap.total_seconds())
    for limit, divisor, unit in ((90, 1, "s"), (5400, 60, "min"), (129_600, 3600, "h")):
        if seconds < limit:
            return f"{seconds // divisor} {unit}"
    days = round(seconds / 86400)
    return f"{days} day{'' if days == 1 else 's'}"


def _words(at: datetime) -> str:
    today = now()
    if at.date() == today.date():
        return f"today, {at:%H:%M}"
    if at.date() == (today - timedelta(days=1)).date():
        return f"yesterday, {at:%H:%M}"
    return f"{at:%-d %b, %H:%M}" if at.year == today.year else f"{at:%-d %b %Y}"
