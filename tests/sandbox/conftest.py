"""Fixtures: a sandbox in-process, several of them with other choices, and both generations of the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sandbox.desk import Sandbox


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    box = Sandbox(tmp_path)
    yield box
    box.world.close()


@pytest.fixture
def make_sandbox(tmp_path: Path) -> Iterator[Callable[..., Sandbox]]:
    made: list[Sandbox] = []

    def make(**choices: Any) -> Sandbox:
        made.append(Sandbox(tmp_path / f"box{len(made)}", **choices))
        return made[-1]

    yield make
    for box in made:
        box.world.close()


@pytest.fixture(params=["v2", "rest"])
def generation(request: pytest.FixtureRequest) -> str:
    return str(request.param)
