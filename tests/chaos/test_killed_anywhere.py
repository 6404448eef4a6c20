"""`kill -9` after every effect of the story, a commit that wrote or an outgoing request; begun again, it ends the same.

Here each kind of effect is killed after once; with CHAOS_POINTS=every, as `make chaos` sets it, every one is.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.demo_process import ROOT, clean_environment

LONGEST = 1500
RUNNERS = 2
EVERY = os.environ.get("CHAOS_POINTS") == "every"
CALLED = ("/oauth/v2/accessToken", "/v2/simpleJobPostings", "/v2/simpleJobPostingTasks", "/v2/jobPostingStatus")
ALSO_CALLED = ("/v2/atsIntegrations", "/ambry/", "/v2/jobApplicationLifecycleActions")

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(LONGEST + 60)]


def start_runner(folder: Path, number: int) -> "subprocess.Popen[str]":
    """One runner takes every second chosen point, on a database and a sandbox of its own."""
    command = [sys.executable, "-m", "tests.chaos.runner", str(folder / str(number)), str(number), str(RUNNERS)]
    errors = (folder / f"errors-{number}").open("w")
    return subprocess.Popen(
        [*command, *(["every"] if EVERY else [])],
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
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
def points(runs: list[list[dict[str, Any]]]) -> list[str]:
    """Every point of the undisturbed story, in order."""
    return list(runs[0][0].get("points", []))


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


def test_the_story_has_the_same_points_each_time(runs: list[list[dict[str, Any]]], points: list[str]) -> None:
    for plain, *_ in runs:
        assert plain["points"] == points


def test_it_was_killed_at_every_chosen_point(killed: list[dict[str, Any]], points: list[str]) -> None:
    wrong = [play["at"] for play in killed if play["first"] != signal.SIGKILL]
    assert wrong == [], "these plays ended before they could be killed"
    assert {play["at"]: play["died_after"] for play in killed} == {
        play["at"]: points[play["at"] - 1] for play in killed
    }
    assert {play["died_after"] for play in killed} == set(points)
    assert not EVERY or {play["at"] for play in killed} == set(range(1, len(points) + 1))


def test_the_points_are_those_of_the_whole_story(points: list[str]) -> None:
    assert {point.split(" ")[-1] for point in points if point.startswith("request")} == {*CALLED, *ALSO_CALLED}
    written = " ".join(point for point in points if point.startswith("commit"))
    for table in (
        "sync_mirror",
        "sync_outbox",
        "hiring_application",
        "people_profile",
        "hiring_file",
        "sync_retrieval",
    ):
        assert table in written


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
