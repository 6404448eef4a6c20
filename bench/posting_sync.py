"""Sending postings, without LinkedIn's throttle: our lane against a bare loop that posts prebuilt batches."""

import statistics
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2

from bench.ground import Ground
from bench.results import Figure
from tests.sandbox_process import Sandbox, running_sandbox

ROUNDS, JOBS, BATCH = 3, 1000, 100
UNTHROTTLED = ("--choice", "throttles=false")
FAR_BEYOND = 1000.0


def measure(ground: Ground) -> dict[str, Figure]:
    """The ratio of records a second: build, send and record answers, against only sending."""
    with running_sandbox(Path(ground.environment["ISTHMUS_DATA"]) / "bench-sandbox", *UNTHROTTLED) as sandbox:
        connection_id = _connect(ground, sandbox)
        ours, bare = [], []
        for _ in range(ROUNDS):
            _publish(ground, JOBS)
            ours.append(JOBS / _send_ours(ground, connection_id))
            bare.append(JOBS / _send_bare(sandbox, _prebuilt(sandbox, JOBS)))
    rate, peer = statistics.median(ours), statistics.median(bare)
    against = f"bare loop of prebuilt batches of {BATCH} at {peer:.0f} records/s, ours {rate:.0f}/s; to the sandbox"
    return {"posting_sync_ratio": Figure(rate / peer, "ratio", 0.7, against)}


def _connect(ground: Ground, sandbox: Sandbox) -> UUID:
    from django.conf import settings

    from isthmus.bridge import connections
    from isthmus.store.tenancy import acting_for

    object.__setattr__(settings.CONFIG, "linkedin_api_url", sandbox.url)
    object.__setattr__(settings.CONFIG, "linkedin_www_url", sandbox.url)
    object.__setattr__(settings.CONFIG, "limit_share", FAR_BEYOND)
    organization = f"urn:li:organization:{sandbox.organization_id}"
    with acting_for(ground.company_id, cause="bench"):
        connection = connections.connect_direct(organization, sandbox.child_client_id, sandbox.child_client_secret)
    return UUID(str(connection.id))


def _publish(ground: Ground, count: int) -> None:
    from isthmus.demo.seed import larkfield_jobs
    from isthmus.hiring import jobs, postings
    from isthmus.store.tenancy import acting_for
    from isthmus.sync import followers

    draft = larkfield_jobs()[0][0]
    for batch in range(count // BATCH):
        with acting_for(ground.company_id, cause="bench"):
            for number in range(BATCH):
                own = replace(draft, description=f"{draft.description}<p>Opening {batch * BATCH + number}</p>")
                postings.publish(jobs.create_job(own).id, linkedin_apply=False)
    followers.follow_all()


def _send_ours(ground: Ground, connection_id: UUID) -> float:
    from isthmus.bridge.postings import MIRROR_LANE
    from isthmus.store.tenancy import acting_for
    from isthmus.sync import lanes
    from isthmus.sync.models import Mirror, MirrorState

    started = time.perf_counter()
    lanes.run(ground.company_id, connection_id, MIRROR_LANE)
    seconds = time.perf_counter() - started
    with acting_for(ground.company_id, cause="bench"):
        waiting = Mirror.objects.exclude(state=MirrorState.TASK_OPEN).filter(sent_at=None).count()
    if waiting:
        raise RuntimeError(f"{waiting} postings were not sent")
    return seconds


def _prebuilt(sandbox: Sandbox, count: int) -> list[dict[str, Any]]:
    """Batches as the sandbox received them from us, under ids of their own."""
    jobs = sandbox.look("tasks")["tasks"]
    element = next(job["element"] for job in jobs if job["operation"] == "CREATE")
    stamp = time.time_ns()
    elements = [{**element, "externalJobPostingId": f"bare-{stamp}-{number}"} for number in range(count)]
    return [{"elements": elements[start : start + BATCH]} for start in range(0, count, BATCH)]


def _send_bare(sandbox: Sandbox, batches: list[dict[str, Any]]) -> float:
    credentials = {"client_id": sandbox.child_client_id, "client_secret": sandbox.child_client_secret}
    with httpx2.Client(base_url=sandbox.url, timeout=60) as client:
        answer = client.post("/oauth/v2/accessToken", data={"grant_type": "client_credentials", **credentials})
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}", "x-restli-method": "batch_create"}
        started = time.perf_counter()
        for batch in batches:
            accepted = client.post("/v2/simpleJobPostings", json=batch, headers=headers).raise_for_status().json()
            if {item["status"] for item in accepted["elements"]} != {202}:
                raise RuntimeError("the sandbox refused a prebuilt element")
        return time.perf_counter() - started
