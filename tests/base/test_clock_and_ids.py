from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.base import clock
from isthmus.base.failures import IsthmusError, Kind
from isthmus.base.ids import new_id


def test_now_is_aware_utc() -> None:
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("text", ["86400", " 86400.0\n"])
def test_clock_file_moves_the_clock(clock_file: Path, text: str) -> None:
    before = clock.now()
    clock_file.write_text(text)
    assert timedelta(hours=23) < clock.now() - before < timedelta(hours=25)


@pytest.mark.parametrize("text", ["", "\n", None])
def test_missing_or_empty_clock_file_leaves_the_clock_alone(clock_file: Path, text: str | None) -> None:
    if text is not None:
        clock_file.write_text(text)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(hours=1)


def test_unreadable_clock_file_is_the_admins_move(clock_file: Path) -> None:
    clock_file.write_text("tomorrow")
    with pytest.raises(IsthmusError) as caught:
        clock.now()
    assert caught.value.failure.kind is Kind.MISCONFIGURED


@given(st.integers(min_value=-(10**12), max_value=10**13))
def test_millis_round_trip(value: int) -> None:
    assert clock.millis(clock.from_millis(value)) == value


def test_ids_are_version_7_and_sort_by_age() -> None:
    ids = [new_id() for _ in range(200)]
    assert {one.version for one in ids} == {7}
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
