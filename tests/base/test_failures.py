import copy
import pickle
from datetime import timedelta

import pytest

from isthmus.base import clock
from isthmus.base.failures import WHOSE_MOVE, Failure, IsthmusError, Kind
from isthmus.base.retry_after import retry_at


def test_every_kind_says_whose_move_it_is() -> None:
    assert set(WHOSE_MOVE) == set(Kind)
    assert WHOSE_MOVE[Kind.MISCONFIGURED] == "an admin"


def test_kinds_are_the_five_lower_case_words() -> None:
    assert [str(kind) for kind in Kind] == ["transient", "throttled", "misconfigured", "rejected", "bug"]


@pytest.mark.parametrize(("kind", "may"), [(Kind.TRANSIENT, True), (Kind.THROTTLED, True), (Kind.REJECTED, False)])
def test_only_waiting_kinds_may_be_retried(kind: Kind, may: bool) -> None:
    assert Failure(kind, "x").may_retry is may


def test_error_survives_pickling_with_its_failure() -> None:
    error = IsthmusError(Failure(Kind.REJECTED, "No title.", code="title"))
    assert pickle.loads(pickle.dumps(error)).failure == error.failure
    assert copy.copy(error).failure == error.failure


def test_retry_after_in_seconds_counts_from_our_clock() -> None:
    before = clock.now()
    moment = retry_at("120")
    assert moment is not None
    assert before + timedelta(seconds=120) <= moment <= clock.now() + timedelta(seconds=120)


def test_retry_after_as_a_date() -> None:
    moment = retry_at("Wed, 21 Oct 2015 07:28:00 GMT")
    assert moment is not None
    assert moment.isoformat() == "2015-10-21T07:28:00+00:00"


@pytest.mark.parametrize("header", ["Fri, 31 Dec 9999 23:59:59 -1500", None, "", "soon", "-5", "٣"])
def test_unreadable_retry_after_is_none(header: str | None) -> None:
    assert retry_at(header) is None


@pytest.mark.parametrize("header", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_retry_after_never_parks_work_for_ever(header: str) -> None:
    moment = retry_at(header)
    assert moment is not None
    assert moment < clock.now() + timedelta(days=3)
