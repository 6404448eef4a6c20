"""A fresh LinkedIn, token cache and clock for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from isthmus.linkedin import forget_tokens
from tests.linkedin.fake_linkedin import FakeLinkedIn


@pytest.fixture
def linkedin() -> FakeLinkedIn:
    return FakeLinkedIn()


@pytest.fixture(autouse=True)
def clock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "clock"
    monkeypatch.setenv("ISTHMUS_CLOCK_FILE", str(path))
    return path


@pytest.fixture(autouse=True)
def no_shared_tokens() -> Iterator[None]:
    forget_tokens()
    yield
    forget_tokens()


@pytest.fixture(autouse=True)
def retries_do_not_wait() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield
