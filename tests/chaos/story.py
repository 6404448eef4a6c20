"""The story from the bridge's side, one step after the other; each step looks before it acts, so it can be begun anew.

Runs in a process that may be killed at any point. Serves the webhooks itself, does the worker's lanes itself, and lets
time pass on both sides instead of waiting.
"""

import base64
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx2

from tests.documents import pdf_resume

MOST_ROUNDS = 60
NOT_OURS = {"x-not-ours": "1"}
RESUME = "Noor Peeters CV.pdf"


class NotFinishedError(AssertionError):
    """The story did not come to its end."""


@dataclass(frozen=True)
class Stage:
    """Where the story plays: who, which job, and the sandbox."""

    company_id: UUID
    user_id: UUID
    job_id: UUID
    sandbox_url: str
    port: int
    member: int
    title: str
    clock: Path


class Quiet(WSGIRequestHandler):
    """No access log."""

    def log_message(self, *_: Any) -> None:
        return


class Sandbox:
    """The sandbox's control, as the world outside the bridge."""

    def __init__(self, url: str, clock: Path) -> None:
        self.client = httpx2.Client(base_url=url, headers=NOT_OURS, timeout=30)
        self.clock = clock

    def get(self, path: str) -> Any:
        return self.client.get(path).raise_for_status().json()

    def post(self, path: str, body: dict[str, Any]) -> httpx2.Response:
        return self.client.post(path, json=body)

    def pass_time(self, seconds: float) -> None:
        """Seconds later on both sides; LinkedIn does meanwhile what was due, and hears our answers."""
        self.clock.write_text(str(float(self.clock.read_text()) + seconds))
        self.post("/_sandbox/clock", {"advance_seconds": seconds}).raise_for_status()


def serve(port: int) -> WSGIServer:
    """Serve pages and webhooks from a thread of this process."""
    from isthmus.wsgi import application

    server = make_server("127.0.0.1", port, application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def play(stage: Stage) -> dict[str, Any]:
    """Everything from publishing to the rejection the member sees. Returns the final state on both sides."""
    sandbox = Sandbox(stage.sandbox_url, stage.clock)
    _publish(stage)
    _until("the job is live", lambda: _is_live(sandbox, stage), sandbox)
    _apply(sandbox, stage)
    _until("the application and its résumé are here", lambda: _has_arrived(stage), sandbox)
    _view(stage)
    _until("the member sees viewed", lambda: "APPLICATION_VIEWED" in _statuses(sandbox, stage), sandbox)
    _reject(stage)
    _until("the member sees the rejection", lambda: "APPLICATION_REJECTED" in _statuses(sandbox, stage), sandbox)
    _until("nothing is left to do", lambda: not _drain(), sandbox)
    return _ending(sandbox, stage)


def _until(what: str, is_done: Any, sandbox: Sandbox) -> None:
    for _ in range(MOST_ROUNDS):
        _drain()
        if is_done():
            return
        sandbox.pass_time(5)
    raise NotFinishedError(what)


def _drain() -> int:
    from isthmus.worker import drain_once

    return drain_once()


def _acting(stage: Stage) -> Any:
    from isthmus.store.tenancy import acting_for

    return acting_for(stage.company_id, user_id=stage.user_id, cause="story")


def _publish(stage: Stage) -> None:
    from isthmus.hiring import postings

    with _acting(stage):
        postings.publish(stage.job_id, linkedin_apply=True)


def _is_live(sandbox: Sandbox, stage: Stage) -> bool:
    return bool(_live_jobs(sandbox, stage))


def _live_jobs(sandbox: Sandbox, stage: Stage) -> list[dict[str, Any]]:
    jobs = sandbox.get("/_sandbox/jobs")["jobs"]
    return [job for job in jobs if job["element"]["title"] == stage.title and job["state"] == "LISTED"]


def _apply(sandbox: Sandbox, stage: Stage) -> None:
    body = {
        "job": _live_jobs(sandbox, stage)[0]["id"],
        "answers": {"resume": {"filename": RESUME, "base64": base64.b64encode(pdf_resume()).decode()}},
    }
    answer = sandbox.post(f"/_sandbox/members/{stage.member}/apply", body)
    if answer.status_code not in (200, 201, 409):
        raise NotFinishedError(f"the member cannot apply: {answer.status_code} {answer.text}")


def _has_arrived(stage: Stage) -> bool:
    from isthmus.hiring.models import File, FileState

    with _acting(stage):
        return File.objects.filter(state=FileState.STORED).exists()


def _view(stage: Stage) -> None:
    from isthmus.hiring import viewing
    from isthmus.hiring.models import Application

    with _acting(stage):
        viewing.record_view(Application.objects.get().id)


def _reject(stage: Stage) -> None:
    from isthmus.hiring import decisions
    from isthmus.hiring.models import Application

    with _acting(stage):
        decisions.reject(Application.objects.get().id)


def _statuses(sandbox: Sandbox, stage: Stage) -> list[str]:
    applications = sandbox.get(f"/_sandbox/members/{stage.member}/applications")["applications"]
    return [entry["action"] for application in applications for entry in application["history"]]


def _ending(sandbox: Sandbox, stage: Stage) -> dict[str, Any]:
    from isthmus.hiring.models import Answer, Application, ApplicationView, Decision, File
    from isthmus.people.models import Candidate

    with _acting(stage):
        ours = {
            "candidates": Candidate.objects.count(),
            "applications": Application.objects.count(),
            "views": ApplicationView.objects.count(),
            "decisions": Decision.objects.count(),
            "files": File.objects.count(),
            "answers": Answer.objects.count(),
        }
    return {
        "ours": ours,
        "statuses": sorted(_statuses(sandbox, stage)),
        "live_jobs": len(_live_jobs(sandbox, stage)),
        "mails": sorted(mail["subject"] for mail in sandbox.get(f"/_sandbox/members/{stage.member}/mailbox")["mails"]),
    }
