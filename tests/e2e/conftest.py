"""A demo and a real browser for the stories; without a Chromium they are skipped, and say so."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.demo_process import Demo, running_demo
from tests.e2e.actors import PATIENCE_MS

expect.set_options(timeout=PATIENCE_MS)

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, headless; closed with its event loop before tests that use the database directly."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the story in a real browser is skipped")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for all stories of a run."""
    folder: Path = tmp_path_factory.mktemp("demo")
    with running_demo(folder / "data") as started:
        yield started
