"""Fixtures: a sandbox in-process, several of them with other choices, and both generations of the API."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.desk import Sandbox


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded data folder to copy, so that each test need not seed its own."""
    folder = Path(tmp_path_factory.mktemp("fresh"))
    Sandbox(folder).world.close()
    return folder


@pytest.fixture
def sandbox(make_sandbox: Callable[..., Sandbox]) -> Sandbox:
    return make_sandbox()


@pytest.fixture
def make_sandbox(fresh: Path, tmp_path: Path) -> Iterator[Callable[..., Sandbox]]:
    made: list[Sandbox] = []

    def make(**choices: Any) -> Sandbox:
        folder = tmp_path / f"box{len(made)}"
        shutil.copytree(fresh, folder)
        made.append(Sandbox(folder, **choices))
        return made[-1]

    yield make
    for box in made:
        box.world.close()


@pytest.fixture(params=["v2", "rest"])
def generation(request: pytest.FixtureRequest) -> str:
    return str(request.param)
