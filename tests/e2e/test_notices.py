"""A delayed rejection in a real browser: held, taken back by re-opening, decided again and told after the delay."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo_process import Demo, running_demo
from tests.documents import pdf_resume
from tests.e2e import actors

JOB = "Welding Cell Technician"
DELAY_SECONDS = 3 * 24 * 3600
HERE = "/c/larkfield-robotics"
NAME = "Noor Peeters"

pytestmark = pytest.mark.e2e


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo whose clock nobody else reads."""
    with running_demo(tmp_path / "data") as started:
        yield started


def control(demo: Demo, path: str, **body: Any) -> Any:
    """Ask the sandbox's operator side, or tell it something."""
    with demo.sandbox() as sandbox:
        answer = sandbox.post(f"/_sandbox/{path}", json=body) if body else sandbox.get(f"/_sandbox/{path}")
    assert answer.status_code < 300, answer.text
    return answer.json()


def she_applies(demo: Demo) -> int:
    """Noor applies for the job; her member id at LinkedIn."""
    with demo.api() as api:
        job = next(one for one in api.get("/jobs").json()["items"] if one["title"] == JOB)
    member = control(demo, "members?q=noor")["members"][0]["id"]
    resume = {"filename": "Noor Peeters.pdf", "base64": base64.b64encode(pdf_resume()).decode()}
    control(demo, f"members/{member}/apply", job=job["id"], answers={"resume": resume})
    return int(member)


def told(demo: Demo, member: int) -> int:
    """How often LinkedIn wrote to her that she was not selected."""
    mails = control(demo, f"members/{member}/mailbox")["mails"]
    return sum(mail["kind"] == "APPLICATION_REJECTED" for mail in mails)


def wants_delay(page: Page, demo: Demo) -> None:
    """Settings → Notices: rejections after three days, by our e-mail too."""
    page.goto(f"{demo.bridge_url}{HERE}/settings/notices/")
    page.get_by_label("Tell rejections later").check()
    page.get_by_label("Send our e-mail when somebody is rejected").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Saved.")


def open_candidate(page: Page, demo: Demo) -> None:
    """Her application's page, as soon as it has arrived."""
    for _ in range(60):
        with demo.api() as api:
            if found := api.get("/applications").json()["items"]:
                page.goto(f"{demo.bridge_url}{HERE}/candidates/applications/{found[0]['id']}/")
                return
        page.wait_for_timeout(500)
    raise AssertionError("her application never arrived")


def reject(page: Page) -> None:
    page.get_by_role("button", name="Reject…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("told after 3 days")
    expect(dialog.get_by_label("Send our e-mail too")).to_be_checked()
    dialog.get_by_role("button", name="Reject").click()
    expect(page.locator("#notices")).to_contain_text("Scheduled")


def settle(page: Page, demo: Demo, words: str) -> None:
    """Reload the page until the card says these words."""
    for _ in range(60):
        page.reload()
        if words in page.locator("#notices").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"never {words!r}: {page.locator('#notices').inner_text()}")


def test_a_delayed_rejection(chromium: Browser, own_demo: Demo) -> None:
    """Nothing leaves while it is held or after it was re-opened; decided again it leaves once, both ways."""
    demo = own_demo
    ines, tomas = (actors.sign_in(chromium, demo, name) for name in ("Ines", "Tomas"))
    wants_delay(ines, demo)
    actors.open_job(tomas, demo, JOB)
    actors.publish(tomas)
    member = she_applies(demo)
    open_candidate(tomas, demo)
    page = tomas.url
    reject(tomas)
    settle(tomas, demo, "Hold")

    tomas.goto(f"{demo.bridge_url}{HERE}/notices/")
    for box in tomas.get_by_role("checkbox").all():
        box.check()
    tomas.get_by_role("group").get_by_role("button", name="Hold").click()
    expect(tomas.locator("main")).to_contain_text("2 held back.")
    control(demo, "clock", advance_seconds=DELAY_SECONDS + 60)
    tomas.goto(page)
    tomas.get_by_role("button", name="Re-open").click()
    expect(tomas.locator("main")).to_contain_text("Nothing had left")
    assert told(demo, member) == 0

    reject(tomas)
    assert told(demo, member) == 0
    control(demo, "clock", advance_seconds=DELAY_SECONDS + 60)
    settle(tomas, demo, "Sent")
    actors.see_status(actors.become(chromium, demo, NAME), demo, JOB, "Not selected")
    tomas.goto(f"{demo.bridge_url}{HERE}/notices/mailbox/")
    expect(tomas.locator("main")).to_contain_text(f"Your application for {JOB}")
    assert told(demo, member) == 1
    assert tomas.locator("main").inner_text().count(f"Your application for {JOB}") == 1
