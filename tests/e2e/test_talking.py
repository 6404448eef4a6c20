"""Colleagues talk about a person in a real browser, by keyboard: a mention, its answer, and work handed over."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo_process import Demo
from tests.e2e import actors
from tests.e2e.screens import LARKFIELD, apply_on_the_job_page

pytestmark = pytest.mark.e2e
NAME = "Ilse Maes"


def a_candidate(browser: Browser, demo: Demo) -> str:
    """The address of somebody who applied on a job's own page."""
    with demo.api() as api:
        jobs = {job["title"]: job["id"] for job in api.get("/jobs").json()["items"]}
        apply_on_the_job_page(browser, f"{demo.bridge_url}/jobs/larkfield-robotics/{jobs['Welding Cell Technician']}")
        applications = api.get("/applications").json()["items"]
    application = next(one["id"] for one in applications if one["candidate"]["last_name"] == "Maes")
    return f"{demo.bridge_url}{LARKFIELD}/candidates/applications/{application}/"


def tab_to(page: Page, words: str) -> None:
    """Go forward by Tab until what has the focus says these words."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"Tab never reached {words!r}")


def test_a_mention_is_written_and_answered_by_keyboard(chromium: Browser, demo: Demo) -> None:
    """n, words, @mar, Enter; the colleague finds it on Home, opens it and answers; the author finds the answer."""
    here = a_candidate(chromium, demo)
    tomas, marek = actors.sign_in(chromium, demo, "Tomas"), actors.sign_in(chromium, demo, "Marek")
    tomas.goto(here)
    tomas.keyboard.press("n")
    tomas.keyboard.type("She asked about the night shift. @mar")
    expect(tomas.get_by_role("option", name=re.compile("Marek Vold"))).to_have_attribute("aria-selected", "true")
    tomas.keyboard.press("Enter")
    tomas.keyboard.type("what do you say?")
    tab_to(tomas, "Save note")
    tomas.keyboard.press("Enter")
    expect(tomas.locator("#notes")).to_contain_text("@Marek Vold what do you say?")

    marek.goto(f"{demo.bridge_url}{LARKFIELD}/")
    card = marek.locator("#for-you")
    expect(card).to_contain_text("Mentioned you")
    card.get_by_role("link", name=NAME).first.click()
    note = marek.locator("#notes li").filter(has_text="night shift").first
    expect(note).to_contain_text("For you")
    note.get_by_text("Reply", exact=True).press("Enter")
    note.get_by_label("Reply to Tomas Brandt").fill("There is none.")
    note.get_by_role("button", name="Send reply").press("Enter")
    expect(marek.locator("#notes .replies").first).to_contain_text("There is none.")
    marek.goto(f"{demo.bridge_url}{LARKFIELD}/work/")
    expect(marek.locator("main")).not_to_contain_text("night shift")

    tomas.goto(f"{demo.bridge_url}{LARKFIELD}/work/")
    expect(tomas.locator("#called")).to_contain_text("Replied to you")


def test_work_is_handed_over_and_accepted(chromium: Browser, demo: Demo) -> None:
    """h opens the question; the receiver accepts from My work; everyone sees the owner."""
    here = a_candidate(chromium, demo)
    tomas, marek = actors.sign_in(chromium, demo, "Tomas"), actors.sign_in(chromium, demo, "Marek")
    tomas.goto(here)
    tomas.keyboard.press("h")
    dialog = tomas.get_by_role("dialog")
    dialog.get_by_label("To", exact=True).select_option(label="Marek Vold · Hiring manager")
    dialog.get_by_label("What should they do?").fill("Show her the workshop")
    dialog.get_by_label("What should they know?").fill("She is in Antwerp on Thursday.")
    dialog.get_by_role("button", name="Hand over").press("Enter")
    expect(tomas.locator("main")).to_contain_text("Handed to Marek Vold, not accepted yet")

    marek.goto(f"{demo.bridge_url}{LARKFIELD}/work/")
    expect(marek.locator("#received")).to_contain_text("She is in Antwerp on Thursday.")
    marek.get_by_role("button", name="Accept").first.press("Enter")
    expect(marek.locator("main")).to_contain_text("Owner: Marek Vold")
    tomas.goto(here)
    expect(tomas.locator("main")).to_contain_text("Owner: Marek Vold")


def test_the_next_person_of_the_list_is_one_key_away(chromium: Browser, demo: Demo) -> None:
    """Whoever comes from the list goes on by j and back by k; keys can be switched off."""
    a_candidate(chromium, demo)
    noted = a_candidate(chromium, demo)
    tomas = actors.sign_in(chromium, demo, "Tomas")
    tomas.goto(f"{demo.bridge_url}{LARKFIELD}/candidates/?search=maes")
    people = tomas.locator("main td.main a").evaluate_all("links => links.map((link) => link.pathname)")
    tomas.locator("main td.main a").first.click()
    expect(tomas.locator(".neighbours")).to_contain_text(f"1 / {len(people)}")
    if len(people) > 1:
        tomas.keyboard.press("j")
        tomas.wait_for_url(f"**{people[1]}")
        tomas.keyboard.press("k")
        tomas.wait_for_url(f"**{people[0]}")
    tomas.keyboard.press("?")
    tomas.get_by_label("Use these keys in this browser").uncheck()
    tomas.goto(noted)
    tomas.keyboard.press("h")
    expect(tomas.get_by_role("dialog")).to_have_count(0)
