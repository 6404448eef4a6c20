"""What a customer's Recruiter admin does by hand at LinkedIn, done in the sandbox: choose the contract, switch on."""

import html
import re

import click
import httpx2

from isthmus.bridge import contracts, integrations, provisioning
from isthmus.bridge.models import Connection

PATIENCE_SECONDS = 20
ADMIN, CONTRACT = "tomas@larkfield.example", "Larkfield Recruiter"
APPLY = integrations.BUNDLE
_ANSWERED = ("ENABLED", "DISABLED")
_HEARD = re.compile(r'data-detail="([^"]*)"')
_OFFERED = re.compile(r'name="contract" value="(\d+)"[^>]*>\s*([^<]+?)\s*<')


def give_contract(sandbox_url: str, connection: Connection) -> None:
    """Choose the company's contract with notices to applicants, as a person would, unless that was settled before.

    Acts for the company and the person the caller acts for; what LinkedIn's window hands over is checked as ever.
    """
    with httpx2.Client(
        base_url=sandbox_url, trust_env=False, timeout=PATIENCE_SECONDS, follow_redirects=True
    ) as browser:
        if contracts.of(connection) is not None or _is_settled(browser, connection.client_id):
            return
        callback = _use_the_window(browser, connection.client_id)
        if not callback:
            click.echo("The sandbox's window offered no contract; choose one under Apply Connect.", err=True)
            return
        contracts.choose(callback)
        body = {"client_id": connection.client_id, "context": connection.organization, "integration_type": APPLY}
        browser.post("/_sandbox/integrations", json={**body, "applicant_notifications": True}).raise_for_status()
    integrations.ask_now(connection.id)


def _is_settled(sandbox: httpx2.Client, client_id: str) -> bool:
    """Whether somebody has switched this application's integration on or off there already."""
    rows = sandbox.get("/_sandbox/integrations").raise_for_status().json()["integrations"]
    mine = [one for one in rows if one["client_id"] == client_id and one["integration_type"] == APPLY]
    return any(one["state"] in _ANSWERED for one in mine)


def _use_the_window(browser: httpx2.Client, client_id: str) -> str:
    """Sign in, choose, tick, save: what the page's function would hear, empty when the window refuses."""
    query = {
        "api_key": client_id,
        "origin": provisioning.page_origin(),
        "frame": "in-1",
        "onintegrate": "f",
        "supported-bundled-integration-types": APPLY,
    }
    found = browser.get("/_sandbox/members", params={"q": ADMIN}).raise_for_status().json()["members"]
    browser.post(f"/members/{found[0]['id']}/sign-in", data={"next": "/"})
    offered = {name: number for number, name in _OFFERED.findall(browser.get("/plugins/onboarding", params=query).text)}
    body = {"contract": offered.get(CONTRACT, ""), "notify": "1"}
    heard = _HEARD.search(browser.post("/plugins/onboarding", params=query, data=body).text)
    return html.unescape(heard[1]) if heard else ""
