"""Moments, durations and counts in words, the same on every page."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from isthmus.base.clock import now

register = template.Library()


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """A `<time>`: "today, 10:42", "yesterday, 18:03", "12 Nov, 09:10", "3 Feb 2025", in the viewer's zone."""
    return _time(at, _words(localtime(at))) if at else ""


@register.filter
def ago(at: datetime | None) -> SafeString | str:
    """A `<time>` told as distance: "14 s ago", "2 min ago", "in 3 h"."""
    if at is None:
        return ""
    gap = now() - at
    words = _("%(span)s ago") if gap >= timedelta() else _("in %(span)s")
    return _time(at, words % {"span": span(abs(gap))})


@register.filter
def day(at: datetime | None) -> SafeString | str:
    """A `<time>` with the date alone: "12 Nov 2026"."""
    if not at:
        return ""
    here = localtime(at)
    shown = escape(written(here.date(), "j M Y"))
    return mark_safe(f'<time datetime="{here:%Y-%m-%d}">{shown}</time>')  # noqa: S308 - escaped


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """An `<option>` for each value and its words; drawn here since a list of jobs may have hundreds."""
    drawn = (
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in choices
    )
    return mark_safe("".join(drawn))  # noqa: S308 - both parts are escaped


@register.filter
def size(octets: int) -> str:
    """A file size: "84 KB"."""
    return f"{octets / 1_000_000:.1f} MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1000))} KB"


@register.filter
def isolating(words: str, name: str) -> SafeString:
    """The words with a person's name set apart, so that one written right to left turns round nothing beside it."""
    before, found, after = words.partition(name) if name else (words, "", "")
    return format_html("{}<bdi>{}</bdi>{}", before, found, after) if found else format_html("{}", words)


def span(gap: timedelta) -> str:
    """A duration in its largest unit: "14 s", "2 min", "3 h", "5 days"."""
    seconds = int(gap.total_seconds())
    for limit, divisor, words in ((90, 1, _("%(n)s s")), (5400, 60, _("%(n)s min")), (129_600, 3600, _("%(n)s h"))):
        if seconds < limit:
            return words % {"n": seconds // divisor}
    days = round(seconds / 86400)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def zoned(at: datetime) -> str:
    """A moment in full with its zone, in the viewer's: "3 February 2025, 09:10 UTC"."""
    here = localtime(at)
    return f"{written(here.date(), 'j F Y')}, {here:%H:%M} {here.tzname()}"


def written(at: date, form: str) -> str:
    """The date in the language in force, in one of Django's date formats."""
    return _date(at, form, get_language())


@lru_cache(maxsize=4096)
def _date(at: date, form: str, language: str | None) -> str:
    """Remembered, since the same few dates fill a page."""
    return date_format(at, form)


def _time(at: datetime, words: str) -> SafeString:
    # Written out, since a list has one in every row.
    title, shown = escape(zoned(at)), escape(words)
    return mark_safe(f'<time datetime="{at.isoformat()}" title="{title}">{shown}</time>')  # noqa: S308 - escaped


def _words(at: datetime) -> str:
    today, clock = localtime(now()), f"{at:%H:%M}"
    if at.date() == today.date():
        return _("today, %(clock)s") % {"clock": clock}
    if at.date() == (today - timedelta(days=1)).date():
        return _("yesterday, %(clock)s") % {"clock": clock}
    if at.year == today.year:
        return f"{written(at.date(), 'j M')}, {clock}"
    return written(at.date(), "j M Y")
