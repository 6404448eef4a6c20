"""The sandbox under load and at size: what ten thousand records a minute cost it, and how much slower a full one is
than an empty one."""

import os
import statistics
import time
from pathlib import Path
from typing import Any

import httpx2

from bench.ground import Ground
from bench.posting_sync import UNTHROTTLED
from bench.results import Figure
from tests.sandbox.desk import job
from tests.sandbox_process import Sandbox, running_sandbox

RECORDS, BATCH = 10_000, 100
MEMBERS, JOBS = 100_000, 10_000
ROUNDS = 7
PAGES = ("/jobs", "/jobs?q=engineer", "/members", "/members?q=femke", "/_sandbox/console", "/_sandbox/jobs")
OPTIONS = (*UNTHROTTLED, "--choice", "task_delay_seconds=0")


def measure(ground: Ground) -> dict[str, Figure]:
    """The share of one core that 10,000 records a minute take, and the ratio of latencies full to empty."""
    folder = Path(ground.environment["ISTHMUS_DATA"])
    with running_sandbox(folder / "bench-sandbox-empty", *OPTIONS) as sandbox, _client(sandbox) as client:
        empty = _latencies(client)
        seconds = _processor_seconds(sandbox, client)
    with running_sandbox(folder / "bench-sandbox-full", *OPTIONS) as sandbox, _client(sandbox) as client:
        client.post("/_sandbox/reset", json={"members": MEMBERS, "jobs": JOBS}).raise_for_status()
        full = _latencies(client)
    ratios = {page: full[page] / empty[page] for page in PAGES}
    worst = max(ratios, key=lambda page: ratios[page])
    posted = f"one core for a minute; {RECORDS:,} records posted, settled and looked up took {seconds:.1f} s of it"
    sized = f"the same {len(PAGES)} pages of a fresh sandbox, in the middle; worst {worst} at {ratios[worst]:.1f}"
    return {
        "sandbox_records_minute": Figure(seconds / 60, "cores", 1.0, posted),
        "sandbox_full_ratio": Figure(statistics.median(ratios.values()), "ratio", None, sized),
    }


def _client(sandbox: Sandbox) -> httpx2.Client:
    return httpx2.Client(base_url=sandbox.url, timeout=300)


def _latencies(client: httpx2.Client) -> dict[str, float]:
    return {page: statistics.median(_seconds(client, page) for _ in range(ROUNDS)) for page in PAGES}


def _seconds(client: httpx2.Client, page: str) -> float:
    started = time.perf_counter()
    client.get(page).raise_for_status()
    return time.perf_counter() - started


def _processor_seconds(sandbox: Sandbox, client: httpx2.Client) -> float:
    """What the sandbox's process spends on all records from the first batch until the last status."""
    headers = {"Authorization": f"Bearer {_token(sandbox, client)}"}
    before = _spent(sandbox)
    for start in range(0, RECORDS, BATCH):
        numbers = range(start, start + BATCH)
        elements = [job(f"size-{number}", title=f"Engineer {number}") for number in numbers]
        answer = client.post(
            "/v2/simpleJobPostings",
            json={"elements": elements},
            headers={**headers, "x-restli-method": "batch_create"},
        )
        _all_accepted(answer.raise_for_status().json())
    while client.post("/_sandbox/tick").raise_for_status().json()["done"]:
        pass
    for start in range(0, RECORDS, BATCH):
        ids = [("ids", f"size-{number}") for number in range(start, start + BATCH)]
        found = client.get("/v2/jobPostingStatus", params=ids, headers=headers).raise_for_status().json()["results"]
        if {one["listingStatus"] for one in found.values()} != {"LISTED"} or len(found) != BATCH:
            raise RuntimeError("a record is not listed")
    return _spent(sandbox) - before


def _all_accepted(answer: dict[str, Any]) -> None:
    if {item["status"] for item in answer["elements"]} != {202}:
        raise RuntimeError("the sandbox refused an element")


def _token(sandbox: Sandbox, client: httpx2.Client) -> str:
    form = {
        "grant_type": "client_credentials",
        "client_id": sandbox.child_client_id,
        "client_secret": sandbox.child_client_secret,
    }
    return str(client.post("/oauth/v2/accessToken", data=form).json()["access_token"])


def _spent(sandbox: Sandbox) -> float:
    """Processor seconds of the sandbox's process so far, user and system."""
    assert sandbox.process is not None
    fields = Path(f"/proc/{sandbox.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
