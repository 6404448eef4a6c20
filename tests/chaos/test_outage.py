"""A small outage: LinkedIn is away for two hours of the clock, and people go on working."""

from pathlib import Path

import pytest

from tests.chaos.playing import LONGEST, figures, play

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(LONGEST + 20)]


def test_everything_is_told_afterwards_and_said_meanwhile(tmp_path: Path) -> None:
    run = play("outage", tmp_path)
    told = figures(run)
    assert told["changes made here"] == run["size"]["changes"] + run["size"]["jobs"]
    assert told["facts to tell"] > 0
    assert told["postings"] > run["size"]["jobs"], "none was published meanwhile"
    assert told["looks at a stream with work waiting while LinkedIn was away"] >= 12
    away = [look for look in run["looks"] if look["during"].startswith("LinkedIn is away")]
    assert {look["shown"] for look in away if look["stream"] == "postings"} == {"Failing"}
