"""`make bench`: runs every bench, prints the figures of each as they come, writes bench/latest.json.

Each runs in a process with a database of its own: what one leaves undone, or sets, is nothing to the next.
"""

import subprocess
import sys
import time
from pathlib import Path

import click

from bench import crowd, ground, pages, posting_sync, receive, results, sandbox_size, throttle_share, worker

BENCHES = {
    bench.__name__.rpartition(".")[2]: bench
    for bench in (receive, posting_sync, worker, sandbox_size, throttle_share, pages)
}
MOST_MINUTES, MOST_MINUTES_OF_A_WHOLE_DAY = 60, 180


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(BENCHES)), help="Only these; the other figures stay.")
@click.option(
    "--whole-day", is_flag=True, help="Only the throttled day, with LinkedIn's limits in full; keeps no figures."
)
@click.option("--people", default=crowd.PEOPLE, show_default=True, help="How many candidates are made for the pages.")
@click.option("--kept", type=click.Path(path_type=Path), help="A folder whose database is made once and kept.")
def main(only: tuple[str, ...], whole_day: bool, people: int, kept: Path | None) -> None:
    """Measure receiving, posting sync, a worker, the sandbox, a throttled day and the lists, one after the other."""
    names = only or tuple(BENCHES)
    if whole_day:
        _whole_day(kept)
    elif len(names) == 1:
        _measure(names[0], people, kept)
    else:
        _each_apart(names, people, kept)


def _whole_day(kept: Path | None) -> None:
    with ground.at_most(MOST_MINUTES_OF_A_WHOLE_DAY * 60, "the whole day"), ground.prepared(kept) as prepared:
        click.echo(results.show(throttle_share.measure(prepared, share=1.0)))


def _measure(name: str, people: int, kept: Path | None) -> None:
    """One bench in this process: its figures are printed and kept."""
    click.echo(f"{name}: begins; it may take {MOST_MINUTES} minutes at the most")
    began = time.perf_counter()
    with ground.at_most(MOST_MINUTES * 60, name), ground.prepared(kept) as prepared:
        figures = pages.measure(prepared, people) if name == "pages" else BENCHES[name].measure(prepared)
    results.keep(figures)
    click.echo(f"{results.show(figures)}\n{name}: took {time.perf_counter() - began:.0f} s")


def _each_apart(names: tuple[str, ...], people: int, kept: Path | None) -> None:
    """Each bench in a process of its own; one that fails is named at the end and does not stop the others."""
    failed = [name for name in names if subprocess.run(_command(name, people, kept), check=False).returncode]
    if failed:
        raise click.ClickException(f"Not measured: {', '.join(failed)}.")


def _command(name: str, people: int, kept: Path | None) -> list[str]:
    command = [sys.executable, "-m", "bench", "--only", name, "--people", str(people)]
    return [*command, "--kept", str(kept / name)] if kept else command


if __name__ == "__main__":
    main()
