"""`make bench`: runs every bench, prints a table, writes bench/latest.json."""

from pathlib import Path

import click

from bench import crowd, ground, pages, posting_sync, receive, results, sandbox_size, throttle_share, worker


@click.command()
@click.option(
    "--whole-day", is_flag=True, help="Only the throttled day, with LinkedIn's limits in full; keeps no figures."
)
@click.option("--pages", "pages_only", is_flag=True, help="Only the candidate pages; keeps no figures.")
@click.option("--people", default=crowd.PEOPLE, show_default=True, help="With --pages: how many candidates are made.")
@click.option(
    "--kept", type=click.Path(path_type=Path), help="With --pages: a folder whose database is made once and kept."
)
def main(whole_day: bool, pages_only: bool, people: int, kept: Path | None) -> None:
    """Measure receiving, posting sync, a worker, the sandbox, a throttled day and the lists in one run."""
    figures: dict[str, results.Figure] = {}
    with ground.prepared(kept if pages_only else None) as prepared:
        if whole_day:
            click.echo(results.show(throttle_share.measure(prepared, share=1.0)))
            return
        if pages_only:
            click.echo(results.show(pages.measure(prepared, people)))
            return
        for bench in (receive, posting_sync, worker, sandbox_size, throttle_share, pages):
            figures |= bench.measure(prepared)
    results.keep(figures)
    click.echo(results.show(figures))


main()
