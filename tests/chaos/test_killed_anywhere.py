"""`kill -9` after every commit and every outgoing request of the story; begun again, it ends the same."""

import json
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.demo_process import ROOT, clean_environment

LONGEST = 1500


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Every play, the undisturbed one first."""
    folder = tmp_path_factory.mktemp("chaos")
    answer = subprocess.run(
        [sys.executable, "-m", "tests.chaos.runner", str(folder)],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-4000:]
    return [json.loads(line) for line in answer.stdout.splitlines()]


@pytest.mark.chaos
@pytest.mark.timeout(LONGEST + 60)
def test_the_undisturbed_story_ends_as_told(plays: list[dict[str, Any]]) -> None:
    plain = plays[0]
    assert "ending" in plain, plain.get("error")
    assert plain["ending"]["statuses"] == ["APPLICATION_REJECTED", "APPLICATION_SUBMITTED", "APPLICATION_VIEWED"]
    assert plain["ending"]["ours"]["applications"] == 1
    assert plain["ending"]["live_jobs"] == 1


@pytest.mark.chaos
def test_it_was_killed_after_every_commit_and_every_request(plays: list[dict[str, Any]]) -> None:
    killed = plays[1:]
    assert len(killed) == len(plays[0]["points"])
    assert {play["first"] for play in killed} == {signal.SIGKILL}
    assert any(play["point"].startswith("request") for play in killed)


@pytest.mark.chaos
def test_killed_anywhere_and_begun_again_it_ends_the_same(plays: list[dict[str, Any]]) -> None:
    expected = plays[0]["ending"]
    different = {
        f"{play['at']} {play['point']}": play.get("ending", play.get("error"))
        for play in plays[1:]
        if play.get("ending") != expected
    }
    assert different == {}
