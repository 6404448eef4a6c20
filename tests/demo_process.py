"""A whole demo as a user starts it: one command, one JSON line, stopped by its process id."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from isthmus.store.embedded import EmbeddedServer

ROOT = Path(__file__).parent.parent
DATABASE_SETTINGS = ("ISTHMUS_DATABASE_URL", "ISTHMUS_OWNER_DATABASE_URL", "ISTHMUS_EEO_DATABASE_URL")


@dataclass
class Demo:
    """A running demo: its two addresses, how to sign in, and its folder."""

    bridge_url: str
    sandbox_url: str
    api_key: str
    sign_ins: list[dict[str, str]]
    data: Path
    process: "subprocess.Popen[str]"

    def sign_in(self, name: str) -> dict[str, str]:
        """E-mail and password of one of the cast, by first name."""
        return next(entry for entry in self.sign_ins if entry["name"].startswith(name))

    def api(self) -> httpx2.Client:
        """The REST API with the demo's key."""
        return httpx2.Client(base_url=self.bridge_url + "/api/v1", headers={"Authorization": f"Bearer {self.api_key}"})

    def sandbox(self) -> httpx2.Client:
        """The sandbox, for its `/_sandbox/` control."""
        return httpx2.Client(base_url=self.sandbox_url, timeout=20)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the demo's own process and wait for it."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(timeout=60)


def clean_environment() -> dict[str, str]:
    """The environment without the tests' own settings, as a user's shell would have it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("ISTHMUS_", "DJANGO_"))}


def start_demo(data: Path, *extra: str) -> Demo:
    """Start a demo in a folder on free ports and return when it is ready."""
    command = [sys.executable, "-m", "isthmus", "demo", "--no-browser", "--port", "0", "--sandbox-port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(data), *extra],
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        assert process.stderr is not None
        raise RuntimeError(f"the demo did not start: {process.stderr.read()}")
    ready: dict[str, Any] = json.loads(line)
    return Demo(**ready, data=data, process=process)


@contextmanager
def running_demo(data: Path) -> Iterator[Demo]:
    """A demo for the length of a block; its cluster goes with it, wherever it lies."""
    demo = start_demo(data)
    try:
        yield demo
    finally:
        demo.stop()
        remove_cluster(EmbeddedServer(data))


def remove_cluster(server: EmbeddedServer) -> None:
    """Remove a stopped server's cluster, which lies elsewhere when its account cannot reach the data folder."""
    for folder in (server.home, server.socket):
        shutil.rmtree(folder, ignore_errors=True)
