"""`make bench`: runs every bench, prints a table, writes bench/latest.json."""

import click

from bench import ground, posting_sync, receive, results, sandbox_size, throttle_share


@click.command()
@click.option(
    "--whole-day", is_flag=True, help="Only the throttled day, with LinkedIn's limits in full; keeps no figures."
)
def main(whole_day: bool) -> None:
    """Measure receiving, posting sync, the sandbox and a throttled day in one run."""
    figures: dict[str, results.Figure] = {}
    with ground.prepared() as prepared:
        if whole_day:
            click.echo(results.show(throttle_share.measure(prepared, share=1.0)))
            return
        for bench in (receive, posting_sync, sandbox_size, throttle_share):
            figures |= bench.measure(prepared)
    results.keep(figures)
    click.echo(results.show(figures))


main()
