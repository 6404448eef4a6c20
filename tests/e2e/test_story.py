"""The story, in a real browser: a job goes out, an application comes back, and the person is told what happened."""

import hashlib
import os
import signal
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from isthmus.store.embedded import NO_PROCESS, EmbeddedServer
from tests.chaos.house import wait_until
from tests.demo_process import Demo
from tests.documents import LINES, docx_resume, pdf_resume
from tests.e2e import actors

BACKEND = "Senior Backend Engineer"
HOSTILE = "Your blog post <script>document.title='broken'</script>"
ANSWERS = {
    "How many years have you worked with SQL?": "6",
    "Yes": "",
    "Python": "",
    "Within a month": "",
    "Why would you like to join us?": HOSTILE,
}

pytestmark = pytest.mark.e2e


def a_file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def downloaded(page: Page) -> bytes:
    """What the Download button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download").or_(page.get_by_role("button", name="Download")).first.click()
    return Path(waiting.value.path()).read_bytes()


def open_candidate(page: Page, demo: Demo, name: str) -> None:
    """Find a candidate as soon as they have arrived, and open their page."""
    for _ in range(60):
        page.goto(f"{demo.bridge_url}/c/larkfield-robotics/candidates/")
        link = page.get_by_role("link", name=name)
        if link.count():
            link.first.click()
            expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{name} never arrived")


def test_one_application_all_the_way(chromium: Browser, demo: Demo, tmp_path: Path) -> None:
    """Publish, apply, receive, view, reject; what is told is told once."""
    tomas = actors.sign_in(chromium, demo, "Tomas")
    actors.open_job(tomas, demo, BACKEND)
    actors.publish(tomas)

    noor = actors.become(chromium, demo, "Noor Peeters")
    actors.find_job(noor, demo, BACKEND)
    actors.apply(noor, a_file(tmp_path, "Noor Peeters CV.pdf", pdf_resume()), ANSWERS)

    open_candidate(tomas, demo, "Noor Peeters")
    page = tomas.locator("main")
    expect(page).to_contain_text("Within a month")
    expect(page).to_contain_text(HOSTILE)
    expect(tomas).not_to_have_title("broken")
    actors.see_status(noor, demo, BACKEND, "viewed")

    expect(page).to_contain_text("Noor Peeters CV.pdf")
    tomas.get_by_role("button", name="Reject").first.click()
    dialog = tomas.get_by_role("dialog")
    expect(dialog).to_contain_text("what has left cannot be untold")
    expect(dialog).to_contain_text(f"“Not selected”, on {BACKEND} at Larkfield Robotics")
    expect(dialog).not_to_contain_text("tells nobody")
    dialog.get_by_role("button", name="Reject").click()
    expect(page).to_contain_text("Not selected")
    actors.see_status(noor, demo, BACKEND, "Not selected")
    assert told_by_mail(demo) == {"sent": 1, "viewed": 1, "not selected": 1}


def told_by_mail(demo: Demo) -> dict[str, int]:
    with demo.sandbox() as sandbox:
        member = sandbox.get("/_sandbox/members?q=Noor").json()["members"][0]["id"]
        mails = sandbox.get(f"/_sandbox/members/{member}/mailbox").json()["mails"]
    kinds = [
        "viewed" if "viewed" in mail["subject"] else "sent" if "sent" in mail["subject"] else "not selected"
        for mail in mails
    ]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds), key=["sent", "viewed", "not selected"].index)}


def test_the_resume_can_be_read_and_is_downloaded_as_sent(chromium: Browser, demo: Demo, tmp_path: Path) -> None:
    """A Word résumé: its text on the page, its bytes unchanged, and the person told that it was downloaded."""
    tomas = actors.sign_in(chromium, demo, "Tomas")
    actors.open_job(tomas, demo, "Welding Cell Technician")
    actors.publish(tomas)
    chidi = actors.become(chromium, demo, "Chidi Zander")
    actors.find_job(chidi, demo, "Welding Cell Technician")
    actors.apply(chidi, a_file(tmp_path, "Chidi Zander.docx", docx_resume()), {})

    open_candidate(tomas, demo, "Chidi Zander")
    expect(tomas.locator("main")).to_contain_text("Chidi Zander.docx", timeout=actors.PATIENCE_MS)
    assert hashlib.sha256(downloaded(tomas)).digest() == hashlib.sha256(docx_resume()).digest()
    tomas.get_by_role("link", name="View").first.click()
    expect(tomas.locator("body")).to_contain_text(LINES[1])
    actors.see_status(chidi, demo, "Welding Cell Technician", "downloaded")


def test_the_api_tells_the_same_story(chromium: Browser, demo: Demo) -> None:
    """What the pages show is what the API says, and reading it is no view."""
    with demo.api() as api:
        answer = api.get("/applications")
        assert answer.status_code == httpx2.codes.OK
        outcomes = {entry["outcome"] for entry in answer.json()["items"]}
    assert "declined" in outcomes


def postmaster(server: EmbeddedServer) -> int:
    """The server's process as its file names it, which is away for a moment while it starts anew."""
    path = server.cluster / "postmaster.pid"
    written = path.read_text().split() if path.exists() else []
    return int(written[0]) if written else NO_PROCESS


def test_a_killed_database_is_started_again_and_nothing_is_lost(demo: Demo) -> None:
    """`kill -9` of its postmaster: the demo brings it back, and the pages with it."""
    server = EmbeddedServer(demo.data)
    with demo.api() as api:
        before = {job["id"] for job in api.get("/jobs").json()["items"]}
        killed = postmaster(server)
        os.kill(killed, signal.SIGKILL)
        wait_until("another PostgreSQL", lambda: postmaster(server) not in (killed, NO_PROCESS) and server.answers())
        wait_until("the API answers", lambda: api.get("/jobs").status_code == httpx2.codes.OK)
        assert {job["id"] for job in api.get("/jobs").json()["items"]} == before


def test_the_demo_is_registered_for_what_linkedin_tells(demo: Demo) -> None:
    """As a partner does in LinkedIn's portal: one address for every kind of notice, challenged and enabled."""
    with demo.sandbox() as sandbox:
        webhooks = sandbox.get("/_sandbox/portal-webhooks").json()["webhooks"]
    assert {one["event"] for one in webhooks if one["state"] == "ACTIVE"} == {"JOB_POSTING_STATUS", "RESYNC_JOBS"}
    assert all(one["url"].startswith(demo.bridge_url) for one in webhooks)
