"""What a partner does by hand in LinkedIn's developer portal, done in the sandbox's: register where notices go."""

import click
import httpx2

from isthmus.bridge.notifications import portal

EVENTS = ("JOB_POSTING_STATUS", "RESYNC_JOBS")
_ENABLED = "ACTIVE"


def register(sandbox_url: str) -> None:
    """Name the bridge's address for every kind of notice; one of an earlier start, on another port, makes room."""
    with httpx2.Client(base_url=f"{sandbox_url}/_sandbox", trust_env=False, timeout=20) as sandbox:
        known = sandbox.get("/portal-webhooks").raise_for_status().json()["webhooks"]
        for webhook in known:
            if webhook["url"] != portal.url():
                sandbox.delete(f"/portal-webhooks/{webhook['id']}").raise_for_status()
        registered = {one["event"] for one in known if one["url"] == portal.url() and one["state"] == _ENABLED}
        for event in sorted(set(EVENTS) - registered):
            answer = sandbox.post("/portal-webhooks", json={"event": event, "url": portal.url()})
            if not answer.is_success:
                click.echo(f"The sandbox's portal did not take the address for {event}: {answer.text}", err=True)
