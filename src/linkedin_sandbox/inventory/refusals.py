"""Every refusal the reference documents for the products at hand, read from the hand-written table `refusals.md` beside
this module. Each names the test that proves it, or says why there is none yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_TABLE = Path(__file__).with_name("refusals.md")
_COLUMNS = 7


@dataclass(frozen=True)
class Refusal:
    """One documented refusal: when, what LinkedIn answers, where that is written and how sure; `test` or `reason`."""

    operation: str
    when: str
    answer: str
    page: str
    certainty: str
    test: str
    reason: str


def read() -> tuple[Refusal, ...]:
    """The table's rows in order; `ValueError` for a row of the wrong width."""
    lines = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    wrong = [row for row in rows if len(row) != _COLUMNS]
    if wrong:
        raise ValueError(f"not {_COLUMNS} cells: {wrong[0]}")
    return tuple(Refusal(*row) for row in rows)


REFUSALS = read()
