"""An admin gives Apply Connect its contract: LinkedIn's window and the bridge refuse some, and one is taken."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo_process import Demo
from tests.e2e import actors

pytestmark = pytest.mark.e2e

TAB = "/c/larkfield-robotics/settings/linkedin/apply-connect/"
CANNOT = ("Orrin Recruiter: belongs to Orrin Foods", "Larkfield Recruiter Lite: Recruiter Lite", "2024: has expired")
LOOKS = 500
OURS = "urn:li:organization:2414183"
FORGERIES = {
    "another organization": {"integrationContext": "urn:li:organization:5077120", "integrationType": "APPLY_CONNECT"},
    "Recruiter Lite": {"integrationContext": OURS, "contractType": "RECRUITER_LITE"},
    "has expired": {"integrationContext": OURS, "contract": {"expiresAt": 1_735_689_600_000}},
}


def state(page: Page, title: str) -> str:
    """The card of one of the two states."""
    card = page.locator("section.card").filter(has=page.get_by_role("heading", name=title, exact=True))
    return card.inner_text()


def without_a_contract(chromium: Browser, demo: Demo, admin: Page) -> None:
    """The contract the demo begins with is removed, and its integration switched off in Recruiter."""
    tomas = actors.become(chromium, demo, "Tomas Brandt")
    tomas.goto(f"{demo.sandbox_url}/recruiter/integrations")
    ours = tomas.get_by_role("listitem").filter(has_text="Isthmus - Larkfield Robotics")
    ours.get_by_role("button", name="Switch Apply Connect - Larkfield Robotics off").click()
    admin.goto(demo.bridge_url + TAB)
    admin.get_by_role("button", name="Remove…").click()
    admin.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(admin.get_by_role("status")).to_contain_text("The contract is removed here")


def test_wrong_contracts_are_refused_and_the_right_one_makes_the_package_active(chromium: Browser, demo: Demo) -> None:
    ines = actors.sign_in(chromium, demo, "Ines")
    without_a_contract(chromium, demo, ines)
    ines.goto(f"{demo.bridge_url}/c/larkfield-robotics/settings/linkedin/")
    ines.get_by_role("link", name="Apply Connect", exact=True).click()
    assert "Integration on" in state(ines, "Integration")
    assert "No contract" in state(ines, "Apply package")

    for reason, told in FORGERIES.items():
        ines.get_by_role("link", name="MANAGE").click()
        expect(ines.get_by_role("dialog").locator("iframe")).to_be_visible()
        ines.evaluate(f"isthmusIntegrated({json.dumps([told])})")
        expect(ines.get_by_role("status")).to_contain_text(reason)
        expect(ines.get_by_role("status")).to_contain_text("Nothing was saved")
        assert "No contract" in state(ines, "Apply package")

    ines.get_by_role("link", name="MANAGE").click()
    window = ines.frame_locator("dialog iframe")
    window.get_by_role("button", name="Continue as Tomas Brandt").click()
    window.get_by_text("contracts cannot be chosen").click()
    for words in CANNOT:
        expect(window.locator("main")).to_contain_text(words)
    window.get_by_label("Larkfield Recruiter", exact=True).check()
    window.get_by_label("Applicant notifications").check()
    window.get_by_role("button", name="Apply package").click()
    expect(ines.get_by_role("status")).to_contain_text("The contract is saved")
    assert "Integration on" in state(ines, "Integration")
    assert "Chosen, not switched on yet" in state(ines, "Apply package")

    switch_on(chromium, demo)
    ines.get_by_role("button", name="Ask LinkedIn again").click()
    package = ines.locator("section.card").filter(has=ines.get_by_role("heading", name="Apply package", exact=True))
    expect(package).to_contain_text("Active", timeout=actors.PATIENCE_MS)
    assert "Integration on" in state(ines, "Integration")
    expect(ines.locator("aside")).to_contain_text("Applicant highlights in lists")


def switch_on(chromium: Browser, demo: Demo) -> None:
    """Tomas, in Recruiter, where the integration can be switched on once it has its name."""
    tomas = actors.become(chromium, demo, "Tomas Brandt")
    button = tomas.get_by_role("button", name="Switch Apply Connect - Larkfield Robotics on")
    for _ in range(LOOKS):
        tomas.goto(f"{demo.sandbox_url}/recruiter/integrations")
        if button.is_visible():
            break
    button.click()
