"""`kill -9` after every commit and every outgoing request of the story; begun again, it ends the same."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.demo_process import ROOT, clean_environment

LONGEST = 1500
RUNNERS = 2

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(LONGEST + 60)]


def start_runner(folder: Path, number: int) -> "subprocess.Popen[str]":
    """One runner takes every second point, on a database and a sandbox of its own."""
    command = [sys.executable, "-m", "tests.chaos.runner", str(folder / str(number)), str(number), str(RUNNERS)]
    errors = (folder / f"errors-{number}").open("w")
    return subprocess.Popen(
        command, cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, stderr=errors, text=True
    )


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """Every play of each runner, the undisturbed one first."""
    folder = tmp_path_factory.mktemp("chaos")
    runners = [start_runner(folder, number) for number in range(1, RUNNERS + 1)]
    plays = []
    for number, runner in enumerate(runners, 1):
        told, _ = runner.communicate(timeout=LONGEST)
        assert runner.returncode == 0, (folder / f"errors-{number}").read_text()[-4000:]
        plays.append([json.loads(line) for line in told.splitlines()])
    return plays


@pytest.fixture(scope="module")
def killed(runs: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The plays that were to be killed."""
    return [play for run in runs for play in run[1:]]


def test_the_undisturbed_story_ends_as_told(runs: list[list[dict[str, Any]]]) -> None:
    for plain, *_ in runs:
        assert "ending" in plain, plain.get("error")
        assert plain["ending"]["statuses"] == ["APPLICATION_REJECTED", "APPLICATION_SUBMITTED", "APPLICATION_VIEWED"]
        assert plain["ending"]["ours"]["applications"] == 1
        assert plain["ending"]["live_jobs"] == 1


def test_it_was_killed_after_every_commit_and_every_request(killed: list[dict[str, Any]]) -> None:
    """A play may look around more or less often while it waits, so the last points are not there in each of them."""
    reached = {play["at"] for play in killed if play["first"] == signal.SIGKILL}
    assert set(reached) == set(range(1, max(reached) + 1))
    told = sum("jobApplicationLifecycleActions" in point for point in requests_of(killed))
    assert told >= 2, "killed after telling of the view, and of the rejection"
    named = {"/oauth/v2/accessToken", "/v2/simpleJobPostings", "/v2/simpleJobPostingTasks", "/ambry/"}
    missed = named - {point.split(" ")[-1] for point in requests_of(killed)}
    assert len(missed) <= 1, "a request made once can be stepped over by plays that look around more often before it"


def requests_of(killed: list[dict[str, Any]]) -> list[str]:
    """The outgoing requests after which a play was killed, as that play itself counted them."""
    return [play["died_after"] for play in killed if play.get("died_after", "").startswith("request")]


def test_killed_anywhere_and_begun_again_it_ends_the_same(
    runs: list[list[dict[str, Any]]], killed: list[dict[str, Any]]
) -> None:
    expected = runs[0][0]["ending"]
    different = {
        f"{play['at']} {play['died_after']}": play.get("ending", play.get("error"))
        for play in killed
        if play.get("ending") != expected
    }
    assert different == {}
