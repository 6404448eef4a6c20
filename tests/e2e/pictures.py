"""The README's pictures: `python -m tests.e2e.pictures` plays the story in a fresh demo and draws what people see."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.demo_process import ROOT, running_demo
from tests.documents import pdf_resume
from tests.e2e import actors
from tests.e2e.conftest import CHROMIUM, QUIET
from tests.e2e.test_story import ANSWERS, BACKEND, HOSTILE, open_candidate

FOLDER = ROOT / "docs" / "images"
WHY = "Your article about the welding cell made me rewrite our scheduler. I would like to do that for a living."


def draw(page: Page, name: str) -> None:
    """The page in view, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=FOLDER / f"{name}-{scheme}.png")
    page.emulate_media(color_scheme="light")


def main() -> None:
    """Play the story and draw it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder) / "data") as demo,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        tomas = actors.sign_in(browser, demo, "Tomas")
        actors.open_job(tomas, demo, BACKEND)
        actors.publish(tomas)
        draw(tomas, "job")
        noor = actors.become(browser, demo, "Noor Peeters")
        actors.find_job(noor, demo, BACKEND)
        resume = Path(folder) / "Noor Peeters CV.pdf"
        resume.write_bytes(pdf_resume())
        actors.apply(noor, resume, {name: WHY if value == HOSTILE else value for name, value in ANSWERS.items()})
        open_candidate(tomas, demo, "Noor Peeters")
        actors.see_status(noor, demo, BACKEND, "viewed")
        tomas.reload()
        draw(tomas, "candidate")
        noor.get_by_role("link", name=BACKEND).first.click()
        draw(noor, "sandbox")
        tomas.get_by_role("link", name="Home").first.click()
        draw(tomas, "home")
        browser.close()


if __name__ == "__main__":
    main()
