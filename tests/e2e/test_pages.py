"""Every page in a real browser: readable by everyone, within its window, and usable without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.demo_process import Demo
from tests.e2e.screens import LARKFIELD, every_window

pytestmark = pytest.mark.e2e


def serious_faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found if fault["impact"] != "minor"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("scheme", "shape"), [("light", "wide"), ("dark", "narrow")])
def test_every_page_is_accessible_and_stays_within_its_window(
    chromium: Browser, demo: Demo, scheme: str, shape: str
) -> None:
    """No serious fault, nothing beyond the window's edge, and no script of a page fails."""
    faults: dict[str, list[str]] = {}
    for window in every_window(chromium, demo, [(scheme, shape)]):
        wide, inner = window.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        found = serious_faults(window.page) + window.stumbles + ([f"{wide} wide in {inner}"] if wide > inner else [])
        if found:
            faults[window.file_name] = found
    assert faults == {}


def without_scripts(chromium: Browser, demo: Demo) -> Page:
    """A recruiter whose browser runs no scripts, at the form for a new job."""
    page = chromium.new_context(java_script_enabled=False).new_page()
    person = demo.sign_in("Tomas")
    page.goto(demo.bridge_url + "/accounts/login/")
    page.get_by_label("Email").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{demo.bridge_url}{LARKFIELD}/jobs/new/")
    return page


def test_a_job_with_questions_is_written_without_scripts(chromium: Browser, demo: Demo) -> None:
    page = without_scripts(chromium, demo)
    page.get_by_role("textbox", name="Title").fill("Night Watch")
    page.get_by_role("button", name="Add a question").click()
    page.get_by_label("Question 1", exact=True).fill("May you work at night?")
    page.get_by_role("button", name="Add a question").click()
    page.get_by_label("Question 2", exact=True).fill("Why?")
    page.get_by_role("button", name="Move question 2 up").click()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("heading", name="Night Watch", level=1)).to_be_visible()
    asked = page.locator("main").inner_text()
    assert asked.index("Why?") < asked.index("May you work at night?")


def test_dialogs_open_without_scripts(chromium: Browser, demo: Demo) -> None:
    page = without_scripts(chromium, demo)
    page.goto(f"{demo.bridge_url}{LARKFIELD}/jobs/")
    page.get_by_role("link", name="Product Designer").first.click()
    page.get_by_role("button", name="Publish to LinkedIn").click()
    expect(page.get_by_role("dialog")).to_contain_text("LinkedIn would refuse this job as it stands")
