"""One measured figure, and how all of them are printed and kept."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

LATEST = Path(__file__).parent / "latest.json"


@dataclass(frozen=True)
class Figure:
    """A value with its unit, the target it is held to, and what it was measured against."""

    value: float
    unit: str
    target: float | None
    against: str


def show(figures: dict[str, Figure]) -> str:
    """A table for people."""
    lines = [f"{'figure':32} {'value':>12} {'unit':10} {'target':>8}  against"]
    for name, figure in figures.items():
        target = "" if figure.target is None else f"{figure.target:g}"
        lines.append(f"{name:32} {figure.value:12.3f} {figure.unit:10} {target:>8}  {figure.against}")
    return "\n".join(lines)


def keep(figures: dict[str, Figure]) -> None:
    """Write the figures for machines; those that were not measured now stay as they were."""
    before = json.loads(LATEST.read_text()) if LATEST.exists() else {}
    now = {name: asdict(figure) for name, figure in figures.items()}
    LATEST.write_text(json.dumps({**before, **now}, indent=1) + "\n")
