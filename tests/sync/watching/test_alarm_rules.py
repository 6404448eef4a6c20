"""An alarm starts late, ends late, and does not flap."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.sync.watching.alarm_rules import Seen, Step, step

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIVE = timedelta(minutes=5)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(
    ("seen", "wanted"),
    [
        (Seen(None), Step.NOTHING),
        (Seen(NOON - minutes(4.9)), Step.NOTHING),
        (Seen(NOON - minutes(5)), Step.RAISE),
        (Seen(NOON - minutes(1), is_raised=True), Step.NOTHING),
        (Seen(NOON - minutes(1), is_raised=True, calm_since=NOON - minutes(4)), Step.GO_ON),
        (Seen(None, is_raised=True), Step.CALM_DOWN),
        (Seen(None, is_raised=True, calm_since=NOON - minutes(4.9)), Step.NOTHING),
        (Seen(None, is_raised=True, calm_since=NOON - minutes(5)), Step.RESOLVE),
    ],
)
def test_each_situation_has_one_step(seen, wanted):
    assert step(seen, NOON, after=FIVE, calm=FIVE) is wanted


@given(st.lists(st.booleans(), max_size=120))
def test_however_it_flickers_it_is_told_at_most_once_in_ten_minutes(looks):
    wrong_since, is_raised, calm_since, told = None, False, None, []
    for number, wrong in enumerate(looks):
        present = NOON + timedelta(minutes=number)
        wrong_since = (wrong_since or present) if wrong else None
        match step(Seen(wrong_since, is_raised, calm_since), present, after=FIVE, calm=FIVE):
            case Step.RAISE:
                is_raised, calm_since = True, None
                told.append((present, "raised"))
            case Step.RESOLVE:
                is_raised, calm_since = False, None
                told.append((present, "resolved"))
            case Step.CALM_DOWN:
                calm_since = present
            case Step.GO_ON:
                calm_since = None
    assert [word for _, word in told] == [("raised", "resolved")[n % 2] for n in range(len(told))]
    assert all(later - before >= FIVE for (before, _), (later, _) in zip(told, told[1:], strict=False))
