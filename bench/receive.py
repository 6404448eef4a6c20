"""Receiving an application: the web process and `isthmus ingest` against a bare endpoint that only inserts the row."""

import hashlib
import hmac
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx2
import psycopg

from bench.ground import Ground, free_port
from bench.load import Load, run_load
from bench.results import Figure

REQUESTS, ROUNDS, WARM_UP, BODY_BYTES = 2000, 3, 300, 20_000
ENDS_WITHIN_SECONDS = 30
SECRET = "bench-secret"
WORDS = [f"{first}{last}" for first in ("ap", "be", "cor", "du", "el") for last in ("ply", "ter", "nal", "ve", "mas")]
OURS = {"web": "serve", "ingest": "ingest"}


def measure(ground: Ground) -> dict[str, Figure]:
    """Requests a second of the web process and of the one without pages, each as a share of the bare endpoint's."""
    path = _endpoint(ground)
    with _ours(ground, "web") as web, _ours(ground, "ingest") as ingest, _bare(ground) as bare:
        targets = {"web": (web, path), "ingest": (ingest, path), "bare": (bare, "/receive")}
        loads: dict[str, list[Load]] = {name: [] for name in targets}
        for port, address in targets.values():
            run_load(port, partial(_signed, address), requests=WARM_UP)
        for _ in range(ROUNDS):
            for name, (port, address) in targets.items():
                loads[name].append(run_load(port, partial(_signed, address), requests=REQUESTS))
    _check(ground, loads)
    rate = {name: statistics.median(load.per_second for load in runs) for name, runs in loads.items()}
    p99 = {name: statistics.median(load.p99 for load in runs) for name, runs in loads.items()}
    against = f"bare Starlette + psycopg on the same server at {rate['bare']:.0f}/s; verified, sealed and stored at "
    return {
        "receive_ratio": Figure(rate["web"] / rate["bare"], "ratio", 0.6, f"{against}{rate['web']:.0f}/s"),
        "ingest_ratio": Figure(rate["ingest"] / rate["bare"], "ratio", 0.9, f"{against}{rate['ingest']:.0f}/s"),
        "receive_p99": Figure(p99["web"], "ms", 100, f"our bar; the bare endpoint: {p99['bare']:.1f} ms"),
    }


def _endpoint(ground: Ground) -> str:
    from isthmus.base.ids import new_id
    from isthmus.store.tenancy import acting_for
    from isthmus.sync import inbox

    with acting_for(ground.company_id, cause="bench"):
        token = inbox.open_endpoint("linkedin_apply", new_id(), [inbox.Key("1", SECRET)])
    return f"/webhooks/linkedin/apply/{token}"


def _signed(path: str) -> bytes:
    body = json.dumps(
        {
            "type": "EXPORT_JOB_APPLICATION",
            "jobApplicationId": f"urn:li:jobApplication:{uuid4().int}",
            "filler": _text(),
        }
    ).encode()
    signature = hmac.new(SECRET.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-LI-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _text() -> str:
    """Words in a random order, as compressible as what people write and no more."""
    return " ".join(random.choices(WORDS, k=BODY_BYTES // 6))


def _check(ground: Ground, loads: dict[str, list[Load]]) -> None:
    refused = sum(load.refused for runs in loads.values() for load in runs)
    with psycopg.connect(ground.server.dsn("isthmus_owner")) as connection:
        stored = connection.execute("SELECT count(*) FROM sync_delivery WHERE genuine").fetchone()
    expected = len(OURS) * (ROUNDS * REQUESTS + WARM_UP)
    if refused or not stored or stored[0] < expected:
        raise RuntimeError(
            f"{refused} answers were not 200; {stored and stored[0]} of {expected} deliveries are stored"
        )


@contextmanager
def _ours(ground: Ground, name: str) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "isthmus", OURS[name], "--port", str(port)]
    health = f"http://127.0.0.1:{port}/webhooks/healthz"
    with _process(command, ground, lambda: httpx2.get(health).status_code == 200):
        yield port


@contextmanager
def _bare(ground: Ground) -> Iterator[int]:
    with psycopg.connect(ground.server.dsn("isthmus_owner")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_delivery (id uuid PRIMARY KEY, body bytea)")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--port",
        str(port),
        "--no-log",
        "bench.bare:app",
    ]
    ground.environment["BENCH_DATABASE_URL"] = ground.server.dsn("isthmus_owner")
    with _process(command, ground, lambda: httpx2.get(f"http://127.0.0.1:{port}/receive").status_code == 405):
        yield port


@contextmanager
def _process(command: list[str], ground: Ground, is_ready: Callable[[], bool]) -> Iterator[None]:
    root = Path(__file__).parent.parent
    with (
        Path("/dev/null").open("wb") as nowhere,
        subprocess.Popen(command, env=ground.environment, cwd=root, stdout=nowhere, stderr=nowhere) as process,
    ):
        try:
            _wait(is_ready, process)
            yield
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _wait(is_ready: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        try:
            if is_ready():
                return
        except httpx2.HTTPError:
            time.sleep(0.05)
    raise RuntimeError(f"{process.args} did not get ready")
