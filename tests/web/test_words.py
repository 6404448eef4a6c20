"""Moments, spans and sizes in words."""

from datetime import UTC, datetime, timedelta

import pytest

from isthmus.base.clock import now
from isthmus.web.streams import ShownStream, summary
from isthmus.web.templatetags import look
from isthmus.web.tones import BAD, GOOD, PLAIN, WAITING


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(seconds=14), "14 s"),
        (timedelta(seconds=100), "1 min"),
        (timedelta(minutes=95), "1 h"),
        (timedelta(hours=36), "2 days"),
        (timedelta(days=5), "5 days"),
    ],
)
def test_spans_are_told_in_their_largest_unit(gap, words):
    assert look.span(gap) == words


def test_a_moment_of_today_and_yesterday_is_told_so():
    noon = now().replace(hour=12, minute=0, second=0)
    assert ">today, 12:00<" in look.moment(noon)
    assert ">yesterday, 12:00<" in look.moment(noon - timedelta(days=1))


def test_an_older_moment_names_its_day():
    assert ">3 Feb 2020<" in look.moment(datetime(2020, 2, 3, 9, 10, tzinfo=UTC))
    assert ">3 Feb 2020<" in look.day(datetime(2020, 2, 3, tzinfo=UTC))


def test_a_moment_carries_the_machine_s_form_and_the_zone():
    moment = look.moment(datetime(2020, 2, 3, 9, 10, tzinfo=UTC))
    assert 'datetime="2020-02-03T09:10:00+00:00"' in moment
    assert 'title="3 February 2020, 09:10 UTC"' in moment


def test_what_is_to_come_is_told_as_such():
    assert ">in 3 h<" in look.ago(now() + timedelta(hours=3, seconds=5))
    assert look.ago(None) == look.moment(None) == look.day(None) == ""


@pytest.mark.parametrize(("octets", "words"), [(0, "1 KB"), (20_311, "20 KB"), (2_500_000, "2.5 MB")])
def test_sizes_are_rounded(octets, words):
    assert look.size(octets) == words


def stream(state, last=None) -> ShownStream:
    return ShownStream("Applications", "", state, last, 0, "", "")


def test_the_worst_stream_speaks_for_all():
    at = now()
    assert summary([stream(GOOD, at), stream(WAITING, at), stream(BAD)]).words == "1 stream failing"
    assert summary([stream(GOOD, at), stream(WAITING), stream(WAITING)]).words == "2 streams waiting"
    assert summary([stream(GOOD, at), stream(PLAIN)]).words == "All streams fresh"
    assert summary([stream(PLAIN)]).words == "Nothing moved yet"
    assert summary([]) is None
