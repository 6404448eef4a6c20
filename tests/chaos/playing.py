"""A scenario played by a test: in a process of its own, small, with a seed that is always the same."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.demo_process import ROOT, clean_environment

LONGEST = 280
SEED = 20


def play(name: str, folder: Path, *options: str, seed: int = SEED) -> dict[str, Any]:
    """What came of it; fails with everything the run told when a figure does not hold."""
    told = folder / f"{name}.json"
    command = [sys.executable, "-m", "tests.chaos", name, "--small", "--seed", str(seed), "--json", str(told), *options]
    done = subprocess.run(
        command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=LONGEST, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-4000:]}"
    return dict(json.loads(told.read_text()))


def figures(run: dict[str, Any]) -> dict[str, int]:
    """The figures of a run by name."""
    return {line["name"]: line["found"] for line in run["figures"]}
