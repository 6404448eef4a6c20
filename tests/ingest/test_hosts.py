"""Real processes on a real PostgreSQL that goes away and comes back: nothing lost, nothing twice, nobody waits."""

import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from isthmus.house import DATABASE_SETTINGS
from isthmus.store.embedded import EmbeddedServer
from tests.demo_process import clean_environment, remove_cluster

SECRET = "a-client-secret"
ROOT = Path(__file__).parents[2]
WITHIN_SECONDS = 90
FOUNDED = """
import sys
from pathlib import Path
from isthmus.house import migrate_as_owner, open_house
with open_house(Path(sys.argv[1]), migrate=False):
    migrate_as_owner()
    from uuid import uuid4
    from isthmus.operator import company_named
    from isthmus.store.tenancy import acting_for
    from isthmus.sync import inbox
    company_id, _ = company_named("Larkfield Robotics")
    with acting_for(company_id, cause="tests"):
        print(inbox.open_endpoint("linkedin_apply", uuid4(), [inbox.Key("", sys.argv[2])]))
"""

MISSING = """
import django
django.setup()
from isthmus.sync.watching import receivers
print(receivers.are_missing())
"""


def until(is_so: Callable[[], Any]) -> Any:
    """What the condition gives once it holds; asked again and again, for a minute and a half at most."""
    last = time.monotonic() + WITHIN_SECONDS
    while not (found := is_so()):
        assert time.monotonic() < last, "it did not come to be"
        time.sleep(0.05)
    return found


class Ground:
    """A PostgreSQL of this module's own, one address, and the processes started here."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.server = EmbeddedServer(self.data).start()
        dsns = {name: self.server.dsn(role) for name, role in DATABASE_SETTINGS.items()}
        self.environment = {**clean_environment(), **dsns, "ISTHMUS_DATA": str(self.data), "ISTHMUS_MODE": "demo"}
        self.environment["DJANGO_SETTINGS_MODULE"] = "isthmus.settings"
        self.environment |= {
            "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT / "src")),
            "ISTHMUS_LOG_LEVEL": "error",
        }
        self.token = self.run("-c", FOUNDED, str(self.data), SECRET).strip().splitlines()[-1]
        self.path = f"/webhooks/linkedin/apply/{self.token}"

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stored(self) -> list[int]:
        """How often each delivery was received, as the database has it."""
        with psycopg.connect(self.server.dsn("isthmus_owner")) as connection:
            rows = connection.execute("SELECT times_received FROM sync_delivery WHERE genuine").fetchall()
        return [times for (times,) in rows]

    def misses_receivers(self) -> bool:
        """Whether a worker would say that nobody receives here now."""
        return self.run("-c", MISSING).strip() == "True"

    def empty(self) -> None:
        with psycopg.connect(self.server.dsn("isthmus_owner")) as connection:
            connection.execute("TRUNCATE sync_delivery")


class Host:
    """One process that receives, on a listening socket it was given; `spool` makes it a host of its own."""

    def __init__(self, ground: Ground, command: str, *, spool: Path | None = None, listener: Any = None) -> None:
        self.ground = ground
        self.listener = listener or socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.environment = {**ground.environment, "LISTEN_FDS": "1"}
        if spool is not None:
            self.environment["ISTHMUS_SPOOL"] = str(spool)
        self.command = command
        self.process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "isthmus", self.command, "--port", str(self.port)]
        at = self.listener.fileno()
        script = f"import os, sys; os.dup2({at}, 3); os.set_inheritable(3, True); os.execv(sys.argv[1], sys.argv[1:])"
        return subprocess.Popen(
            [sys.executable, "-c", script, *command],
            env=self.environment,
            cwd=ROOT,
            pass_fds=[at],
            start_new_session=True,
        )

    def until_it_serves(self) -> "Host":
        assert self.get("/webhooks/healthz") == 200
        return self

    def get(self, path: str) -> int:
        """Ask for a page or a challenge. Returns the status of the answer."""
        return self._ask("GET", path)

    def deliver(self, body: bytes, *, secret: str = SECRET, path: str = "") -> int:
        """Send a delivery on a connection of its own. Returns the status of the answer."""
        sign = hmac.new(secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()
        return self._ask("POST", path or self.ground.path, body, {"X-LI-Signature": sign, "Connection": "close"})

    def _ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> int:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN_SECONDS)
        try:
            asking.request(method, path, body, headers or {})
            return asking.getresponse().status
        finally:
            asking.close()

    def kill(self) -> None:
        """End every process of it at once, as a crash of the machine would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=WITHIN_SECONDS)

    def begin_again(self) -> None:
        self.process = self._started()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=WITHIN_SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        self.listener.close()


def a_body() -> bytes:
    return json.dumps({"type": "JOB_APPLICATION_EXPORT", "id": str(uuid4())}).encode()


@pytest.fixture(scope="module")
def ground(tmp_path_factory) -> Iterator[Ground]:
    there = Ground(tmp_path_factory.mktemp("hosts"))
    yield there
    there.server.stop()
    remove_cluster(there.server)


@pytest.fixture
def host(ground) -> Iterator[Callable[..., Host]]:
    """`host(command, spool=…)` starts a process that receives; all are ended afterwards, and the table emptied."""
    started: list[Host] = []

    def start(command: str, **options: Any) -> Host:
        started.append(Host(ground, command, **options))
        return started[-1]

    yield start
    for each in started:
        each.close()
    ground.empty()


def test_an_outage_and_a_crash_in_the_middle_of_it_lose_and_double_nothing(ground, host):
    """A web process and a bare one share the host's folder; both keep what comes, before and after a crash."""
    spool = ground.data / "spool"
    both = [host(command).until_it_serves() for command in ("serve", "ingest")]
    until((spool / "addresses.sealed").exists)
    twice = a_body()
    assert [one.deliver(twice) for one in both] == [200, 200]
    ground.server.stop()
    try:
        assert [one.deliver(a_body()) for one in both for _ in range(3)] == [200] * 6
        for one in both:
            one.kill()
        for one in both:
            one.begin_again()
        assert [one.until_it_serves().deliver(a_body()) for one in both] == [200] * 2
        assert [one.deliver(twice) for one in both] == [200, 200]
        assert [one.deliver(a_body(), secret="guess") for one in both] == [401] * 2
        assert [one.deliver(b"{}", path="/webhooks/linkedin/apply/unknown") for one in both] == [503] * 2
        assert [one.get(f"{ground.path}?challengeCode={uuid4()}") for one in both] == [200] * 2
        assert len(list((spool / "waiting").iterdir())) == 10
    finally:
        ground.server.start()
    until(lambda: not list((spool / "waiting").iterdir()))
    assert sorted(ground.stored()) == [1] * 8 + [4]
    assert until(lambda: both[0].get("/healthz") == 200)
    assert [one.deliver(a_body()) for one in both] == [200] * 2
    assert until(lambda: len(ground.stored()) == 11)


@pytest.mark.parametrize("command", ["serve", "ingest"])
def test_that_nobody_receives_any_more_is_known_at_once(ground, host, command):
    """What keeps postings back asks this: true from the moment of a crash on, false as soon as somebody is back."""
    one = host(command).until_it_serves()
    until(lambda: not ground.misses_receivers())
    other = host("ingest").until_it_serves()
    one.kill()
    assert not ground.misses_receivers()
    other.kill()
    assert ground.misses_receivers()
    one.begin_again()
    one.until_it_serves()
    until(lambda: not ground.misses_receivers())


def test_two_hosts_that_both_get_a_delivery_while_the_database_is_away_make_one_of_it(ground, host, tmp_path):
    both = [host("ingest", spool=tmp_path / name).until_it_serves() for name in ("one", "other")]
    for name in ("one", "other"):
        until((tmp_path / name / "addresses.sealed").exists)
    body = a_body()
    ground.server.stop()
    try:
        assert [one.deliver(body) for one in both] == [200, 200]
    finally:
        ground.server.start()
    for name in ("one", "other"):
        until(lambda name=name: not list((tmp_path / name / "waiting").iterdir()))
    assert ground.stored() == [2]


def test_dozens_of_slow_senders_stop_no_delivery_and_no_page(ground, host):
    web = host("serve").until_it_serves()
    heads = [
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 200\r\n\r\nh" for path in (ground.path, "/accounts/login/")
    ]
    slow = []
    for head in (*heads, "POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ") * 24:
        slow.append(socket.create_connection(("127.0.0.1", web.port)))
        slow[-1].sendall(head.encode())
    assert [web.deliver(a_body()) for _ in range(10)] == [200] * 10
    assert web.get("/accounts/login/") == 200
    assert web._ask("HEAD", "/accounts/login/") == 200
    for each in slow:
        each.close()
    assert len(ground.stored()) == 10


def test_a_restart_and_a_hand_over_under_load_answer_every_delivery_once(ground, host):
    """SIGHUP replaces the worker; then a second process takes over the socket, and the first one stops.

    A connection that the one that stops took just then may be closed before anything was sent on it: the sender takes
    another, as any would. One whose request was sent is answered.
    """
    first = host("serve").until_it_serves()
    bodies = [a_body() for _ in range(120)]
    answered: list[int] = []
    with ThreadPoolExecutor(6) as senders:
        answers = senders.map(partial(deliver_at_last, first), bodies[:60])
        first.process.send_signal(signal.SIGHUP)
        answered += answers
        second = host("serve", listener=first.listener)
        until(lambda: second.process.poll() is None and serves(second))
        answers = senders.map(partial(deliver_at_last, second), bodies[60:])
        assert first.stop() == 0
        answered += answers
    assert answered == [200] * 120
    assert ground.stored() == [1] * 120


def deliver_at_last(host: Host, body: bytes) -> int:
    for _ in range(3):
        with suppress(BrokenPipeError):
            return host.deliver(body)
    return host.deliver(body)


def serves(host: Host) -> bool:
    """Whether a worker of this very process is up, as its children tell."""
    children = Path(f"/proc/{host.process.pid}/task/{host.process.pid}/children")
    return bool(children.read_text().split()) if children.exists() else True
