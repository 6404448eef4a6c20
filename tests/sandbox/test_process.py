"""The command over a real socket: one line when ready, the same credentials every time, nothing lost to kill -9."""

from __future__ import annotations

import hashlib
import hmac
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.sandbox.desk import LARKFIELD, job, onsite

LINE = {
    "url",
    "parent_client_id",
    "parent_client_secret",
    "child_client_id",
    "child_client_secret",
    "organization_id",
    "contract_id",
    "person_id",
    "seat_id",
}


class Process:
    """`python -m linkedin_sandbox` with a client on it."""

    def __init__(self, data: Path, *options: str) -> None:
        command = [
            sys.executable,
            "-m",
            "linkedin_sandbox",
            "--data",
            str(data),
            "--choice",
            "task_delay_seconds=0",
            *options,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.line: dict[str, str] = json.loads(self.process.stdout.readline())
        self.http = httpx2.Client(base_url=self.line["url"], timeout=20, trust_env=False)

    def token(self) -> str:
        form = {"grant_type": "client_credentials", "client_id": self.line["child_client_id"]}
        answer = self.http.post(
            "/oauth/v2/accessToken", data={**form, "client_secret": self.line["child_client_secret"]}
        )
        return str(answer.json()["access_token"])

    def post(self, element: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {self.token()}", "x-restli-method": "batch_create"}
        answer = self.http.post("/v2/simpleJobPostings", headers=headers, json={"elements": [element]})
        assert answer.json()["elements"][0]["status"] == 202, answer.text
        self.http.post("/_sandbox/tick")

    def stop(self, number: int) -> int:
        self.http.close()
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    running: list[Process] = []

    def begin(*options: str) -> Process:
        running.append(Process(tmp_path / "data", *options))
        return running[-1]

    yield begin
    for one in running:
        if one.process.poll() is None:
            one.stop(signal.SIGTERM)


@pytest.fixture
def hook() -> Iterator[Any]:
    """A webhook on a real port: challenges answered with `secret`, deliveries with the next of `answers`, else 200."""

    class Hook(BaseHTTPRequestHandler):
        secret = ""
        answers: list[int] = []
        bodies: list[bytes] = []

        def do_GET(self) -> None:
            code = parse_qs(urlsplit(self.path).query)["challengeCode"][0]
            digest = hmac.new(Hook.secret.encode(), code.encode(), hashlib.sha256).hexdigest()
            self._answer(200, json.dumps({"challengeCode": code, "challengeResponse": digest}).encode())

        def do_POST(self) -> None:
            Hook.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(Hook.answers.pop(0) if Hook.answers else 200, b"{}")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    Hook.url = f"http://127.0.0.1:{server.server_port}/hook"  # type: ignore[attr-defined]
    yield Hook
    server.shutdown()
    server.server_close()


def test_the_line_says_all_a_client_needs_and_stays_the_same(start: Callable[..., Process]) -> None:
    first = start()
    assert set(first.line) == LINE
    assert first.stop(signal.SIGTERM) == 0
    again = start("--port", str(urlsplit(first.line["url"]).port))
    assert again.line == first.line


def test_a_delivery_survives_kill_9(start: Callable[..., Process], hook: Any) -> None:
    sandbox = start()
    hook.secret, hook.answers = sandbox.line["child_client_secret"], [500]
    sandbox.post(onsite(hook=hook.url))
    applied = sandbox.http.post("/_sandbox/members/1/apply", json={"job": "J-1001"})
    assert applied.status_code == 201, applied.text
    sandbox.http.post("/_sandbox/tick")
    sandbox.stop(signal.SIGKILL)

    again = start()
    again.http.post("/_sandbox/clock", json={"advance_seconds": 3600})
    delivery = again.http.get("/_sandbox/deliveries").json()["deliveries"][0]
    assert delivery["state"] == "delivered"
    assert [attempt["status"] for attempt in delivery["log"]] == [500, 200]
    assert hook.bodies[0] == hook.bodies[1]


def test_what_was_accepted_survives_kill_9(start: Callable[..., Process]) -> None:
    sandbox = start()
    headers = {"Authorization": f"Bearer {sandbox.token()}", "x-restli-method": "batch_create"}
    elements = [job(f"J-{number}") for number in range(100)]
    answer = sandbox.http.post("/v2/simpleJobPostings", headers=headers, json={"elements": elements})
    urns = [one["id"] for one in answer.json()["elements"]]
    sandbox.stop(signal.SIGKILL)

    again = start()
    assert {task["urn"] for task in again.http.get("/_sandbox/tasks").json()["tasks"]} == set(urns)


def test_the_clock_file_is_shared_with_the_system_under_test(start: Callable[..., Process], tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    sandbox = start("--clock-file", str(clock))
    sandbox.http.post("/_sandbox/clock", json={"advance_seconds": 86_400})
    assert float(clock.read_text()) == pytest.approx(86_400, abs=1)
    clock.write_text("-3600")
    assert sandbox.http.get("/_sandbox/clock").json()["offset_seconds"] == -3600


def test_http_callbacks_can_be_forbidden(start: Callable[..., Process]) -> None:
    sandbox = start("--callback-https-only")
    headers = {"Authorization": f"Bearer {sandbox.token()}", "x-restli-method": "batch_create"}
    answer = sandbox.http.post("/v2/simpleJobPostings", headers=headers, json={"elements": [onsite()]})
    assert answer.json()["elements"][0]["status"] == 400
    assert LARKFIELD.endswith(sandbox.line["organization_id"])


def test_an_unknown_choice_stops_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "linkedin_sandbox", "--data", str(tmp_path), "--choice", "gremlins=1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "unknown choice" in done.stderr
