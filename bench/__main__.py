"""`make bench`: runs every bench, prints a table, writes bench/latest.json."""

from pathlib import Path

import click

from bench import crowd, ground, pages, posting_sync, receive, results, sandbox_size, throttle_share, worker

BENCHES = {
    bench.__name__.rpartition(".")[2]: bench
    for bench in (receive, posting_sync, worker, sandbox_size, throttle_share, pages)
}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(BENCHES)), help="Only these; the other figures stay.")
@click.option(
    "--whole-day", is_flag=True, help="Only the throttled day, with LinkedIn's limits in full; keeps no figures."
)
@click.option("--people", default=crowd.PEOPLE, show_default=True, help="How many candidates are made for the pages.")
@click.option("--kept", type=click.Path(path_type=Path), help="A folder whose database is made once and kept.")
def main(only: tuple[str, ...], whole_day: bool, people: int, kept: Path | None) -> None:
    """Measure receiving, posting sync, a worker, the sandbox, a throttled day and the lists in one run."""
    figures: dict[str, results.Figure] = {}
    with ground.prepared(kept) as prepared:
        if whole_day:
            click.echo(results.show(throttle_share.measure(prepared, share=1.0)))
            return
        for name in only or BENCHES:
            figures |= pages.measure(prepared, people) if name == "pages" else BENCHES[name].measure(prepared)
    results.keep(figures)
    click.echo(results.show(figures))


main()
