"""The moments of something weekly, in a company's own zone; no clock, no database."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

WEEK = timedelta(days=7)


def last_before(moment: datetime, weekday: int, hour: int, zone: tzinfo) -> datetime:
    """The latest such moment at or before this one."""
    today = moment.astimezone(zone).date()
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    found = _at(day, hour, zone)
    return found if found <= moment else _at(day - WEEK, hour, zone)


def next_after(moment: datetime, weekday: int, hour: int, zone: tzinfo) -> datetime:
    """The first such moment after this one; the hour stays the same when clocks change."""
    last = last_before(moment, weekday, hour, zone).astimezone(zone).date()
    return _at(last + WEEK, hour, zone)


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
