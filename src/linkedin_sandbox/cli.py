"""`linkedin-sandbox`: start the stand-in, print one JSON line when it serves, run until told to stop."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import socket
from pathlib import Path

import click
import uvicorn

from linkedin_sandbox import seed
from linkedin_sandbox.app import create_app
from linkedin_sandbox.choices import parse_override
from linkedin_sandbox.settings import Settings


@click.command()
@click.option("--port", default=0, show_default="a free one", help="Port to serve on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the sandbox's state."
)
@click.option(
    "--clock-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Offset file shared with the system under test.",
)
@click.option(
    "--callback-http-ok/--callback-https-only",
    default=True,
    show_default=True,
    help="Accept http webhooks on loopback.",
)
@click.option(
    "--choice", "overrides", multiple=True, metavar="NAME=VALUE", help="Change one of our choices (see COVERAGE.md)."
)
@click.option(
    "--by-hand",
    is_flag=True,
    help="Nothing happens by itself: what is due waits for /_sandbox/tick or /_sandbox/clock.",
)
@click.option("--verbose", is_flag=True, help="Log requests to standard error.")
def main(
    port: int,
    host: str,
    data: Path,
    clock_file: Path | None,
    callback_http_ok: bool,
    overrides: tuple[str, ...],
    by_hand: bool,
    verbose: bool,
) -> None:
    """Run a strict stand-in for LinkedIn's Talent APIs. It is not LinkedIn."""
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING)
    listener = socket.create_server((host, port), backlog=256)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio does so only for sockets it makes itself
    shown = f"[{host}]" if ":" in host else host
    try:
        settings = Settings(
            data=data,
            base_url=f"http://{shown}:{listener.getsockname()[1]}",
            clock_file=clock_file,
            callback_http_ok=callback_http_ok,
            background=not by_hand,
            choices=dict(parse_override(text) for text in overrides),
        )
        app = create_app(settings)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    config = uvicorn.Config(
        app, log_level="info" if verbose else "warning", access_log=verbose, timeout_graceful_shutdown=5
    )
    server = _Announcing(config, json.dumps(seed.credentials(app.state.world)))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # uvicorn raises it once more after a clean stop
    asyncio.run(server.serve([listener]))


class _Announcing(uvicorn.Server):
    """Says so, in one line on standard output, as soon as requests are answered."""

    def __init__(self, config: uvicorn.Config, line: str) -> None:
        super().__init__(config)
        self.line = line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            click.echo(self.line)


if __name__ == "__main__":
    main()
