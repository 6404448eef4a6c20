"""What a customer does in LinkedIn's onboarding window, as the browser would, and what the page hears of it."""

import html
import json
import re
from typing import Any

import httpx2

from isthmus.bridge import provisioning
from tests.bridge.story import Story

APPLY = "APPLY_CONNECT"


def window(story: Story, contract: str, *, member: int = 2, notify: bool = True) -> tuple[str, str]:
    """Choose a contract in LinkedIn's window: what the page's callback hears (empty when refused), and its words."""
    query = {
        "api_key": story.connection().client_id,
        "origin": provisioning.page_origin(),
        "frame": "in-1",
        "onintegrate": "f",
        "supported-bundled-integration-types": APPLY,
    }
    with httpx2.Client(base_url=story.sandbox.url, trust_env=False, follow_redirects=True) as browser:
        browser.post(f"/members/{member}/sign-in", data={"next": "/"})
        body = {"contract": contract} | ({"notify": "1"} if notify else {})
        answer = browser.post("/plugins/onboarding", params=query, data=body)
    detail = html.unescape(re.search(r'data-detail="([^"]*)"', answer.text)[1])  # type: ignore[index]
    return detail, answer.text


def switch(story: Story, *, on: bool) -> None:
    """The customer's switch in Recruiter, of the company's own child."""
    client_id = story.connection().client_id
    rows = story.sandbox.look("integrations")["integrations"]
    number = next(one["id"] for one in rows if one["client_id"] == client_id and one["integration_type"] == APPLY)
    story.sandbox.act(f"integrations/{number}/switch", on=on)


def forged(**members: Any) -> str:
    """A callback as nobody's window made it."""
    return json.dumps([members])
