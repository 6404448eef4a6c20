"""One scenario from an empty house to its verdict."""

import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.chaos import evidence, verdict
from tests.chaos.director import found_company
from tests.chaos.disk import small_disk
from tests.chaos.history import History
from tests.chaos.house import running_house
from tests.chaos.scenarios import Scenario, Size
from tests.chaos.verdict import Line


@dataclass(frozen=True)
class Run:
    """What came of a scenario: what happened, and every figure."""

    scenario: str
    size: Size
    seconds: float
    history: History
    lines: list[Line]

    @property
    def holds(self) -> bool:
        return all(line.holds for line in self.lines)

    def text(self) -> str:
        """All of it for people."""
        head = f"{self.scenario}, seed {self.history.seed}: {'holds' if self.holds else 'DOES NOT HOLD'}"
        blows = "\n".join(f"  {words}" for words in self.history.blows)
        return f"{head} ({self.seconds:.0f} s)\n{blows}\n{_looks(self.history)}{verdict.table(self.lines)}\n"

    def as_json(self) -> dict[str, Any]:
        """All of it for programs."""
        return {
            "scenario": self.scenario,
            "seed": self.history.seed,
            "date": datetime.now(UTC).date().isoformat(),
            "size": asdict(self.size),
            "seconds": round(self.seconds, 1),
            "holds": self.holds,
            "blows": self.history.blows,
            "looks": [asdict(look) for look in self.history.looks],
            "figures": [asdict(line) | {"holds": line.holds} for line in self.lines],
        }


def run(scenario: Scenario, size: Size, seed: int, folder: Path, *, quick: bool = False) -> Run:
    """Play it once, in this process, which must not have set Django up before."""
    print(f"{scenario.name}, seed {seed}", file=sys.stderr, flush=True)
    begun = time.monotonic()
    with (
        small_disk(folder / "data", scenario.disk_bytes),
        running_house(folder, workers=scenario.workers, quick=quick, **scenario.settings) as house,
    ):
        director = found_company(house, seed=seed, members=size.applications)
        scenario.play(director, size)
        lines = verdict.judge(director.history, evidence.gather(house, director.company_id))
    return Run(scenario.name, size, time.monotonic() - begun, director.history, lines)


def _looks(history: History) -> str:
    """How the streams were said to stand, where somebody looked."""
    told = [look for look in history.looks if look.backlog or look.state not in ("fresh", "new")]
    rows = [f"  {look.during:<26} {look.stream:<14} “{look.shown}” {look.words}" for look in told]
    return "\n".join(rows) + "\n" if rows else ""
