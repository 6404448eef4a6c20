"""A keyset of its own for every test, a clock nobody moved, and small HTTP servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.base.scripted_server import ScriptedServer


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    scripted = ScriptedServer()
    yield scripted
    scripted.close()


@pytest.fixture
def other_server() -> Iterator[ScriptedServer]:
    scripted = ScriptedServer()
    yield scripted
    scripted.close()


@pytest.fixture(autouse=True)
def keyset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keys" / "keyset.json"
    monkeypatch.setenv("ISTHMUS_KEYSET_FILE", str(path))
    return path


@pytest.fixture(autouse=True)
def clock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "clock"
    monkeypatch.setenv("ISTHMUS_CLOCK_FILE", str(path))
    return path
