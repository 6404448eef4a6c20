"""The moments of the weekly digest, in the company's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from isthmus.sync.weekly import last_before, next_after

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("moment", "last", "following"),
    [
        ("2026-11-25T12:00", "2026-11-23T07:00", "2026-11-30T07:00"),
        ("2026-11-23T07:00", "2026-11-23T07:00", "2026-11-30T07:00"),
        ("2026-11-23T06:59", "2026-11-16T07:00", "2026-11-23T07:00"),
        ("2026-10-24T12:00", "2026-10-19T06:00", "2026-10-26T07:00"),
    ],
)
def test_monday_at_eight_in_brussels(moment, last, following):
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert last_before(at, 0, 8, BRUSSELS) == datetime.fromisoformat(last).replace(tzinfo=UTC)
    assert next_after(at, 0, 8, BRUSSELS) == datetime.fromisoformat(following).replace(tzinfo=UTC)


@given(
    some.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1), timezones=some.just(UTC)),
    some.integers(0, 6),
    some.integers(0, 23),
    some.sampled_from(["UTC", "Europe/Brussels", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"]),
)
def test_every_moment_lies_between_two_digests_about_a_week_apart(moment, weekday, hour, name):
    zone = ZoneInfo(name)
    last, following = last_before(moment, weekday, hour, zone), next_after(moment, weekday, hour, zone)
    assert last <= moment < following
    assert abs(following - last - timedelta(days=7)) <= timedelta(days=1, hours=1)
