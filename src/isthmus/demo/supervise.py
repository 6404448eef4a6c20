"""Starts the demo's programs in order, tells when they are ready, keeps them running, and stops them together."""

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import httpx2

from isthmus.base import config
from isthmus.base.ports import refuse_taken
from isthmus.base.process import die_with_parent
from isthmus.demo.files import write_private
from isthmus.house import DEMO_FILE, load_places_beside, open_house
from isthmus.store.embedded import EmbeddedServer, NoPostgreSQL

READY_WITHIN = 60.0
LOOPBACK = "127.0.0.1"


class DemoFailed(click.ClickException):
    """The demo cannot start; the message says what to do."""


@dataclass
class Child:
    """One program of the demo and how to start it again."""

    name: str
    start: Callable[[], "subprocess.Popen[bytes]"]
    process: "subprocess.Popen[bytes]"

    def mend(self) -> None:
        """Start it again when it ended by itself or was killed."""
        if self.process.poll() is not None:
            click.echo(f"{self.name} ended with code {self.process.returncode}; starting it again.", err=True)
            self.process = self.start()


@dataclass
class Database:
    """The demo's own PostgreSQL; `said` that it ended, since it may not start at once."""

    server: EmbeddedServer
    said: bool = False

    def mend(self) -> None:
        """Start it again when it is gone; while its last processes still hold its memory, the next look tries again."""
        if self.server.answers() or self.server.is_running():
            return
        if not self.said:
            click.echo("PostgreSQL ended; starting it again.", err=True)
        self.said = True
        with suppress(NoPostgreSQL):
            self.server.start_again()
            self.said = False


def run(data: Path | None, *, port: int, sandbox_port: int, browser: bool) -> None:
    """Run until SIGINT or SIGTERM, then stop everything. Raises DemoFailed when a program does not come up."""
    settings = config.load()
    folder = (data or settings.data).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _only_one(folder)
    refuse_taken(LOOPBACK, port)
    refuse_taken(LOOPBACK, sandbox_port, option="--sandbox-port")
    signal.signal(signal.SIGTERM, _interrupt)
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        _keep_running(_start(folder, port or _free_port(), sandbox_port, browser, stack))


def _start(folder: Path, port: int, sandbox_port: int, browser: bool, stack: ExitStack) -> list[Child | Database]:
    clock = folder / "clock"
    sandbox, credentials = _start_sandbox(folder, sandbox_port, clock)
    children = [sandbox]
    stack.callback(_stop, sandbox)
    environment = _write_settings(folder, port, credentials, clock)
    os.environ.update(environment)
    os.environ["ISTHMUS_DATA"] = str(folder)
    house = stack.enter_context(open_house(folder, may_begin=True))
    stack.callback(load_places_beside().terminate)
    from isthmus.demo import portal
    from isthmus.demo.seed import seed

    seeded = seed(folder, credentials)
    for name, extra in (("worker", []), ("serve", ["--port", str(port)])):
        children.append(_start_program(folder, name, extra))
        stack.callback(_stop, children[-1])
    _wait_for(f"http://{LOOPBACK}:{port}/healthz", children)
    portal.register(credentials["url"])
    ready = {
        "bridge_url": f"http://{LOOPBACK}:{port}",
        "sandbox_url": credentials["url"],
        "api_key": seeded.api_key,
        "sign_ins": seeded.sign_ins,
    }
    click.echo(json.dumps(ready))
    sys.stdout.flush()
    if browser:
        _say_hello(ready)
    return [*([Database(house.embedded)] if house.embedded else []), *children]


def _start_sandbox(folder: Path, port: int, clock: Path) -> tuple[Child, dict[str, Any]]:
    def start(chosen: int = port) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "linkedin_sandbox", "--port", str(chosen), "--data", str(folder / "sandbox")]
        return _popen(folder, "sandbox", [*command, "--clock-file", str(clock)], stdout=subprocess.PIPE)

    process = start()
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise DemoFailed(f"The sandbox did not start (is port {port} taken?); see {folder / 'sandbox.log'}.")
    credentials = json.loads(line)
    kept = int(credentials["url"].rsplit(":", 1)[1])
    return Child("sandbox", lambda: start(kept), process), credentials


def _write_settings(folder: Path, port: int, credentials: dict[str, Any], clock: Path) -> dict[str, str]:
    path = folder / DEMO_FILE
    known = json.loads(path.read_text()) if path.exists() else {}
    known["environment"] = {
        "ISTHMUS_MODE": "demo",
        "ISTHMUS_PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "ISTHMUS_LINKEDIN_API_URL": credentials["url"],
        "ISTHMUS_LINKEDIN_WWW_URL": credentials["url"],
        "ISTHMUS_LINKEDIN_PLATFORM_URL": credentials["url"],
        "ISTHMUS_LINKEDIN_PARENT_CLIENT_ID": credentials["parent_client_id"],
        "ISTHMUS_LINKEDIN_PARENT_CLIENT_SECRET": credentials["parent_client_secret"],
        "ISTHMUS_CLOCK_FILE": str(clock),
        "ISTHMUS_TASK_POLL_SECONDS": "2",
        "ISTHMUS_STATUS_POLL_SECONDS": "10",
        "ISTHMUS_SWEEP_SECONDS": "5",
    }
    known.setdefault("secret", secrets.token_urlsafe(16))
    write_private(path, json.dumps(known, indent=1))
    return dict(known["environment"])


def _start_program(folder: Path, name: str, extra: list[str]) -> Child:
    def start() -> "subprocess.Popen[bytes]":
        return _popen(folder, name, [sys.executable, "-m", "isthmus", name, "--data", str(folder), *extra])

    return Child(name, start, start())


def _popen(folder: Path, name: str, command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
    with (folder / f"{name}.log").open("ab") as log:
        options.setdefault("stdout", log)
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
            **options,
        )


def _wait_for(url: str, children: list[Child]) -> None:
    last = time.monotonic() + READY_WITHIN
    while time.monotonic() < last:
        for child in children:
            if child.process.poll() is not None:
                raise DemoFailed(
                    f"The {child.name} ended with code {child.process.returncode}; see its log in the data folder."
                )
        try:
            if httpx2.get(url, timeout=2).status_code == 200:
                return
        except httpx2.HTTPError:
            time.sleep(0.05)
    raise DemoFailed(f"The bridge did not answer at {url} within {READY_WITHIN:.0f} seconds.")


def _keep_running(programs: Sequence[Child | Database]) -> None:
    """The database first; work in flight is taken up from its rows."""
    while True:
        time.sleep(0.5)
        for program in programs:
            program.mend()


def _stop(child: Child) -> None:
    if child.process.poll() is None:
        child.process.terminate()
    try:
        child.process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()


def _only_one(folder: Path) -> None:
    file = os.open(folder / "demo.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DemoFailed(f"A demo already runs in {folder}; stop it, or choose another folder with --data.") from error


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


def _say_hello(ready: dict[str, Any]) -> None:
    first = ready["sign_ins"][0]
    click.echo(
        f"\nThe bridge:   {ready['bridge_url']}\n"
        f"The sandbox:  {ready['sandbox_url']}  (a stand-in; it is not LinkedIn)\n"
        f"Sign in as    {first['email']} with the password {first['password']}\nStop with Ctrl+C.",
        err=True,
    )
    webbrowser.open(ready["bridge_url"])


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
