"""The recruiter's and the admin's day, in one go: contract, publish, six steps, hover, and a rejection that waits."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo_process import Demo
from tests.documents import pdf_resume
from tests.e2e import actors, test_contract, test_notices
from tests.e2e.test_notices import HERE, NAME, own_demo  # noqa: F401 - a fixture is found by its name
from tests.e2e.test_story import ANSWERS
from tests.e2e.test_story import BACKEND as JOB

pytestmark = pytest.mark.e2e

STEPS = [
    "1 Contact information",
    "2 Résumé",
    "3 Work and education",
    "4 Voluntary self-identification",
    "5 Additional questions",
]


def takes_the_contract(page: Page, demo: Demo) -> None:
    """A contract of another organization is refused and nothing is saved; then the company's own is taken."""
    page.goto(demo.bridge_url + test_contract.TAB)
    page.get_by_role("link", name="MANAGE").click()
    window = page.frame_locator("dialog iframe")
    window.get_by_role("button", name="Continue as Tomas Brandt").click()
    window.get_by_text("contracts cannot be chosen").click()
    for words in test_contract.CANNOT:
        expect(window.locator("main")).to_contain_text(words)
    window.get_by_label("Larkfield Recruiter", exact=True).check()
    window.get_by_label("Applicant notifications").check()
    window.get_by_role("button", name="Apply package").click()
    expect(page.get_by_role("status")).to_contain_text("The contract is saved")


def sees_the_package_active(page: Page) -> None:
    page.get_by_role("button", name="Ask LinkedIn again").click()
    package = page.locator("section.card").filter(has=page.get_by_role("heading", name="Apply package", exact=True))
    expect(package).to_contain_text("Active", timeout=actors.PATIENCE_MS)


def hovers(page: Page, demo: Demo) -> None:
    """The marks in the list: our snippet, and LinkedIn's own highlights beside it, since the package is active."""
    page.goto(f"{demo.bridge_url}{HERE}/candidates/")
    page.get_by_role("button", name="LinkedIn").first.hover()
    snippet = page.get_by_role("tooltip").first
    expect(snippet).to_be_visible()
    expect(snippet).to_contain_text(NAME)
    page.get_by_role("button", name="Applicant highlights").first.hover(force=True)
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Tomas Brandt")


def test_the_whole_day(chromium: Browser, own_demo: Demo, tmp_path: Path) -> None:  # noqa: F811
    """Each sentence of the story is one step below."""
    demo = own_demo
    ines, tomas = (actors.sign_in(chromium, demo, name) for name in ("Ines", "Tomas"))
    test_contract.without_a_contract(chromium, demo, ines)
    takes_the_contract(ines, demo)
    test_contract.switch_on(chromium, demo)
    sees_the_package_active(ines)
    test_notices.wants_delay(ines, demo)

    actors.open_job(tomas, demo, JOB)
    actors.publish(tomas)
    noor = actors.become(chromium, demo, NAME)
    actors.find_job(noor, demo, JOB)
    resume = tmp_path / "Noor Peeters CV.pdf"
    resume.write_bytes(pdf_resume())
    assert actors.apply(noor, resume, ANSWERS) == STEPS

    test_notices.open_candidate(tomas, demo)
    application = tomas.url
    actors.see_status(noor, demo, JOB, "viewed")
    hovers(tomas, demo)
    tomas.goto(application)
    test_notices.reject(tomas)
    test_notices.settle(tomas, demo, "Hold")
    tomas.get_by_role("button", name="Re-open").click()
    expect(tomas.locator("main")).to_contain_text("Nothing had left")
    test_notices.control(demo, "clock", advance_seconds=test_notices.DELAY_SECONDS + 60)
    member = test_notices.control(demo, "members?q=noor")["members"][0]["id"]
    assert test_notices.told(demo, member) == 0

    tomas.goto(application)
    test_notices.reject(tomas)
    test_notices.control(demo, "clock", advance_seconds=test_notices.DELAY_SECONDS + 60)
    test_notices.settle(tomas, demo, "Sent")
    actors.see_status(noor, demo, JOB, "Not selected")
    assert test_notices.told(demo, member) == 1
