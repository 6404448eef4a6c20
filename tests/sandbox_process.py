"""The sandbox as tests use it: a real process over a socket, or the same application inside the test's own process.

Import the fixtures you want into a conftest: `sandbox` (a process shared by the session, reset for each test) or
`sandbox_in_process` (fresh for each test, no background work: nothing happens until `tick` or `advance`).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

_ANSWERS_WITHIN = 20.0
_STOPS_WITHIN = 10.0


@dataclass
class Sandbox:
    """A running sandbox: `url`, the built-in ids, and `control`, a client of the operator's door `/_sandbox`.

    `transport` is None over a socket; in process it is what an HTTP client must be given to reach the sandbox.
    """

    url: str
    ids: dict[str, str]
    control: httpx2.Client
    clock_file: Path
    transport: httpx2.BaseTransport | None = None
    process: "subprocess.Popen[str] | None" = field(default=None, repr=False)

    def __getattr__(self, name: str) -> str:
        """The built-in ids by name: `parent_client_id`, `child_client_secret`, `organization_id`, `person_id` …"""
        ids = self.__dict__.get("ids", {})
        if name in ids:
            return str(ids[name])
        raise AttributeError(name)

    def reset(self) -> None:
        """Back to the beginning; the built-in credentials and the shared clock stay as they are, faults are gone."""
        self.act("reset")

    def act(self, what: str, **body: Any) -> Any:
        """One POST to the operator's door; its JSON answer. Fails the test when the sandbox refuses."""
        return self._checked(self.control.post(what, json=body))

    def look(self, what: str) -> Any:
        """One GET from the operator's door."""
        return self._checked(self.control.get(what))

    def tick(self) -> None:
        """One round of everything due now: tasks settle, deliveries leave."""
        self.act("tick")

    def advance(self, seconds: float) -> None:
        """Moves the shared clock, then does what became due."""
        self.act("clock", advance_seconds=seconds)

    def choose(self, **choices: Any) -> None:
        """Changes the sandbox's readings of what LinkedIn does not document, until the next reset."""
        self.act("choices", **choices)

    def fault(self, kind: str, operation: str = "", times: int = 1, **params: Any) -> None:
        """Orders a fault for the next `times` moments (kinds: see `linkedin_sandbox.faults`)."""
        self.act("faults", kind=kind, operation=operation, times=times, params=params)

    def apply(self, member: int, job: str, **answers: Any) -> str:
        """A member applies to a job (external id); the application's URN."""
        return str(self.act(f"members/{member}/apply", job=job, answers=answers)["jobApplicationId"])

    @staticmethod
    def _checked(response: httpx2.Response) -> Any:
        assert response.is_success, f"{response.status_code}: {response.text}"
        return response.json()


def shared_clock_file(folder: Path) -> Path:
    """The clock the code under test reads, if one is set, so that both sides move together."""
    return Path(os.environ.get("ISTHMUS_CLOCK_FILE") or folder / "clock")


@contextmanager
def running_sandbox(folder: Path, *options: str) -> Iterator[Sandbox]:
    """A sandbox process on a free port, stopped by its own process id at the end; `options` go to its command line."""
    folder.mkdir(parents=True, exist_ok=True)
    clock_file = shared_clock_file(folder)
    command = [sys.executable, "-m", "linkedin_sandbox", "--port", "0", "--data", str(folder / "data")]
    with (folder / "stderr").open("w") as errors:
        process = subprocess.Popen(
            [*command, "--clock-file", str(clock_file), *options], stdout=subprocess.PIPE, stderr=errors, text=True
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"the sandbox did not start: {(folder / 'stderr').read_text()}"
        ids = json.loads(line)
        with httpx2.Client(base_url=ids["url"] + "/_sandbox", timeout=_ANSWERS_WITHIN, trust_env=False) as control:
            yield Sandbox(ids["url"], ids, control, clock_file, process=process)
    finally:
        process.terminate()
        try:
            process.wait(_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def sandbox_inside(folder: Path) -> Iterator[Sandbox]:
    """The sandbox's application in this process; give its `transport` to the client under test."""
    from starlette.testclient import TestClient

    from linkedin_sandbox import seed
    from linkedin_sandbox.app import create_app
    from linkedin_sandbox.settings import Settings

    clock_file = shared_clock_file(folder)
    url = "http://sandbox.test"
    app = create_app(Settings(data=folder / "data", base_url=url, clock_file=clock_file))
    with TestClient(app, base_url=url, follow_redirects=False) as inside:

        def carry(request: httpx2.Request) -> httpx2.Response:
            answer = inside.request(
                request.method, str(request.url), headers=list(request.headers.items()), content=request.read()
            )
            return httpx2.Response(answer.status_code, headers=answer.headers.multi_items(), content=answer.content)

        transport = httpx2.MockTransport(carry)
        with httpx2.Client(base_url=url + "/_sandbox", transport=transport) as control:
            ids = seed.credentials(app.state.world)
            yield Sandbox(url, ids, control, clock_file, transport)


@pytest.fixture(scope="session")
def sandbox_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One sandbox process for the whole session; use `sandbox`, which resets it."""
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
def sandbox(sandbox_process: Sandbox) -> Sandbox:
    """The session's sandbox process, as new."""
    sandbox_process.reset()
    return sandbox_process


@pytest.fixture
def sandbox_in_process(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox inside this process, as new."""
    with sandbox_inside(tmp_path / "sandbox") as inside:
        yield inside
