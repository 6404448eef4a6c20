"""The job editor in a real browser: written by keyboard alone, pasted into from Word, and led to its faults."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo_process import Demo
from tests.e2e import actors
from tests.e2e.screens import LARKFIELD
from tests.e2e.test_pages import serious_faults

pytestmark = pytest.mark.e2e

WORD = """<h2>The work</h2><p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·
</span>Weld</p><p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>Draw
<span style="font-weight:700">well</span></p><ol><li>Rest</li></ol><script>document.title="broken"</script>
<img src="x" onerror="document.title='broken'"><p style="color:red">Red <a href="javascript:alert(1)">link</a></p>"""
PASTE = """([paper, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  paper.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Page:
    """Tomas at the form for a new job."""
    tomas = actors.sign_in(chromium, demo, "Tomas")
    tomas.goto(f"{demo.bridge_url}{LARKFIELD}/jobs/new/")
    expect(tomas.get_by_role("textbox", name="Description")).to_be_visible()
    return tomas


def sent(page: Page) -> str:
    return page.locator("textarea[name=description]").input_value()


def test_a_job_is_written_with_the_keyboard_alone(page: Page) -> None:
    keys = page.keyboard
    page.get_by_role("textbox", name="Title").focus()
    keys.type("Robot Teacher")
    for _ in range(4):
        keys.press("Tab")
    expect(page.get_by_role("textbox", name="Description")).to_be_focused()
    keys.type("We build ")
    keys.press("Control+b")
    keys.type("cells")
    keys.press("Control+b")
    keys.press("Enter")
    keys.type("- teach")
    keys.press("Enter")
    keys.type("learn")
    assert sent(page) == "<p>We build <strong>cells</strong></p><ul><li>teach</li><li>learn</li></ul>"

    place = page.get_by_role("combobox", name="Add a location")
    place.focus()
    keys.type("ghent")
    expect(page.get_by_role("option").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    told = page.get_by_role("list", name="What LinkedIn is told")
    expect(told).to_contain_text("LinkedIn knows it")
    expect(place).to_be_focused()

    page.get_by_role("button", name="Add a question").press("Enter")
    page.get_by_label("Question 1", exact=True).fill("Why?")
    page.get_by_role("button", name="Add a question").press("Enter")
    second = page.get_by_label("Question 2", exact=True)
    second.fill("Since when?")
    second.press("Alt+ArrowUp")
    expect(page.get_by_label("Question 1", exact=True)).to_have_value("Since when?")
    expect(page.locator("#said")).to_have_text("Question 1 of 2 now.")

    page.get_by_role("button", name="Save as draft").last.press("Enter")
    expect(page.get_by_role("heading", name="Robot Teacher", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ghent, Belgium")


def test_what_word_pastes_is_reduced_to_what_linkedin_takes(page: Page) -> None:
    paper = page.get_by_role("textbox", name="Description")
    paper.click()
    page.evaluate(PASTE, [paper.element_handle(), WORD])
    expect(page.locator("[data-count]")).to_contain_text("characters; LinkedIn takes from 100")
    assert sent(page) == (
        "<p><strong>The work</strong></p><ul><li>Weld</li><li>Draw <strong>well</strong></li></ul>"
        "<ul><li>Rest</li></ul><p>Red link</p>"
    )
    expect(page).not_to_have_title("broken")


def test_faults_lead_to_their_fields_and_writing_is_not_left_by_accident(page: Page) -> None:
    page.get_by_label("Industries").fill("software")
    page.get_by_role("button", name="Save as draft").last.click()
    expect(page.get_by_role("alert")).to_contain_text("2 things need a correction")
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name="Industries").click()
    expect(page.get_by_label("Industries")).to_be_focused()
    assert serious_faults(page) == []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("heading", name="Jobs", level=1)).to_be_visible()
    assert asked == ["beforeunload"]
