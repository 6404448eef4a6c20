"""The board in a real browser: a card dragged with the mouse, carried by keyboard, taken back, and refused."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.demo_process import Demo
from tests.e2e.screens import LARKFIELD, apply_on_the_job_page

pytestmark = pytest.mark.e2e
JOB = "Welding Cell Technician"


@pytest.fixture
def board(chromium: Browser, demo: Demo) -> Page:
    """Tomas before the board of a job somebody applied for."""
    with demo.api() as api:
        job = next(one["id"] for one in api.get("/jobs").json()["items"] if one["title"] == JOB)
    apply_on_the_job_page(chromium, f"{demo.bridge_url}/jobs/larkfield-robotics/{job}")
    page = chromium.new_context(viewport={"width": 1920, "height": 900}).new_page()
    person = demo.sign_in("Tomas")
    page.goto(demo.bridge_url + "/accounts/login/")
    page.get_by_label("Email").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{demo.bridge_url}{LARKFIELD}/board/{job}/")
    return page


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def card(page: Page, name: str) -> Locator:
    return column(page, name).locator("[data-card]").first


def drag(page: Page, card: Locator, to: Locator) -> None:
    start, end = card.bounding_box(), to.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 12, start["y"] + start["height"] - 12)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 60, steps=8)
    page.mouse.up()


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("BOARD_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_card_is_dragged_carried_taken_back_and_refused(board: Page) -> None:
    said = board.get_by_role("status").last
    who = card(board, "New").get_attribute("data-who")
    picture(board, "board")
    drag(board, card(board, "New"), column(board, "In review"))
    expect(said).to_contain_text(f"{who} moved to In review")
    board.reload()
    expect(column(board, "In review")).to_contain_text(who)

    grip = card(board, "In review").get_by_role("button", name=f"Move {who}")
    grip.focus()
    board.keyboard.press("ArrowRight")
    expect(said).to_contain_text(f"{who} over Phone screen")
    board.keyboard.press("Escape")
    expect(said).to_contain_text(f"{who} taken back to In review")
    board.keyboard.press("ArrowRight")
    board.keyboard.press("Enter")
    expect(said).to_contain_text(f"{who} moved to Phone screen")
    expect(card(board, "Phone screen").get_by_role("button", name=f"Move {who}")).to_be_focused()

    board.keyboard.press("Enter")
    picture(board, "menu")
    board.get_by_role("dialog").get_by_role("button", name="Not selected").click()
    dialog = board.get_by_role("dialog", name="Reject this application?")
    expect(dialog).to_contain_text("becomes Not selected")
    picture(board, "reject")
    dialog.get_by_role("button", name="Keep it open").click()
    expect(said).to_contain_text(f"{who} taken back to Phone screen")

    board.route("**/move/", lambda route: route.abort())
    drag(board, card(board, "Phone screen"), column(board, "Offer"))
    expect(said).to_contain_text(f"Put back: {who}")
    expect(column(board, "Phone screen")).to_contain_text(who)
    board.unroute("**/move/")

    drag(board, card(board, "Phone screen"), column(board, "Not selected"))
    dialog.get_by_role("button", name="Reject").click()
    expect(said).to_contain_text(f"{who} moved to Not selected")
    picture(board, "ended")
    board.reload()
    expect(column(board, "Not selected")).to_contain_text(who)
