"""`make bench`: runs every bench, prints a table, writes bench/latest.json."""

import click

from bench import ground, posting_sync, receive, results, sandbox_size


@click.command()
def main() -> None:
    """Measure receiving, posting sync and the sandbox in one run."""
    figures: dict[str, results.Figure] = {}
    with ground.prepared() as prepared:
        for bench in (receive, posting_sync, sandbox_size):
            figures |= bench.measure(prepared)
    results.keep(figures)
    click.echo(results.show(figures))


main()
