"""`python -m tests.chaos NAME … [--seed N]`: plays scenarios, prints what happened and every figure, exits 1 when one
does not hold.
"""

import json
import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from tests.chaos import scenarios
from tests.chaos.disk import NotPossibleHereError
from tests.chaos.run import run
from tests.chaos.scenarios import Scenario, Size

LONGEST_SECONDS = 3600


@click.command()
@click.argument("names", nargs=-1)
@click.option("--seed", type=int, default=None, help="Plays the same chances again; a new one is drawn and printed.")
@click.option("--small", is_flag=True, help="As the tests play it.")
@click.option("--applications", type=int, default=None, help="How many members apply.")
@click.option("--changes", type=int, default=None, help="How many changes recruiters make.")
@click.option("--folder", type=click.Path(path_type=Path), default=None, help="Keeps logs and databases there.")
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), default=None, help="Also writes the figures there."
)
@click.option("--list", "only_list", is_flag=True, help="Say which scenarios there are.")
def main(
    names: tuple[str, ...],
    seed: int | None,
    small: bool,
    applications: int | None,
    changes: int | None,
    folder: Path | None,
    json_file: Path | None,
    only_list: bool,
) -> None:
    """Play the named scenarios, or all of them, one after the other."""
    known = scenarios.every()
    if only_list:
        click.echo("\n".join(f"{name:<14} {one.about}" for name, one in known.items()))
        return
    if unknown := set(names) - set(known):
        raise click.UsageError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    if len(names) != 1:
        sys.exit(_each(names or tuple(known), sys.argv[1:]))
    scenario, chosen = known[names[0]], seed if seed is not None else random.SystemRandom().randrange(10**6)
    size = _size(scenario, small=small, applications=applications, changes=changes)
    with tempfile.TemporaryDirectory(prefix="chaos-") as temporary:
        try:
            found = run(scenario, size, chosen, folder or Path(temporary), quick=small)
        except NotPossibleHereError as error:
            click.echo(f"{scenario.name}: not possible here: {error}")
            return
    click.echo(found.text())
    if json_file:
        json_file.write_text(json.dumps(found.as_json(), indent=1) + "\n")
    sys.exit(0 if found.holds else 1)


def _size(scenario: Scenario, *, small: bool, applications: int | None, changes: int | None) -> Size:
    size = scenario.small if small else scenario.whole
    asked = {"applications": applications, "changes": changes}
    return replace(size, **{name: value for name, value in asked.items() if value is not None})


def _each(names: tuple[str, ...], arguments: list[str]) -> int:
    """Each scenario in a process of its own, since each has a house of its own. Returns how many do not hold."""
    options = [argument for argument in arguments if argument not in names]
    wrong = 0
    for name in names:
        done = subprocess.run(
            [sys.executable, "-m", "tests.chaos", name, *options], timeout=LONGEST_SECONDS, check=False
        )
        wrong += done.returncode != 0
    return wrong


if __name__ == "__main__":
    main()
