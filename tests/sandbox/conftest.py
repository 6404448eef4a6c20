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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module with `BOTH_GENERATIONS = True` runs twice: its jobs are posted through `/v2`, then through `/rest`."""
    if "posted_through" in metafunc.fixturenames and getattr(metafunc.module, "BOTH_GENERATIONS", False):
        metafunc.parametrize("posted_through", ["v2", "rest"], indirect=True)


@pytest.fixture
def posted_through(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "v2"))


@pytest.fixture
def make_sandbox(fresh: Path, tmp_path: Path, posted_through: str) -> Iterator[Callable[..., Sandbox]]:
    made: list[Sandbox] = []

    def make(**choices: Any) -> Sandbox:
        folder = tmp_path / f"box{len(made)}"
        shutil.copytree(fresh, folder)
        made.append(Sandbox(folder, **choices))
        made[-1].generation = posted_through
        return made[-1]

    yield make
    for box in made:
        box.world.close()


@pytest.fixture(params=["v2", "rest"])
def generation(request: pytest.FixtureRequest) -> str:
    return str(request.param)
