"""A fresh scripted LinkedIn and token cache for every test; the sandbox for those that want a LinkedIn that says no."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from isthmus.linkedin import forget_tokens
from tests.linkedin.fake_linkedin import FakeLinkedIn
from tests.sandbox_process import sandbox, sandbox_in_process, sandbox_process

__all__ = ["sandbox", "sandbox_in_process", "sandbox_process"]


@pytest.fixture
def linkedin() -> FakeLinkedIn:
    return FakeLinkedIn()


@pytest.fixture
def clock_file() -> Path:
    """The file that moves the clock; emptied before each test."""
    return Path(os.environ["ISTHMUS_CLOCK_FILE"])


@pytest.fixture(autouse=True)
def no_shared_tokens() -> Iterator[None]:
    forget_tokens()
    yield
    forget_tokens()


@pytest.fixture(autouse=True)
def retries_do_not_wait() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield
