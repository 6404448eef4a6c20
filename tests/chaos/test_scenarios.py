"""Every scenario says what it is about and how much happens, small and whole; `make chaos` plays them."""

import re
from pathlib import Path

from tests.chaos import scenarios
from tests.demo_process import ROOT

PAGE = (ROOT / "docs/explanation/chaos.md").read_text()


def test_every_scenario_is_told_on_its_page_and_grows() -> None:
    known = scenarios.every()
    assert {"storm", "outage", "mixture"} <= set(known)
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(known)
    for scenario in known.values():
        assert scenario.about.endswith((".", ","))
        assert scenario.small.applications < scenario.whole.applications
        assert scenario.small.changes <= scenario.whole.changes


def test_each_file_is_a_scenario() -> None:
    files = {path.stem for path in (Path(scenarios.__file__).parent).glob("[!_]*.py")}
    assert files == set(scenarios.every())
