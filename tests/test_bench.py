"""What the benches stand on: nothing of them waits for ever."""

import threading

import pytest

from bench.ground import at_most


def test_a_bench_that_does_not_end_is_ended_and_named() -> None:
    with pytest.raises(TimeoutError, match="the worker took longer than"), at_most(0.05, "the worker"):
        threading.Event().wait(60)


def test_a_bench_that_ends_in_time_is_let_be() -> None:
    with at_most(0.05, "the worker"):
        pass
    assert not threading.Event().wait(0.1)
