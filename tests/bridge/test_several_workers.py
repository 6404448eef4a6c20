"""Three worker processes on one database and one sandbox, one of them stopped amid its work: nothing is doubled.

A witness stands between them and the sandbox and counts what is under way at the same time; the sandbox's own log and
lists say what arrived.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
import pytest
from django.db import connection

from isthmus.hiring import decisions, viewing
from isthmus.hiring.models import Application
from isthmus.sync import lifeline
from isthmus.sync.models import Mirror, Outbox
from tests import builders
from tests.bridge.story import Story

WORKERS, BACKLOG, APPLICANTS = 3, 110, 3
PATIENCE = 150.0
SILENT = "3"


class Witness(BaseHTTPRequestHandler):
    """Hands every request on to the sandbox, and knows how many batches of postings are under way."""

    protocol_version = "HTTP/1.1"
    sandbox_url = ""
    lock = threading.Lock()
    under_way: Counter[str] = Counter()
    most: Counter[str] = Counter()

    def do_POST(self) -> None:
        self._hand_on(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def do_GET(self) -> None:
        self._hand_on(b"")

    def _hand_on(self, body: bytes) -> None:
        name = f"{self.command} {self.path.partition('?')[0]}"
        headers = {key: value for key, value in self.headers.items() if key.lower() not in ("host", "content-length")}
        with self.lock:
            self.under_way[name] += 1
            self.most[name] = max(self.most[name], self.under_way[name])
        try:
            with httpx2.Client(base_url=self.sandbox_url, timeout=60, trust_env=False) as client:
                answer = client.request(self.command, self.path, content=body, headers=headers)
        finally:
            with self.lock:
                self.under_way[name] -= 1
        self.send_response(answer.status_code)
        for key, value in answer.headers.multi_items():
            if key.lower() not in ("content-length", "transfer-encoding", "connection", "content-encoding"):
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def generation() -> str:
    return "v2"


@pytest.fixture
def witness(live: Story) -> Iterator[str]:
    Witness.sandbox_url = live.sandbox.url
    Witness.under_way.clear()
    Witness.most.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Witness)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def backlog(live: Story) -> Story:
    """Three people have applied, were viewed and rejected; many jobs wait to be published."""
    members = live.sandbox.look("members?q=")["members"][:APPLICANTS]
    for member in members:
        live.member = member["id"]
        live.noor_applies()
    live.settle(2)
    with live.cast.acting():
        assert Application.objects.count() == APPLICANTS
        for application in Application.objects.all():
            viewing.record_view(application.id)
            decisions.reject(application.id)
        for number in range(BACKLOG):
            builders.a_published_job(title=f"Engineer {number}")
    return live


@pytest.fixture
def start(backlog: Story, witness: str, settings: Any) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """`start()` starts one worker process; what is left of them is killed by its process id."""
    config = settings.CONFIG
    environment = os.environ | {
        "ISTHMUS_PUBLIC_URL": config.public_url,
        "ISTHMUS_LINKEDIN_API_URL": witness,
        "ISTHMUS_LINKEDIN_WWW_URL": witness,
        "ISTHMUS_LINKEDIN_PARENT_CLIENT_ID": config.parent_client_id,
        "ISTHMUS_LINKEDIN_PARENT_CLIENT_SECRET": config.parent_client_secret,
        "ISTHMUS_TASK_POLL_SECONDS": "2",
        "ISTHMUS_SWEEP_SECONDS": "1",
        "ISTHMUS_WORKER_SILENT_SECONDS": SILENT,
    }
    processes: list[subprocess.Popen[bytes]] = []

    def begin() -> "subprocess.Popen[bytes]":
        processes.append(subprocess.Popen([sys.executable, "-m", "isthmus", "worker"], env=environment))
        return processes[-1]

    yield begin
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()


def until(is_so: Callable[[], bool], what: str) -> None:
    """Look again and again, for so long at most."""
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, what
        threading.Event().wait(0.1)


def at_work_on(lane: str, story: Story) -> int | None:
    """The process that holds a lane's lock."""
    from isthmus.sync.holding import number_of

    number = number_of(story.connection().id, lane)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid) JOIN sync_heartbeat w"
            " ON a.application_name = %s || w.id WHERE l.locktype = 'advisory' AND l.granted"
            " AND ((l.classid::bigint << 32) | l.objid::bigint) = %s",
            [lifeline.NAME, number],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else None


@pytest.mark.timeout(600)
def test_three_workers_share_a_backlog_and_take_over_from_one_that_is_stopped(backlog: Story, start: Any) -> None:
    backlog.sandbox.fault("slow", "simpleJobPostings.batch_create", times=100, seconds=1)
    workers = {process.pid: process for process in (start() for _ in range(WORKERS))}
    holder: list[int] = []

    def is_sending() -> bool:
        pid = at_work_on("mirror:posting", backlog)
        if pid in workers and Witness.under_way["POST /v2/simpleJobPostings"]:
            os.kill(pid, signal.SIGSTOP)
            holder.append(pid)
        return bool(holder)

    until(is_sending, "nobody ever sent a batch")

    def is_done() -> bool:
        backlog.sandbox.advance(5)
        with backlog.cast.acting():
            waiting = Mirror.objects.exclude(state="accepted").exists()
            return not waiting and not Outbox.objects.exclude(state="sent").exists()

    until(is_done, "the others did not take the work over")
    os.kill(holder[0], signal.SIGCONT)
    until(lambda: all(one.lost_at or one.silent.total_seconds() < 3 for one in lifeline.known()), "it did not wake")
    for process in workers.values():
        process.terminate()
    assert [process.wait(60) for process in workers.values()] == [0] * WORKERS

    tasks = backlog.sandbox.look("tasks")["tasks"]
    created = Counter(task["external_id"] for task in tasks if task["operation"] == "CREATE")
    assert set(created.values()) == {1}
    assert len(created) == BACKLOG + 1
    assert Witness.most["POST /v2/simpleJobPostings"] == 1
    assert Witness.most["POST /v2/jobApplicationLifecycleActions"] == 1
    told: dict[int, list[str]] = {}
    for action in reversed(backlog.sandbox.look("lifecycle")["actions"]):
        told.setdefault(action["application_id"], []).append(action["action"])
    assert list(told.values()) == [["APPLICATION_VIEWED", "APPLICATION_REJECTED"]] * APPLICANTS
