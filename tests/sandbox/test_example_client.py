"""The example client, run as a reader would: a process of its own beside the sandbox's, with nothing but Python."""

import base64
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sandbox_process import Sandbox, running_sandbox

EXAMPLE = Path(__file__).parents[2] / "examples" / "smallest_ats.py"
PATIENCE_SECONDS = 60


def test_the_smallest_ats_publishes_receives_and_tells(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as sandbox, _started(sandbox, "--applications", "1", "--decline") as client:
        job = _next_line(client).removeprefix("listed as ")
        resume = {"filename": "noor.pdf", "base64": base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()}
        sandbox.act("members/1/apply", job=job, answers={"resume": resume, "questions": {"years": "6"}})
        assert _next_line(client) == "Noor Peeters applied: 6 years with databases, a résumé of 15 bytes"
        assert _next_line(client) == "closed"
        assert client.wait(PATIENCE_SECONDS) == 0
        assert _told(sandbox) == ["VIEWED", "RESUME_DOWNLOADED", "REJECTED"]
        assert sandbox.look(f"jobs?external_id={job}")["jobs"][0]["state"] == "CLOSED"


def test_the_smallest_ats_shows_linkedins_words_for_a_refusal(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as sandbox:
        sandbox.fault("http_status", "simpleJobPostings.batch_create", status=403, message="not this one")
        with _started(sandbox) as client:
            _, said = client.communicate(timeout=PATIENCE_SECONDS)
        assert client.returncode == 1
        assert "LinkedIn said 403" in said
        assert "not this one" in said


@contextmanager
def _started(sandbox: Sandbox, *options: str) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-I", str(EXAMPLE), sandbox.url, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as client:
        try:
            yield client
        finally:
            client.kill()


def _next_line(client: "subprocess.Popen[str]") -> str:
    assert client.stdout is not None
    line = client.stdout.readline().strip()
    assert line, client.communicate(timeout=PATIENCE_SECONDS)[1]
    return line


def _told(sandbox: Sandbox) -> list[str]:
    [application] = sandbox.look("members/1/applications")["applications"]
    return [line["action"].removeprefix("APPLICATION_") for line in application["history"][1:]]
