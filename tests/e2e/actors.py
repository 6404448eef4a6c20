"""What people do in a browser: recruiters at the bridge, members at the sandbox."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.demo_process import Demo

PATIENCE_MS = 30_000
WIDE = {"width": 1360, "height": 860}


def sign_in(browser: Browser, demo: Demo, name: str) -> Page:
    """A window of the bridge with somebody of the cast signed in."""
    person = demo.sign_in(name)
    page = browser.new_context(viewport=WIDE).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(demo.bridge_url + "/")
    page.get_by_label("Email").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/c/**")
    return page


def open_job(page: Page, demo: Demo, title: str, company: str = "larkfield-robotics") -> None:
    """Go to a job's page from the list."""
    page.goto(f"{demo.bridge_url}/c/{company}/jobs/")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def publish(page: Page) -> Locator:
    """Publish the job in view as the dialog opens, and wait until it is live. Returns the panel about LinkedIn."""
    page.get_by_role("button", name="Publish to LinkedIn").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Use LinkedIn Apply Connect for this job posting")).to_be_checked()
    with page.expect_navigation():
        dialog.get_by_role("button", name="Publish").click()
    if "first-publish" in page.url:
        send_this_one_alone(page)
    panel = page.locator("section, article, div.card").filter(has=page.get_by_role("heading", name="On LinkedIn")).last
    expect(panel).to_contain_text("Live on LinkedIn", timeout=PATIENCE_MS)
    return panel


def send_this_one_alone(page: Page) -> None:
    """Answer the question before a company's first posting: this job, and none of the others it names."""
    for other in page.locator("input[name=go]").all()[1:]:
        other.uncheck()
    page.get_by_role("button", name="Send the ticked jobs").click()


def become(browser: Browser, demo: Demo, name: str) -> Page:
    """A window of the sandbox as one of its members."""
    page = browser.new_context(viewport=WIDE).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(demo.sandbox_url + "/members?q=" + name.replace(" ", "+"))
    page.get_by_role("button", name=f"Continue as {name}", exact=True).click()
    return page


def find_job(page: Page, demo: Demo, title: str) -> None:
    """Find a job by its title and open its page."""
    page.goto(demo.sandbox_url + "/")
    page.get_by_label("Search jobs").fill(title)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=re.compile(re.escape(title))).first.click()


def apply(page: Page, resume: Path, answers: dict[str, str]) -> list[str]:
    """Apply to the job in view, step by step, and submit. Returns the steps taken, as the page names them.

    A text answer names its question; a choice names its option.
    """
    page.get_by_role("link", name="Apply").or_(page.get_by_role("button", name="Apply")).first.click()
    taken: list[str] = []
    step = page.locator('.steps [aria-current="step"]')
    while "Review" not in (here := step.inner_text()):
        taken.append(here)
        _answer(page, resume, answers)
        page.get_by_role("button", name=re.compile("^(Next|Review)$")).last.click()
        expect(step).not_to_have_text(here)
    page.get_by_role("button", name="Submit application").click()
    expect(page.locator("main")).to_contain_text("Your application was sent")
    return taken


def _answer(page: Page, resume: Path, answers: dict[str, str]) -> None:
    for label, value in answers.items():
        field = page.get_by_label(label, exact=False).first
        if field.count() == 0:
            continue
        if field.get_attribute("type") in ("radio", "checkbox"):
            field.check()
        else:
            field.fill(value)
    if page.get_by_label("Résumé").count():
        page.get_by_label("Résumé").set_input_files(resume)


def see_status(page: Page, demo: Demo, title: str, words: str) -> None:
    """Look at my applications until one shows these words."""
    for _ in range(60):
        page.goto(demo.sandbox_url + "/my/applications")
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{title} never showed {words!r}: {page.locator('main').inner_text()}")
